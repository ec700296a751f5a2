"""Tests of access to the e-form editor: editors, with the rights of their group, and nobody else."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from tests import factories
from tests.eforms.sample_form import FORM
from tests.form_editor.editor_browser import address, asks
from vikno.form_editor.urls import urlpatterns

pytestmark = pytest.mark.django_db
SAMPLE = {"code": "orenda", "key": "home", "into": "home", "kind": "text", "at": "since", "number": 1}


def addresses() -> list[str]:
    return [address(pattern.name, *(SAMPLE[name] for name in pattern.pattern.converters)) for pattern in urlpatterns]


def walked(client: Client, path: str) -> set[int]:
    return {client.get(path).status_code, client.post(path).status_code} - {405}


@pytest.mark.parametrize("path", addresses())
def test_a_guest_is_led_to_the_sign_in_page(client, draft, path):
    response = client.get(path)

    assert response.status_code in (302, 405)
    if response.status_code == 302:
        assert response["Location"].startswith("/account/login/")


@pytest.mark.parametrize("path", addresses())
def test_a_resident_and_an_officer_do_not_get_in(draft, path):
    for person in (factories.PersonFactory(), factories.OfficerFactory().person):
        client = Client()
        client.force_login(person)

        assert walked(client, path) == {403}


@pytest.mark.parametrize("path", addresses())
def test_an_editor_of_other_things_is_led_back_to_the_first_page(draft, path):
    person = factories.PersonFactory()
    group = Group.objects.create(name="Pictures")
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    person.groups.add(group)
    client = Client()
    client.force_login(person)

    response = client.post(path)

    assert response.status_code in (302, 405)
    if response.status_code == 302:
        assert response["Location"] == "/editors/"


def test_who_may_only_look_changes_nothing(editor, draft):
    rights = editor.person.groups.get().permissions
    rights.remove(*rights.filter(codename__in=["add_eform", "change_eform", "publish_eform"]))

    page = editor.opens("outline", draft.form.code)

    assert page.status_code == 200
    assert "Add a question" not in page.text
    assert editor.sends("move", draft.form.code, up="until")["Location"] == "/editors/"
    assert editor.sends("publish", draft.form.code)["Location"] == "/editors/"
    assert asks() == FORM


def test_who_may_write_but_not_publish_is_told_so(editor, draft):
    rights = editor.person.groups.get().permissions
    rights.remove(*rights.filter(codename="publish_eform"))

    response = editor.sends("publish", draft.form.code)

    assert response.status_code == 422
    assert "Ask a colleague who may" in response.text
    assert draft.form.published_version is None
    assert editor.sends("retire", draft.form.code)["Location"] == "/editors/"


def test_who_may_not_change_services_links_none(editor, draft):
    service = factories.ServiceFactory(form=None)
    rights = editor.person.groups.get().permissions
    rights.remove(*rights.filter(codename="change_service"))

    response = editor.sends("services", draft.form.code, link=service.pk)

    assert response.status_code == 422
    assert "Ask a colleague who may" in response.text


def test_the_menu_leads_to_the_forms(editor):
    assert address("list") in editor.client.get("/editors/").text
