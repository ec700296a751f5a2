"""Enquiries in the workspace: access, the list, the actions."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.english_urls import url
from vikno.audit.models import AuditEntry
from vikno.centres.models import CentreKind, OfficerRole
from vikno.enquiries import operations
from vikno.enquiries.models import Enquiry, EnquiryStatus, EnquiryTopic, QuestionAnswer
from vikno.enquiries.operations import EnquiryContent, submit_enquiry
from vikno.workspace.enquiries.urls import urlpatterns

pytestmark = pytest.mark.django_db

ACTS = ("enquiry_take", "enquiry_answer", "enquiry_pass_on", "enquiry_close", "enquiry_question")
NAMES = ("enquiries", "enquiry", *ACTS)


def written(centre, *, at=None, due_in=None, **what):
    asked = {
        "topic": EnquiryTopic.QUESTION,
        "text": "Чи потрібна копія?",
        "name": "Олена Зразкова",
        "email": "o@example.com",
    }
    enquiry = submit_enquiry(
        content=EnquiryContent(**asked | what), centre=centre, language="uk", key=uuid.uuid4(), at=at or timezone.now()
    )
    if due_in is not None:
        due_on = centre.today(timezone.now()) + timedelta(days=due_in)
        Enquiry.objects.filter(pk=enquiry.pk).update(due_on=due_on)
    return enquiry


@pytest.fixture
def enquiry(officer):
    return written(officer.centre)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(name, enquiry):
    return url("workspace:enquiries") if name == "enquiries" else url(f"workspace:{name}", enquiry.uid)


def listed(response):
    return [row.enquiry for row in response.context["listing"].rows]


def counts(response):
    groups = response.context["listing"].selection_groups
    return {link.selection.code: link.count for group in groups for link in group.links}


def stands(enquiry):
    return Enquiry.objects.get(pk=enquiry.pk)


# Who sees it.


def test_every_address_of_enquiries_is_tried_here():
    assert {pattern.name for pattern in urlpatterns} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_guest_and_a_resident_get_nowhere(client, cabinet, enquiry, name):
    method = "post" if name in ACTS else "get"

    assert getattr(client, method)(address(name, enquiry)).status_code == 302
    assert getattr(cabinet, method)(address(name, enquiry)).status_code == 403


@pytest.mark.parametrize("name", NAMES[1:])
def test_an_enquiry_of_another_centre_is_not_there(enquiry, name):
    elsewhere = signed_in(factories.OfficerFactory().person)
    method = elsewhere.post if name in ACTS else elsewhere.get

    assert method(address(name, enquiry)).status_code == 404


@pytest.mark.parametrize("role", [OfficerRole.RECEPTION, OfficerRole.OFFICER, OfficerRole.HEAD])
def test_whoever_meets_residents_may_answer(enquiry, role):
    client = signed_in(factories.OfficerFactory(centre=enquiry.centre, role=role).person)

    response = client.post(address("enquiry_answer", enquiry), {"answer-text": "Ні.", "answer-by": "email"})

    assert response.status_code == 302
    assert stands(enquiry).status == EnquiryStatus.ANSWERED


def test_an_editor_sees_no_letters(enquiry):
    client = signed_in(factories.OfficerFactory(centre=enquiry.centre, role=OfficerRole.EDITOR).person)

    assert client.get(address("enquiry", enquiry)).status_code == 403


def test_an_auditor_looks_and_changes_nothing(enquiry):
    auditor = factories.PersonFactory(is_auditor=True)
    client = signed_in(auditor)

    page = client.get(address("enquiry", enquiry))

    assert "Чи потрібна копія?" in page.text
    assert "<textarea" not in page.text
    assert AuditEntry.objects.filter(actor=auditor.ref, action="enquiry.seen", subject=enquiry.ref).exists()
    assert client.get(address("enquiries", enquiry)).status_code == 200
    for name in ACTS:
        assert client.post(address(name, enquiry)).status_code == 403


def test_opening_an_enquiry_is_written_down(workspace, officer, enquiry):
    workspace.get(address("enquiry", enquiry))

    assert AuditEntry.objects.filter(actor=officer.person.ref, action="enquiry.seen", subject=enquiry.ref).count() == 1


def test_what_was_written_to_a_desk_below_is_seen_at_its_centre(workspace, officer):
    desk = factories.CentreFactory(parent=officer.centre, kind=CentreKind.REMOTE_DESK)
    below = written(desk)

    assert workspace.get(address("enquiry", below)).status_code == 200


def test_pages_with_letters_are_kept_by_no_browser(workspace, enquiry):
    for name in ("enquiries", "enquiry"):
        assert "no-store" in workspace.get(address(name, enquiry))["Cache-Control"]


# The list.


def test_the_most_pressing_stand_first_and_what_has_ended_is_apart(workspace, officer):
    centre = officer.centre
    calm, late, today = (written(centre, due_in=days) for days in (9, -2, 0))
    closed = written(centre, due_in=-9)
    operations.close(enquiry=closed, officer=officer, reason="Реклама", at=timezone.now())

    page = workspace.get(url("workspace:enquiries"))

    assert listed(page) == [late, today, calm]
    assert "2 days late" in page.text
    assert listed(workspace.get(url("workspace:enquiries"), {"pick": "ended"})) == [closed]


def test_selections_say_how_many_they_hold(workspace, officer):
    mine, late = written(officer.centre), written(officer.centre, due_in=-1)
    operations.take(enquiry=mine, officer=officer, at=timezone.now())

    page = workspace.get(url("workspace:enquiries"), {"pick": "mine"})

    assert listed(page) == [mine]
    assert counts(page) == {"mine": 1, "mine_late": 0, "new": 1, "late": 1, "open": 2, "ended": 0}
    assert listed(workspace.get(url("workspace:enquiries"), {"pick": "late"})) == [late]


def test_the_list_is_narrowed_by_topic_and_centre(workspace, officer):
    desk = factories.CentreFactory(parent=officer.centre)
    thanks, below = written(officer.centre, topic=EnquiryTopic.THANKS), written(desk)

    assert listed(workspace.get(url("workspace:enquiries"), {"topic": "thanks"})) == [thanks]
    assert listed(workspace.get(url("workspace:enquiries"), {"centre": desk.code})) == [below]
    assert len(listed(workspace.get(url("workspace:enquiries"), {"topic": "gossip", "pick": "?"}))) == 2


def test_a_number_is_found_in_whatever_selection_it_stands(workspace, officer, enquiry):
    operations.close(enquiry=enquiry, officer=officer, reason="Реклама", at=timezone.now())
    typed = enquiry.number.replace("E-", "").replace("-", " ")

    assert listed(workspace.get(url("workspace:enquiries"), {"pick": "mine", "number": typed})) == [enquiry]
    assert listed(workspace.get(url("workspace:enquiries"), {"number": "nothing"})) == []


def test_a_long_list_costs_as_much_as_a_short_one(workspace, officer):
    colleague = factories.OfficerFactory(centre=officer.centre)
    workspace.get(url("workspace:enquiries"))
    costs = []
    for _ in range(2):
        for _ in range(5):
            taken = written(officer.centre, service=factories.ServiceFactory())
            operations.take(enquiry=taken, officer=colleague, at=timezone.now())
        with CaptureQueriesContext(connection) as executed:
            workspace.get(url("workspace:enquiries"))
        costs.append(len(executed))

    assert costs[0] == costs[1]
    assert costs[1] <= 14


def test_the_list_shows_nobodys_name(workspace, enquiry):
    table = workspace.get(url("workspace:enquiries")).text.partition("<tbody")[2]

    assert enquiry.number in table
    assert "Зразкова" not in table


# What is done with it.


def test_the_page_says_who_wrote_what_and_about_what(workspace, officer):
    service = factories.ServiceFactory(title="Оформлення ID-картки")
    enquiry = written(officer.centre, service=service, page="/services/id-card/", phone="+380671234567")

    text = workspace.get(address("enquiry", enquiry)).text

    for words in (
        "Чи потрібна копія?",
        "Олена Зразкова",
        "o@example.com",
        "+380671234567",
        service.title,
        enquiry.number,
    ):
        assert words in text


def test_it_is_taken_with_one_press(workspace, officer, enquiry):
    assert workspace.post(address("enquiry_take", enquiry)).status_code == 302

    assert (stands(enquiry).status, stands(enquiry).officer) == (EnquiryStatus.TAKEN, officer)


def test_it_is_passed_on_or_closed_with_a_reason(workspace, officer, enquiry):
    other = written(officer.centre)

    workspace.post(address("enquiry_pass_on", enquiry), {"pass-to": "Відділ доріг", "pass-words": "Їм видніше."})
    workspace.post(address("enquiry_close", other), {"close-reason": "Реклама"})

    assert (stands(enquiry).status, stands(enquiry).note) == (EnquiryStatus.PASSED_ON, "Відділ доріг")
    assert (stands(other).status, stands(other).note) == (EnquiryStatus.CLOSED, "Реклама")


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("enquiry_answer", {"answer-by": "email"}, "Fill in: The answer"),
        ("enquiry_answer", {"answer-text": "Ні", "answer-by": "phone"}, "Select a valid choice"),
        ("enquiry_pass_on", {"pass-words": "Туди"}, "Fill in: To whom"),
        ("enquiry_close", {}, "Fill in: Why there is no answer"),
    ],
)
def test_what_is_missing_is_named_and_what_was_typed_stays(workspace, enquiry, name, typed, message):
    response = workspace.post(address(name, enquiry), typed)

    assert response.status_code == 422
    assert message in response.text
    assert all(value in response.text for value in typed.values() if value not in ("email", "phone"))
    assert stands(enquiry).status == EnquiryStatus.NEW


def test_what_a_colleague_has_done_meanwhile_is_said_and_the_words_stay(workspace, officer, enquiry):
    colleague = factories.OfficerFactory(centre=officer.centre)
    operations.close(enquiry=enquiry, officer=colleague, reason="Реклама", at=timezone.now())

    response = workspace.post(address("enquiry_answer", enquiry), {"answer-text": "Ось", "answer-by": "email"})

    assert response.status_code == 422
    assert "This was not done" in response.text
    assert stands(enquiry).status == EnquiryStatus.CLOSED


def test_an_address_that_changes_something_changes_nothing_when_it_is_only_opened(workspace, enquiry):
    for name in ACTS:
        assert workspace.get(address(name, enquiry))["Location"] == address("enquiry", enquiry)

    assert stands(enquiry).status == EnquiryStatus.NEW


def test_an_answer_becomes_a_draft_for_editors_without_who_asked(workspace, officer, enquiry):
    text = "Пані Олено Зразкова, копія не потрібна. Пишу на o@example.com."
    workspace.post(address("enquiry_answer", enquiry), {"answer-text": text, "answer-by": "email"})

    page = workspace.get(address("enquiry", enquiry))
    offered = page.context["question_form"].initial["answer"]
    typed = {"question-question": "Чи потрібна копія паспорта?", "question-answer": "Копія не потрібна."}
    assert workspace.post(address("enquiry_question", enquiry), typed).status_code == 302

    assert "Зразкова" not in offered
    assert "o@example.com" not in offered
    draft = QuestionAnswer.objects.get()
    assert (draft.question, draft.live) == ("Чи потрібна копія паспорта?", False)
    assert draft.answer == "<p>Копія не потрібна.</p>"


def test_a_draft_needs_words(workspace, officer, enquiry):
    operations.answer(enquiry=enquiry, officer=officer, text="Ні.", by="email", at=timezone.now())

    assert workspace.post(address("enquiry_question", enquiry), {"question-answer": "Ні."}).status_code == 422
    assert not QuestionAnswer.objects.exists()
