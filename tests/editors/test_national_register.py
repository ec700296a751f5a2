"""Tests of the register import in the editors' area."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import factories
from vikno.catalogue.models import Service
from vikno.guide.models import RegisterFile
from vikno.guide.operations import compare_register_file

pytestmark = pytest.mark.django_db

DUMP = [
    {"identifier": "00157", "translations": [{"name": "Реєстрація шлюбу", "short_description_plain": "Запис."}]},
    {"identifier": "00900", "owner": {"name": "Орган"}, "translations": [{"name": "<i>Нова</i> послуга"}]},
]


@pytest.fixture
def editor():
    client = Client()
    client.force_login(factories.PersonFactory(is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def service():
    return factories.ServiceFactory(official_id="00157", title="Шлюб")


def bring(editor, content=None, name="dump.json"):
    file = SimpleUploadedFile(name, json.dumps(DUMP).encode() if content is None else content)
    return editor.post(reverse("register:dumps"), {"file": file})


@pytest.fixture
def dump(editor, service):
    bring(editor)
    dump = RegisterFile.objects.get()
    compare_register_file(dump=dump, at=factories.NOON)
    return dump


def entry_page(dump, official_id="00157"):
    return reverse("register:entry", args=[dump.uid, official_id])


def test_a_file_is_brought_in_and_its_page_says_that_it_is_being_compared(editor, service):
    response = bring(editor)

    assert response.status_code == 302
    page = editor.get(response["Location"])
    assert page.status_code == 200
    assert 'http-equiv="refresh"' in page.text


@pytest.mark.parametrize(("content", "name"), [(b"", "a.csv"), (b"{", "a.json"), ("Код;Ціна\n".encode(), "a.csv")])
def test_a_file_that_cannot_be_read_is_refused_in_words_and_nothing_is_kept(editor, content, name):
    response = bring(editor, content, name)

    assert response.status_code == 422
    assert "error-message" in response.text
    assert not RegisterFile.objects.exists()


def test_the_page_of_a_file_shows_what_differs_and_escapes_what_it_says(editor, dump):
    page = editor.get(reverse("register:dump", args=[dump.uid])).text

    assert entry_page(dump) in page
    assert "Нова послуга" in page
    assert "<i>" not in page


def test_a_field_is_taken_over_and_the_next_entry_comes(editor, dump, service):
    response = editor.post(entry_page(dump), {"fields_taken": ["title"]})

    assert response["Location"] == entry_page(dump, "00900")
    service.refresh_from_db()
    assert service.title == "Реєстрація шлюбу"


def test_texts_written_here_are_not_ticked_beforehand(editor, dump):
    page = editor.get(entry_page(dump))

    assert page.context["form"].ticked_fields == ["summary"]


def test_taking_nothing_over_is_refused_in_words(editor, dump):
    response = editor.post(entry_page(dump), {})

    assert response.status_code == 422
    assert 'role="alert"' in response.text


def test_a_decision_made_in_another_tab_is_told(editor, dump):
    editor.post(entry_page(dump), {"leave": "1"})

    response = editor.post(entry_page(dump), {"fields_taken": ["title"]})

    assert response.status_code == 422
    assert 'role="alert"' in response.text


def test_a_new_service_is_made_from_its_entry(editor, dump):
    editor.post(entry_page(dump, "00900"), {})

    assert Service.objects.get(official_id="00900").title == "Нова послуга"


def test_the_empty_table_names_the_columns_that_are_understood(editor):
    response = editor.get(reverse("register:table"))

    assert response.content.decode("utf-8-sig").startswith("Ідентифікатор".lower())


def test_an_editor_who_may_not_publish_is_refused(dump):
    client = Client()
    client.force_login(factories.PersonFactory(is_staff=True))

    for path in (reverse("register:dumps"), reverse("register:dump", args=[dump.uid]), entry_page(dump)):
        assert client.get(path).status_code == 403


def test_the_page_of_a_file_costs_the_same_queries_with_many_entries(editor, service, django_assert_max_num_queries):
    dump_of = [{"identifier": f"{number}", "translations": [{"name": f"Послуга {number}"}]} for number in range(40)]
    bring(editor, json.dumps(dump_of).encode())
    dump = RegisterFile.objects.get()
    compare_register_file(dump=dump, at=factories.NOON)

    with django_assert_max_num_queries(25):
        editor.get(reverse("register:dump", args=[dump.uid]))
