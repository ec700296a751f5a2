"""The page of one case."""

from datetime import timedelta

import pytest

from tests import factories
from tests.english_urls import url
from vikno.applications import operations
from vikno.applications.models import Application, DecisionOutcome
from vikno.applications.operations.submissions import PaperApplication
from vikno.audit.models import AuditEntry
from vikno.centres.models import OfficerRole

pytestmark = pytest.mark.django_db


def page(client, case):
    return client.get(url("workspace:case", case.uid))


def offered(response):
    """Return what the page offers to do, by the addresses in it."""
    uid = response.context["case"].uid
    acts = ("accept", "register", "take", "take_over", "return", "extend", "decide", "issue")
    return [act for act in acts if url(f"workspace:{act}", uid) in response.text]


def test_the_head_says_what_the_case_is(workspace, officer):
    case = factories.in_work(officer)

    response = page(workspace, case)

    assert response.status_code == 200
    for words in (
        "Реєстрація місця проживання",
        case.number,
        "No. 1/26",
        "Зразкова Олена Тестівна",
        "online",
        "In work",
    ):
        assert words in response.text


def test_answers_stand_as_the_resident_saw_them(workspace, officer):
    response = page(workspace, factories.in_work(officer))

    for words in ("Про Вас", "Нова адреса", "вул. Шкільна, 14-А, с. Вербівка", "Я власник"):
        assert words in response.text


def test_contacts_stand_so_that_the_applicant_can_be_called(workspace, officer):
    response = page(workspace, factories.in_work(officer))

    assert 'href="tel:+380671234567"' in response.text
    assert "+380 67 123 4567" in response.text


def test_the_way_of_the_case_names_who_did_what(workspace, officer):
    response = page(workspace, factories.in_work(officer))

    for words in ("Sent", "Registered under number 1/26", "Taken to work", "Decision", "not later than"):
        assert words in response.text
    assert officer.person.short_name in response.text


@pytest.mark.parametrize(
    ("role", "stage", "acts"),
    [
        (OfficerRole.OFFICER, "submitted", ["accept", "register"]),
        (OfficerRole.RECEPTION, "submitted", ["register"]),
        (OfficerRole.OFFICER, "registered", ["take", "return", "extend"]),
        (OfficerRole.RECEPTION, "registered", []),
        (OfficerRole.OFFICER, "in_work", ["return", "extend", "decide"]),
        (OfficerRole.HEAD, "in_work", ["return", "extend", "decide"]),
        (OfficerRole.RECEPTION, "decided", ["issue"]),
        (OfficerRole.OFFICER, "decided", ["issue"]),
        (OfficerRole.OFFICER, "issued", []),
        (OfficerRole.OFFICER, "withdrawn", []),
    ],
)
def test_a_page_offers_what_this_role_can_do_now(client, noon, role, stage, acts):
    officer = factories.OfficerFactory()
    case = at_stage(stage, officer, noon)
    officer.role = role
    officer.save(update_fields=["role"])
    client.force_login(officer.person)

    response = page(client, case)

    assert offered(response) == acts


def at_stage(stage, officer, noon):
    if stage == "submitted":
        return factories.submitted(centre=officer.centre)
    if stage == "withdrawn":
        return operations.withdraw(application=factories.submitted(centre=officer.centre), at=noon)
    if stage == "registered":
        return factories.registered(officer)
    case = factories.in_work(officer)
    if stage in ("decided", "issued"):
        operations.decide(application=case, officer=officer, outcome=DecisionOutcome.GRANTED, at=noon)
    if stage == "issued":
        operations.issue(application=case, officer=officer, title="Витяг", where="на рецепції", at=noon)
    return case


def test_a_colleagues_case_is_offered_to_be_taken_over(client, officer):
    colleague = factories.OfficerFactory(centre=officer.centre)
    client.force_login(colleague.person)

    response = page(client, factories.in_work(officer))

    assert offered(response) == ["take_over", "extend"]
    assert f"{officer.person.short_name} works on this case." in response.text


def test_the_head_can_go_on_with_a_colleagues_case_without_taking_it_over(client, officer):
    head = factories.OfficerFactory(centre=officer.centre, role=OfficerRole.HEAD)
    client.force_login(head.person)

    response = page(client, factories.in_work(officer))

    assert offered(response) == ["take_over", "return", "extend", "decide"]


# A correction, from both sides.


@pytest.fixture
def returned(officer, noon):
    case = factories.in_work(officer)
    operations.return_for_correction(
        application=case,
        officer=officer,
        reason="Не видно номера будинку",
        remarks={"address": "Вкажіть номер"},
        due_on=(noon + timedelta(days=10)).date(),
        at=noon,
    )
    return Application.objects.get(pk=case.pk)


def corrected(case, noon):
    address = {**factories.COMPLETE_ANSWERS["address"], "house": "15-Б"}
    case = operations.answer(application=case, typed={"address": address}, at=noon)
    return operations.resubmit(application=case, at=noon)


