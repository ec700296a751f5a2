"""Access to the workspace: every address is tried by people who may not see it."""

import uuid

import pytest
from django.test import Client

from tests import factories
from tests.english_urls import url
from vikno.audit.models import AuditEntry
from vikno.centres.models import CentreKind, OfficerRole
from vikno.workspace.urls import urlpatterns

pytestmark = pytest.mark.django_db

# What people write to the centre, and the exchange, have rules of their own: test_enquiries.py, test_exchange.py.
ALL_NAMES = [pattern.name for included in urlpatterns for pattern in included.url_patterns]
NAMES = [name for name in ALL_NAMES if not name.startswith(("enquir", "exchange"))]
CHANGING = ["register", "accept", "take", "take_over", "lead_here", "return", "extend", "decide", "issue"]
OF_NO_CASE = {"cases", "search", "intake", "modes", "set_mode"}
ONLY_CASEWORK = ["accept", "take", "take_over", "lead_here", "return", "extend", "decide"]


def address(name, case):
    match name:
        case "cases" | "search" | "intake" | "modes":
            return url(f"workspace:{name}")
        case "set_mode":
            return url("workspace:set_mode", case.centre.code)
        case "file":
            return url("workspace:file", case.uid, uuid.uuid4())
    return url(f"workspace:{name}", case.uid)


def visit(client, name, case):
    """Ask for a page as its links and forms do."""
    method = client.post if name in ("search", *CHANGING) else client.get
    return method(address(name, case))


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("name", NAMES)
def test_who_is_not_signed_in_is_sent_to_sign_in(client, officer, name):
    response = visit(client, name, factories.in_work(officer))

    assert response.status_code == 302
    assert response.url.startswith(url("account_login"))


@pytest.mark.parametrize("name", NAMES)
def test_a_resident_is_told_that_this_is_for_staff(cabinet, officer, name):
    response = visit(cabinet, name, factories.in_work(officer))

    assert response.status_code == 403
    assert "Here the staff of the centres work on cases" in response.text


@pytest.mark.parametrize("name", NAMES)
def test_an_editor_sees_no_cases(officer, name):
    editor = factories.OfficerFactory(centre=officer.centre, role=OfficerRole.EDITOR)

    response = visit(signed_in(editor.person), name, factories.in_work(officer))

    assert response.status_code == 403


@pytest.mark.parametrize("name", NAMES)
def test_whose_post_has_ended_sees_no_cases(officer, name):
    former = factories.OfficerFactory(centre=officer.centre, is_active=False)

    response = visit(signed_in(former.person), name, factories.in_work(officer))

    assert response.status_code == 403


@pytest.mark.parametrize("name", sorted(set(NAMES) - OF_NO_CASE))
def test_a_case_of_another_centre_is_not_there(officer, name):
    stranger = factories.OfficerFactory()

    response = visit(signed_in(stranger.person), name, factories.in_work(officer))

    assert response.status_code == 404


@pytest.mark.parametrize("name", sorted(set(NAMES) - OF_NO_CASE))
def test_a_draft_is_not_there(workspace, officer, name):
    response = visit(workspace, name, factories.draft(centre=officer.centre))

    assert response.status_code == 404


@pytest.mark.parametrize("name", ONLY_CASEWORK)
def test_reception_does_no_casework(officer, name):
    receptionist = factories.OfficerFactory(centre=officer.centre, role=OfficerRole.RECEPTION)

    response = visit(signed_in(receptionist.person), name, factories.in_work(officer))

    assert response.status_code == 403
    assert "Your role at the centre does not allow this" in response.text


def test_the_cases_of_a_desk_below_are_seen_and_worked_by_the_officer_of_its_centre(workspace, officer, noon):
    desk = factories.CentreFactory(parent=officer.centre, kind=CentreKind.REMOTE_DESK)
    case = factories.submitted(centre=desk)

    listed = workspace.get(url("workspace:cases"))
    worked = workspace.post(url("workspace:accept", case.uid), follow=True)

    assert case.number in listed.text
    assert "The case is registered and in work." in worked.text


def test_an_officer_of_a_desk_does_not_see_the_cases_of_the_centre_above(officer):
    desk = factories.CentreFactory(parent=officer.centre, kind=CentreKind.REMOTE_DESK)
    below = factories.OfficerFactory(centre=desk)

    response = signed_in(below.person).get(url("workspace:case", factories.submitted(centre=officer.centre).uid))

    assert response.status_code == 404


@pytest.fixture
def auditor(db):
    return factories.PersonFactory(is_auditor=True)


@pytest.mark.parametrize("name", ["case", "entered"])
def test_an_auditor_looks_at_any_case_and_each_look_is_written_down(auditor, officer, name):
    case = factories.in_work(officer)

    for _ in range(2):
        assert visit(signed_in(auditor), name, case).status_code == 200

    assert AuditEntry.objects.filter(actor=auditor.ref, action="application.seen", subject=case.ref).count() == 2


def test_an_auditor_is_led_to_the_cases_from_any_page(auditor):
    response = signed_in(auditor).get(url("content:privacy"))

    assert url("workspace:cases") in response.text


def test_an_auditor_looks_through_the_list_and_that_is_written_down(auditor, officer):
    case = factories.in_work(officer)

    response = signed_in(auditor).get(url("workspace:cases"), {"status": "in_work"})

    assert case.number in response.text
    assert "New application" not in response.text
    entry = AuditEntry.objects.get(actor=auditor.ref, action="cases.seen")
    assert entry.detail == {"pick": "open", "status": "in_work"}


@pytest.mark.parametrize("name", [*CHANGING, "intake"])
def test_an_auditor_changes_nothing(auditor, officer, name):
    response = visit(signed_in(auditor), name, factories.in_work(officer))

    assert response.status_code == 403


@pytest.mark.parametrize("name", CHANGING)
def test_an_address_that_changes_something_changes_nothing_when_it_is_only_opened(workspace, officer, name):
    case = factories.submitted(centre=officer.centre)

    response = workspace.get(address(name, case))

    assert response.status_code == 302
    assert response.url == url("workspace:case", case.uid)
    case.refresh_from_db()
    assert case.status == "submitted"


def test_pages_of_the_workspace_are_kept_by_no_browser(workspace, officer):
    response = workspace.get(url("workspace:cases"))

    assert "no-store" in response["Cache-Control"]
