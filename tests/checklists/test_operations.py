"""Keeping a list of papers."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests import factories
from tests.catalogue.questions import answer, ask, code, paper, question
from vikno.catalogue.checklist import answered, checklist_of
from vikno.checklists.models import KeptChecklist
from vikno.checklists.operations import NotAnswered, discard, keep, tick
from vikno.checklists.queries import kept_now, lists_of

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
    said = answered(checklist_of(service.card), [code(one) for one in answers])
    return keep(person=person, service=service, said=said, at=at)


def test_a_service_has_one_list_of_a_person_and_the_later_one_counts(person, service):
    first = kept(person, service, "Моє")
    tick(kept=first, papers=["aaaa"])

    again = kept(person, service, "Орендую")

    assert (again.pk, again.answers, again.ticks) == (first.pk, [code("Орендую")], ["aaaa"])
    assert list(lists_of(person)) == [again]


@pytest.mark.parametrize("answers", [[], ["Ще нема"], ["Чуже"]], ids=["none", "not for them", "unknown"])
def test_what_makes_no_list_is_not_kept(person, service, answers):
    with pytest.raises(NotAnswered):
        kept(person, service, *answers)

    assert not KeptChecklist.objects.exists()


def test_the_database_holds_one_list_of_a_person_for_a_service(person, service):
    kept(person, service, "Моє")

    with pytest.raises(IntegrityError), transaction.atomic():
        KeptChecklist.objects.create(person=person, service=service, made_at=factories.NOON)


def test_answers_and_ticks_lie_sealed(person, service):
    tick(kept=kept(person, service, "Орендую"), papers=[code("Договір")])

    with connection.cursor() as cursor:
        cursor.execute("SELECT answers, ticks FROM checklists_keptchecklist")
        stored = "".join(cursor.fetchone())

    assert code("Орендую") not in stored
    assert code("Договір") not in stored


def test_only_what_is_needed_counts_as_ticked(person, service):
    row = tick(kept=kept(person, service, "Орендую"), papers=[code("Договір"), "gone0000"])

    assert kept_now(row).ticked == {code("Договір")}


def test_a_question_that_was_added_or_taken_away_is_told(person, service):
    row = kept(person, service, "Орендую")
    assert kept_now(row).is_whole

    ask(service.card, TENANT, question("Вік?", answer("14"), answer("18")))
    assert not kept_now(KeptChecklist.objects.get()).is_whole

    ask(service.card)
    now = kept_now(KeptChecklist.objects.get())
    assert (now.is_whole, now.said, now.outcome) == (False, None, None)


def test_a_card_published_since_is_told_with_its_day(person, service):
    service.card.save_revision().publish()
    published = service.card.versions.get().published_at

    before = kept(person, service, "Моє", at=published - timedelta(days=1))
    assert kept_now(before).changed_at == published

    after = kept(person, service, "Моє", at=published + timedelta(days=1))
    assert kept_now(after).changed_at is None


def test_a_list_is_deleted(person, service):
    discard(kept=kept(person, service, "Моє"))

    assert not KeptChecklist.objects.exists()


def test_a_list_for_a_service_that_is_not_given_is_not_shown(person, service):
    kept(person, service, "Моє")
    type(service).objects.update(is_active=False)

    assert list(lists_of(person)) == []