def test_while_the_applicant_corrects_the_page_says_what_was_asked(workspace, returned):
    response = page(workspace, returned)

    for words in ("What the applicant was asked to correct", "Не видно номера будинку", "Вкажіть номер"):
        assert words in response.text
    assert "To be answered by 12 March 2026." in response.text
    assert offered(response) == []


def test_what_the_applicant_types_but_has_not_sent_is_not_seen(workspace, returned, noon):
    address = {**factories.COMPLETE_ANSWERS["address"], "house": "99-Я"}
    operations.answer(application=returned, typed={"address": address}, at=noon)

    response = page(workspace, returned)

    assert "99-Я" not in response.text


def test_after_a_correction_the_page_says_what_changed(workspace, returned, noon):
    corrected(returned, noon)

    response = page(workspace, returned)

    changes = response.text.partition("What the applicant corrected")[2].partition("</section>")[0]
    assert "вул. Шкільна, 14-А, с. Вербівка" in changes
    assert "вул. Шкільна, 15-Б, с. Вербівка" in changes
    assert "Correction sent" in response.text
    assert offered(response) == ["take"]


# What came on paper, what was decided, what was handed over.


def test_papers_handed_in_at_the_desk_are_listed(workspace, officer, noon):
    case = operations.intake(
        service=factories.ServiceFactory(),
        centre=officer.centre,
        officer=officer,
        paper=PaperApplication(
            details={"family_name": "Умовна", "given_name": "Віра"}, papers=[{"name": "Заява", "sheets": 2}]
        ),
        at=noon,
    )

    response = page(workspace, case)

    for words in ("Handed in on paper", "Заява", "2 sheets", "at the desk"):
        assert words in response.text


def test_a_paper_application_is_not_offered_for_correction_online(workspace, officer, noon):
    case = operations.intake(
        service=factories.ServiceFactory(),
        centre=officer.centre,
        officer=officer,
        paper=PaperApplication(details={"family_name": "Умовна", "given_name": "Віра"}),
        at=noon,
    )
    operations.accept(application=case, officer=officer, at=noon)

    response = page(workspace, case)

    assert offered(response) == ["extend", "decide"]
    assert "A paper application is corrected at the desk" in response.text


def test_a_refusal_stands_with_its_ground_and_reasons(workspace, officer, noon):
    case = factories.in_work(officer)
    ground = case.service.card.refusal_grounds.get()
    operations.decide(
        application=case,
        officer=officer,
        outcome=DecisionOutcome.REFUSED,
        ground=ground,
        reasons="Немає згоди",
        at=noon,
    )

    response = page(workspace, case)

    for words in ("Refused", "Подано не всі документи", "Немає згоди"):
        assert words in response.text


def test_a_result_stands_with_whether_the_applicant_took_it(workspace, officer, noon):
    case = factories.in_work(officer)
    operations.decide(application=case, officer=officer, outcome=DecisionOutcome.GRANTED, at=noon)
    operations.issue(application=case, officer=officer, title="Витяг", upload=factories.png("витяг.png"), at=noon)

    response = page(workspace, case)

    assert "витяг.png" in response.text
    assert "The applicant has not downloaded it yet." in response.text
    assert "The case is finished." in response.text


# Who saw.


def test_opening_a_case_is_written_down_once_in_ten_minutes_for_each_officer(workspace, client, officer):
    case = factories.in_work(officer)
    colleague = factories.OfficerFactory(centre=officer.centre)
    client.force_login(colleague.person)

    for reader in (workspace, workspace, client):
        page(reader, case)

    seen = AuditEntry.objects.filter(action="application.seen", subject=case.ref)
    assert [entry.actor for entry in seen.order_by("pk")] == [officer.person.ref, colleague.person.ref]


def test_a_page_costs_a_bounded_number_of_queries(workspace, officer, django_assert_max_num_queries):
    case = factories.in_work(officer)
    page(workspace, case)

    with django_assert_max_num_queries(25):
        page(workspace, case)


def test_the_way_back_leads_to_the_list_that_was_open(workspace, officer):
    case = factories.in_work(officer)
    workspace.get(url("workspace:cases"), {"pick": "mine", "sort": "number"})

    response = page(workspace, case)

    assert f'href="{url("workspace:cases")}?sort=number&amp;pick=mine"' in response.text


def test_it_says_for_whom_the_applicant_acts_and_what_to_check(workspace, officer, noon):
    case = factories.registered(officer)
    case.represented = {"kind": "child", "name": "Квіткова Ія", "born_on": "2019-05-01", "ground": "свідоцтво № 000001"}
    case.save(update_fields=["represented"])

    response = page(workspace, case)

    for words in ("for: Квіткова Ія", "1 May 2019", "свідоцтво № 000001", "Check the document that gives the right."):
        assert words in response.text
