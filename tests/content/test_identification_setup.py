"""Ways of identification, as an administrator sets them up."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests import factories
from vikno.content.operations import grant_editor
from vikno.content.snippets import FOR_ADMINISTRATORS
from vikno.identity.models import Conflict, Provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    person = factories.PersonFactory(is_staff=True, is_superuser=True, language="en")
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def editor(noon):
    person = factories.PersonFactory(language="en")
    grant_editor(person=person, actor="test", at=noon)
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def bank():
    return Provider.objects.create(code="bankid", kind="bankid_nbu", title="BankID", client_secret="very secret")


def address(model, name, *args) -> str:
    return reverse(model.snippet_viewset.get_url_name(name), args=args)


@pytest.mark.parametrize("viewset", FOR_ADMINISTRATORS)
def test_an_administrator_sees_the_list_and_an_editor_does_not(administrator, editor, viewset):
    assert administrator.get(address(viewset.model, "list")).status_code == 200
    assert editor.get(address(viewset.model, "list")).status_code in (302, 403)


def test_a_secret_is_not_shown(administrator, bank):
    page = administrator.get(address(Provider, "edit", bank.pk))

    assert page.status_code == 200
    assert "very secret" not in page.text


@pytest.mark.parametrize(("typed", "kept"), [("", "very secret"), ("another", "another")])
def test_an_empty_secret_keeps_what_is_there(administrator, bank, typed, kept):
    form = {"title": "BankID НБУ", "titles": "{}", "code": "bankid", "kind": "bankid_nbu", "position": "0"}
    form |= {"client_secret": typed, "options": "{}", "levels": "{}", "default_level": "substantial"}

    answer = administrator.post(address(Provider, "edit", bank.pk), form)

    assert answer.status_code == 302, answer.context["form"].errors
    bank.refresh_from_db()
    assert (bank.title, bank.client_secret) == ("BankID НБУ", kept)


def test_a_contradiction_is_listed(administrator, bank, noon):
    person = factories.PersonFactory()
    Conflict.objects.create(provider=bank, person=person, reason="declared", at=noon)

    page = administrator.get(address(Conflict, "list"))

    with translation.override("uk"):
        assert str(Conflict.Reason.DECLARED.label) in page.text
