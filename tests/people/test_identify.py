from datetime import date

import pytest

from tests import factories
from vikno.audit.models import AuditEntry
from vikno.people import operations
from vikno.people.models import Identification, Person

pytestmark = pytest.mark.django_db

PROVED = {"family_name": "Журавлина", "given_name": "Марина", "rnokpp": "3151399308", "born_on": date(1986, 4, 12)}


def identified(person, at, *, proved_fields=PROVED, claimed_fields=None):
    return operations.add_identification(
        person=person,
        provider="bankid",
        method="bankid_nbu",
        level="substantial",
        proved_fields=proved_fields,
        claimed_fields=claimed_fields or {},
        claims={"family_name": "Журавлина"},
        evidence={"sidBi": "1"},
        at=at,
    )


def test_what_was_proved_takes_the_place_of_what_was_typed(noon):
    person = factories.PersonFactory(family_name="Zhuravlyna")

    identified(person, noon)

    person.refresh_from_db()
    assert person.family_name == "Журавлина"
    assert person.proved["rnokpp"] == {"method": "bankid_nbu", "on": "2026-03-02"}


def test_what_was_only_told_fills_what_was_empty_and_nothing_else(noon):
    person = factories.PersonFactory(phone="+380671234567")

    identified(person, noon, claimed_fields={"phone": "+380670000001", "address": {"settlement": "с. Вербівка"}})

    person.refresh_from_db()
    assert person.phone == "+380671234567"
    assert person.address == {"settlement": "с. Вербівка"}


def test_a_page_does_not_change_what_was_proved(noon):
    person = factories.PersonFactory()
    identified(person, noon)

    changed = operations.update_profile(person=person, changes={"given_name": "Мар’яна", "phone": ""}, at=noon)

    assert (changed.given_name, changed.phone) == ("Марина", "")


def test_a_newer_identification_does(noon):
    person = factories.PersonFactory()
    identified(person, noon)

    identified(person, noon, proved_fields=PROVED | {"family_name": "Калинова"})

    assert Person.objects.get(pk=person.pk).family_name == "Калинова"
    assert Identification.objects.count() == 2


def test_a_number_of_another_account_is_refused_and_nothing_is_written(noon):
    identified(factories.PersonFactory(), noon)
    other = factories.PersonFactory()

    with pytest.raises(operations.PersonNumberTaken):
        identified(other, noon)

    assert Person.objects.get(pk=other.pk).proved == {}
    assert Identification.objects.count() == 1


def test_the_audit_names_fields_and_no_values(noon):
    identified(factories.PersonFactory(), noon)

    entry = AuditEntry.objects.get(action="person.identified")
    assert entry.detail["fields"] == ["born_on", "family_name", "given_name", "rnokpp"]
    assert "3151399308" not in str(entry.detail)


def test_an_account_needs_neither_an_address_nor_a_password(noon):
    one, other = (operations.create_person(language="uk", at=noon) for _ in range(2))

    assert one.email is None
    assert other.email is None
    assert not one.has_usable_password()
    assert str(one.get_full_name()) == ""
