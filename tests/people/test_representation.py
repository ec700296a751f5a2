from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from tests import factories
from vikno.audit.models import AuditEntry
from vikno.people import operations
from vikno.people.models import Representation

pytestmark = pytest.mark.django_db

CHILD = {
    "family_name": "Зразкова",
    "given_name": "Ія",
    "born_on": date(2019, 5, 1),
    "ground": "свідоцтво І-АА № 000001",
}


@pytest.fixture
def person():
    return factories.PersonFactory()


def child(person, at, **other) -> Representation:
    return operations.declare_representation(person=person, kind="child", details=CHILD | other, at=at)


def test_a_parent_acts_for_a_child_by_a_document(person, noon):
    made = child(person, noon)

    assert (made.name, made.ground, made.is_proved) == ("Зразкова Ія", "свідоцтво І-АА № 000001", False)
    assert AuditEntry.objects.get().action == "representation.declared"


def test_whoever_is_of_age_is_no_child(person, noon):
    with pytest.raises(operations.RepresentedPersonOfAge):
        child(person, noon, born_on=date(2008, 3, 2))

    assert not Representation.objects.exists()


def test_the_day_before_18_one_still_is(person, noon):
    assert child(person, noon, born_on=date(2008, 3, 3))


def test_a_power_of_attorney_ends_after_its_last_day(person, noon):
    details = CHILD | {"until": date(2026, 3, 2)}
    operations.declare_representation(person=person, kind="power", details=details, at=noon)

    assert Representation.objects.current(date(2026, 3, 2)).exists()
    assert not Representation.objects.current(date(2026, 3, 3)).exists()


def test_what_is_ended_is_not_acted_by_any_more(person, noon):
    made = child(person, noon)

    operations.end_representation(representation=made, at=noon + timedelta(hours=1))

    assert not Representation.objects.current(noon.date()).exists()


def test_a_certificate_proves_that_one_acts_for_a_legal_entity_and_does_so_once(person, noon):
    first = operations.record_entity_representation(
        person=person, organization="ТОВ «Лоза»", edrpou="00000017", at=noon
    )
    again = operations.record_entity_representation(
        person=person, organization="ТОВ «Лоза»", edrpou="00000017", at=noon
    )

    assert again == first
    assert first.is_proved


def test_nobody_declares_to_act_for_a_legal_entity(person, noon):
    with pytest.raises(IntegrityError):
        Representation.objects.create(representative=person, kind="entity", organization="ТОВ", added_at=noon)


def test_what_is_known_of_the_represented_is_sealed(person, noon):
    made = child(person, noon, rnokpp="1759013776")

    raw = Representation.objects.filter(pk=made.pk).extra(select={"raw": "rnokpp"}).values_list("raw", flat=True)
    assert "1759013776" not in str(raw[0])
