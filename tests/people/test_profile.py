import pytest

from tests import factories
from vikno.audit.models import AuditEntry
from vikno.people import operations
from vikno.people.models import Person, rnokpp_index

pytestmark = pytest.mark.django_db


def test_a_change_is_written_and_audited_by_field_names_only(resident, noon):
    operations.update_profile(person=resident, changes={"rnokpp": "1759013776", "phone": resident.phone}, at=noon)

    person = Person.objects.get(rnokpp_index=rnokpp_index("1759013776"))
    assert person == resident
    assert AuditEntry.objects.get().detail == {"fields": ["rnokpp"]}


def test_a_number_belongs_to_one_account(resident, noon):
    operations.update_profile(person=factories.PersonFactory(), changes={"rnokpp": "1759013776"}, at=noon)

    with pytest.raises(operations.PersonNumberTaken):
        operations.update_profile(person=resident, changes={"rnokpp": "1759013776"}, at=noon)

    assert Person.objects.get(pk=resident.pk).rnokpp == ""


def test_nothing_known_is_nothing_offered():
    person = Person.objects.create_user("New@Example.com", "a long password")

    assert person.email == "new@example.com"
    assert person.profile() == {"email": "new@example.com"}
    assert person.get_full_name() == "new@example.com"


def test_a_person_is_named_shortly_by_initials(resident):
    assert resident.short_name == "Зразкова О.\u00a0Т."
    assert str(resident) == f"person {resident.uid}"
