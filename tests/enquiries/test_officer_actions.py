"""What an officer can do with an enquiry, and what is refused."""

from datetime import timedelta

import pytest

from tests import factories
from tests.enquiries.test_intake import written
from vikno.audit.models import AuditEntry
from vikno.centres.models import CentreKind, OfficerRole
from vikno.enquiries.access import EnquiryNotYours
from vikno.enquiries.models import ENQUIRY_MOVES, AnswerMethod, Enquiry, EnquiryStatus, QuestionAnswer
from vikno.enquiries.operations import (
    EnquiryAnswerMissing,
    EnquiryReasonMissing,
    WrongEnquiryStatus,
    answer,
    close,
    draft_question,
    erase_old,
    pass_on,
    take,
)
from vikno.enquiries.queries import enquiry_history, find_enquiry_by_code
from vikno.outbox.models import Event

pytestmark = pytest.mark.django_db

LATER = factories.NOON + timedelta(hours=3)


@pytest.fixture
def enquiry(officer):
    return written(centre=officer.centre, name="Олена Зразкова", phone="+380671234567")


def stands(enquiry):
    return Enquiry.objects.get(pk=enquiry.pk)


def test_a_taken_enquiry_is_answered_and_its_way_is_kept(enquiry, officer):
    take(enquiry=enquiry, officer=officer, at=LATER)
    answer(enquiry=enquiry, officer=officer, text=" Ні. ", by=AnswerMethod.EMAIL, at=LATER + timedelta(hours=1))

    now = stands(enquiry)
    assert (now.status, now.answer, now.ended_at) == (EnquiryStatus.ANSWERED, "Ні.", LATER + timedelta(hours=1))
    assert [step.code for step in enquiry_history(now)] == ["new", "taken", "answered"]
    assert not any(step.by for step in enquiry_history(now))
    assert all(step.by for step in enquiry_history(now, for_staff=True)[1:])


def test_answering_what_nobody_has_taken_takes_it(enquiry, officer):
    answer(enquiry=enquiry, officer=officer, text="Ні.", by=AnswerMethod.PHONE, at=LATER)

    assert stands(enquiry).officer == officer
    names = list(Event.objects.order_by("pk").values_list("name", flat=True))
    assert names == ["enquiry.received", "enquiry.taken", "enquiry.answered"]


def test_each_act_is_in_the_audit_under_who_did_it(enquiry, officer):
    pass_on(enquiry=enquiry, officer=officer, to="Відділ доріг", at=LATER)

    entry = AuditEntry.objects.about(enquiry.ref).last()
    assert (entry.action, entry.actor) == ("enquiry.passed_on", officer.person.ref)
    assert "Відділ" not in str(entry.detail)


@pytest.mark.parametrize("text", ["", "  \n"])
def test_an_answer_has_words(enquiry, officer, text):
    with pytest.raises(EnquiryAnswerMissing):
        answer(enquiry=enquiry, officer=officer, text=text, by=AnswerMethod.EMAIL, at=LATER)

    assert stands(enquiry).status == EnquiryStatus.NEW


@pytest.mark.parametrize(("given", "by"), [({"email": ""}, AnswerMethod.EMAIL), ({"phone": ""}, AnswerMethod.PHONE)])
def test_nobody_is_answered_where_they_cannot_be_reached(officer, given, by):
    enquiry = written(centre=officer.centre, **{"phone": "+380671234567"} | given)

    with pytest.raises(EnquiryAnswerMissing):
        answer(enquiry=enquiry, officer=officer, text="Ні.", by=by, at=LATER)

    answer(enquiry=enquiry, officer=officer, text="Ні.", by=AnswerMethod.HERE, at=LATER)


def test_passing_on_says_to_whom_and_closing_says_why(enquiry, officer):
    with pytest.raises(EnquiryReasonMissing):
        pass_on(enquiry=enquiry, officer=officer, to=" ", at=LATER)
    with pytest.raises(EnquiryReasonMissing):
        close(enquiry=enquiry, officer=officer, reason="", at=LATER)

    assert stands(enquiry).status == EnquiryStatus.NEW


