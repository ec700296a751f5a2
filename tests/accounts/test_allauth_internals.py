"""What we rely on inside allauth: an upgrade that changes it fails here."""

import ast

import pytest
from allauth.account.authentication import get_authentication_records
from django.contrib.sessions.backends.cache import SessionStore
from django.test import RequestFactory

from tests import factories
from tools.audit.own_portal import ROOT
from vikno.cabinet.account.allauth_internals import record_authentication

VIKNO = ROOT / "src" / "vikno"
ADAPTER = "cabinet/account/allauth_internals.py"


@pytest.fixture
def request_with_session(rf: RequestFactory):
    request = rf.get("/")
    request.session = SessionStore()
    return request


@pytest.mark.django_db
def test_a_record_is_added_to_those_of_the_session(request_with_session):
    person = factories.PersonFactory()

    record_authentication(request_with_session, person, "password")
    record_authentication(request_with_session, person, "identification", provider="bank", level="high")

    first, second = get_authentication_records(request_with_session, person)
    assert first["method"] == "password"
    assert (second["method"], second["provider"], second["level"]) == ("identification", "bank", "high")
    assert second["at"] >= first["at"] > 0


@pytest.mark.django_db
def test_the_records_of_another_account_do_not_count(request_with_session):
    record_authentication(request_with_session, factories.PersonFactory(), "identification", level="high")

    assert list(get_authentication_records(request_with_session, factories.PersonFactory())) == []


def test_only_the_adapter_imports_internals_of_allauth():
    importing = {
        str(path.relative_to(VIKNO))
        for path in VIKNO.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("allauth.")
        and ".internal" in node.module
    }

    assert importing == {ADAPTER}
