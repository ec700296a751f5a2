"""Sealed fields as the database sees them, on the models that have them."""

from datetime import date

import pytest
from django.apps import apps
from django.core.exceptions import FieldError
from django.db import connection

from tests import factories
from vikno.applications.models import Application
from vikno.kernel.crypto import DecryptionFailed
from vikno.kernel.fields import EncryptedTextField
from vikno.people.models import Person

pytestmark = pytest.mark.django_db

ADDRESS = {"settlement": "с. Вербівка", "street": "вул. Шкільна", "house": "14-А"}


def raw(table: str, column: str) -> str:
    """Return what the column really holds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")  # noqa: S608 - names from this file
        (value,) = cursor.fetchone()
    return value


@pytest.mark.parametrize(
    ("column", "value", "traces"),
    [
        ("family_name", "Зразкова", ["Зразкова", "\\u0437"]),
        ("phone", "+380671234567", ["380671234567", "671234567"]),
        ("rnokpp", "1759013776", ["1759013776"]),
        ("born_on", date(1990, 5, 1), ["1990", "05-01"]),
        ("address", ADDRESS, ["Вербівка", "settlement", "14-"]),
    ],
)
def test_nothing_can_be_read_in_the_column(column, value, traces):
    person = factories.PersonFactory(**{column: value})

    held = raw("people_person", column)

    assert [trace for trace in traces if trace in held] == []
    assert getattr(Person.objects.get(pk=person.pk), column) == value


def test_answers_are_sealed_whole():
    factories.draft()

    held = raw("applications_application", "answers")

    assert "full_name" not in held
    assert "1759013776" not in held
    assert Application.objects.get().answers["rnokpp"] == "1759013776"


def test_an_empty_text_stays_empty_and_no_value_stays_none():
    factories.PersonFactory(patronymic="", born_on=None)

    assert raw("people_person", "patronymic") == ""
    assert raw("people_person", "born_on") is None
    assert Person.objects.get().born_on is None


def test_an_empty_list_and_an_empty_dict_come_back_as_they_were():
    person = factories.PersonFactory(address={})

    assert Person.objects.get(pk=person.pk).address == {}


@pytest.mark.parametrize(
    "lookup",
    [
        {"family_name": "Зразкова"},
        {"family_name__in": ["Зразкова"]},
        {"family_name__icontains": "Зраз"},
        {"family_name__startswith": "Зраз"},
        {"born_on": date(1990, 5, 1)},
        {"born_on__year": 1990},
        {"born_on__lt": date(2000, 1, 1)},
        {"address": ADDRESS},
        {"address__house": "14-А"},
    ],
    ids=lambda lookup: next(iter(lookup)),
)
def test_a_search_in_a_sealed_field_is_refused_and_not_silently_empty(lookup):
    with pytest.raises(FieldError):
        list(Person.objects.filter(**lookup))


def test_whether_there_is_anything_can_be_asked():
    factories.PersonFactory(phone="", born_on=None)
    factories.PersonFactory()

    assert Person.objects.filter(phone="").count() == 1
    assert Person.objects.exclude(phone="").count() == 1
    assert Person.objects.filter(born_on__isnull=True).count() == 1


def test_a_value_copied_into_another_column_does_not_open():
    person = factories.PersonFactory()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET patronymic = family_name")

    with pytest.raises(DecryptionFailed):
        Person.objects.get(pk=person.pk)


def test_fields_read_through_a_relation_and_in_values_are_opened():
    person = factories.PersonFactory()
    factories.draft(person=person)

    assert Application.objects.select_related("applicant").get().applicant.family_name == "Зразкова"
    assert Person.objects.values_list("family_name", flat=True).get() == "Зразкова"


def test_every_sealed_field_of_the_house_seals_for_its_own_column():
    fields = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, EncryptedTextField)
    ]

    contexts = [field._context() for field in fields]

    assert len(contexts) == len(set(contexts)) > 15