@pytest.mark.parametrize("ended", [status for status, moves in ENQUIRY_MOVES.items() if not moves])
def test_what_has_ended_stays_ended(enquiry, officer, ended):
    ends = {
        EnquiryStatus.ANSWERED: lambda: answer(
            enquiry=enquiry, officer=officer, text="Ні.", by=AnswerMethod.EMAIL, at=LATER
        ),
        EnquiryStatus.PASSED_ON: lambda: pass_on(enquiry=enquiry, officer=officer, to="Туди", at=LATER),
        EnquiryStatus.CLOSED: lambda: close(enquiry=enquiry, officer=officer, reason="Реклама", at=LATER),
    }
    ends[ended]()

    for again in (*ends.values(), lambda: take(enquiry=enquiry, officer=officer, at=LATER)):
        with pytest.raises(WrongEnquiryStatus):
            again()
    assert stands(enquiry).status == ended


@pytest.mark.parametrize("role", [OfficerRole.EDITOR])
def test_an_editor_works_on_no_enquiry(enquiry, role):
    editor = factories.OfficerFactory(centre=enquiry.centre, role=role)

    with pytest.raises(EnquiryNotYours):
        take(enquiry=enquiry, officer=editor, at=LATER)


def test_an_officer_works_at_their_centre_and_the_desks_below_it(officer):
    below = written(centre=factories.CentreFactory(parent=officer.centre, kind=CentreKind.REMOTE_DESK))
    elsewhere = written(centre=factories.CentreFactory())

    take(enquiry=below, officer=officer, at=LATER)
    with pytest.raises(EnquiryNotYours):
        take(enquiry=elsewhere, officer=officer, at=LATER)


def test_only_what_was_answered_becomes_a_question(enquiry, officer):
    given = {"officer": officer, "question": "Чи потрібна копія?", "answer": "Ні <b>&</b>", "at": LATER}
    with pytest.raises(WrongEnquiryStatus):
        draft_question(enquiry=enquiry, **given)
    answer(enquiry=enquiry, officer=officer, text="Ні.", by=AnswerMethod.EMAIL, at=LATER)

    with pytest.raises(EnquiryAnswerMissing):
        draft_question(enquiry=enquiry, **given | {"question": " "})
    draft = draft_question(enquiry=enquiry, **given)

    assert (draft.live, draft.slug, draft.answer) == (
        False,
        "chy-potribna-kopiia",
        "<p>Ні &lt;b&gt;&amp;&lt;/b&gt;</p>",
    )
    assert draft_question(enquiry=enquiry, **given).slug == "chy-potribna-kopiia-2"


def test_a_draft_keeps_the_service_that_was_asked_about(officer):
    service = factories.ServiceFactory()
    enquiry = written(centre=officer.centre, service=service)
    answer(enquiry=enquiry, officer=officer, text="Ні.", by=AnswerMethod.EMAIL, at=LATER)

    draft_question(enquiry=enquiry, officer=officer, question="Чи?", answer="Ні", at=LATER)

    assert list(QuestionAnswer.objects.get().services.all()) == [service]


# Erasing.


def test_the_words_of_what_ended_long_ago_are_erased_and_the_counts_stay(enquiry, officer, resident, settings):
    Enquiry.objects.filter(pk=enquiry.pk).update(person=resident)
    answer(enquiry=enquiry, officer=officer, text="Ні.", by=AnswerMethod.EMAIL, at=LATER)
    term = timedelta(days=settings.ENQUIRY_KEPT_DAYS)

    assert erase_old(at=LATER + term - timedelta(minutes=1)) == 0
    assert erase_old(at=LATER + term + timedelta(minutes=1)) == 1
    assert erase_old(at=LATER + term + timedelta(minutes=2)) == 0

    now = stands(enquiry)
    assert {now.name, now.email, now.phone, now.text, now.answer, now.note} == {""}
    assert now.person is None
    assert (now.number, now.status, now.topic) == (enquiry.number, EnquiryStatus.ANSWERED, enquiry.topic)
    assert find_enquiry_by_code(now.number, now.access_code) == now
    assert Event.objects.filter(name="enquiry.erased").count() == 1


def test_what_still_waits_is_not_erased(enquiry):
    assert erase_old(at=LATER + timedelta(days=4000)) == 0
    assert stands(enquiry).text


def test_it_is_done_by_the_clock():
    from vikno.conf.clock import SCHEDULE

    assert "vikno.enquiries.tasks.erase_old" in {job.task for job in SCHEDULE}
