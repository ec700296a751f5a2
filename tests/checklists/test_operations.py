"""Keeping a list of papers."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests import factories
from tests.catalogue.card_questions import answer, ask, code, paper, question
from vikno.catalogue.checklist import answers_from_codes, checklist_of
from vikno.checklists.models import SavedChecklist
from vikno.checklists.operations import ChecklistNotAnswered, delete_checklist, save_checklist, tick_documents
from vikno.checklists.queries import checklists_of, load_current_checklist

pytestmark = pytest.mark.django_db
TENANT = question(
    "Чиє житло?", answer("Моє"), answer("Орендую", paper("Договір")), answer("Ще нема", is_not_for_you=True)
)


@pytest.fixture
def service():
    service = factories.ServiceFactory()
    ask(service.card, TENANT)
    return type(service).objects.get(pk=service.pk)


@pytest.fixture
def person():
    return factories.PersonFactory()


def kept(person, service, *answers, at=factories.NOON):
    said = answers_from_codes(checklist_of(service.card), [code(one) for one in answers])
    return save_checklist(person=person, service=service, answered=said, at=at)


def test_a_service_has_one_list_of_a_person_and_the_later_one_counts(person, service):
    first = kept(person, service, "Моє")
    tick_documents(checklist=first, documents=["aaaa"])

    again = kept(person, service, "Орендую")

    assert (again.pk, again.answers, again.ticks) == (first.pk, [code("Орендую")], ["aaaa"])
    assert list(checklists_of(person)) == [again]


@pytest.mark.parametrize("answers", [[], ["Ще нема"], ["Чуже"]], ids=["none", "not for them", "unknown"])
def test_what_makes_no_list_is_not_kept(person, service, answers):
    with pytest.raises(ChecklistNotAnswered):
        kept(person, service, *answers)

    assert not SavedChecklist.objects.exists()


def test_the_database_holds_one_list_of_a_person_for_a_service(person, service):
    kept(person, service, "Моє")

    with pytest.raises(IntegrityError), transaction.atomic():
        SavedChecklist.objects.create(person=person, service=service, made_at=factories.NOON)


def test_answers_and_ticks_lie_sealed(person, service):
    tick_documents(checklist=kept(person, service, "Орендую"), documents=[code("Договір")])

    with connection.cursor() as cursor:
        cursor.execute("SELECT answers, ticks FROM checklists_keptchecklist")
        stored = "".join(cursor.fetchone())

    assert code("Орендую") not in stored
    assert code("Договір") not in stored


def test_only_what_is_needed_counts_as_ticked(person, service):
    row = tick_documents(checklist=kept(person, service, "Орендую"), documents=[code("Договір"), "gone0000"])

    assert load_current_checklist(row).ticked_codes == {code("Договір")}


def test_a_question_that_was_added_or_taken_away_is_told(person, service):
    row = kept(person, service, "Орендую")
    assert load_current_checklist(row).is_still_valid

    ask(service.card, TENANT, question("Вік?", answer("14"), answer("18")))
    assert not load_current_checklist(SavedChecklist.objects.get()).is_still_valid

    ask(service.card)
    now = load_current_checklist(SavedChecklist.objects.get())
    assert (now.is_still_valid, now.answered_checklist, now.result) == (False, None, None)


def test_a_card_published_since_is_told_with_its_day(person, service):
    service.card.save_revision().publish()
    published = service.card.versions.get().published_at

    before = kept(person, service, "Моє", at=published - timedelta(days=1))
    assert load_current_checklist(before).card_changed_at == published

    after = kept(person, service, "Моє", at=published + timedelta(days=1))
    assert load_current_checklist(after).card_changed_at is None


def test_a_list_is_deleted(person, service):
    delete_checklist(checklist=kept(person, service, "Моє"))

    assert not SavedChecklist.objects.exists()


def test_a_list_for_a_service_that_is_not_given_is_not_shown(person, service):
    kept(person, service, "Моє")
    type(service).objects.update(is_active=False)

    assert list(checklists_of(person)) == []
