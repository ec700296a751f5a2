"""Tests of the set-up of identification methods by an administrator."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests import factories
from vikno.audit.models import AuditEntry
from vikno.editors.operations import grant_editor
from vikno.editors.snippets import ADMINISTRATOR_SNIPPETS
from vikno.identity import operations
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


@pytest.mark.parametrize("viewset", ADMINISTRATOR_SNIPPETS)
def test_an_administrator_sees_the_list_and_an_editor_does_not(administrator, editor, viewset):
    assert administrator.get(address(viewset.model, "list")).status_code == 200
    assert editor.get(address(viewset.model, "list")).status_code in (302, 403)


def test_the_list_says_in_words_what_is_offered(administrator, bank):
    rows = administrator.get(address(Provider, "list")).text

    assert "True" not in rows
    assert "False" not in rows


def test_a_secret_is_not_shown(administrator, bank):
    page = administrator.get(address(Provider, "edit", bank.pk))

    assert page.status_code == 200
    assert "very secret" not in page.text


@pytest.fixture
def write(administrator, bank):
    """Send the form of the bank, and return the response."""

    def send(**typed):
        form = {"title": "BankID НБУ", "code": "bankid", "kind": "bankid_nbu", "position": "0"}
        form |= {"options": "{}", "levels": "{}", "default_level": "substantial"}
        return administrator.post(address(Provider, "edit", bank.pk), form | typed)

    return send


@pytest.mark.parametrize(("typed", "kept"), [("", "very secret"), ("another", "another")])
def test_an_empty_secret_keeps_what_is_there(write, bank, typed, kept):
    answer = write(client_secret=typed)

    assert answer.status_code == 302, answer.context["form"].errors
    bank.refresh_from_db()
    assert (bank.title, bank.client_secret) == ("BankID НБУ", kept)


def test_a_title_has_a_line_for_each_other_language(write, bank):
    assert write(named_en="BankID NBU", named_cs="").status_code == 302

    bank.refresh_from_db()
    assert bank.titles == {"en": "BankID NBU"}


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("levels", '{"bank": "surest"}'),
        ("levels", '["high"]'),
        ("options", '{"scope": ["openid"]}'),
        ("options", "[]"),
        ("options", '{"members": {"verba": 1}}'),
        ("anchors", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"),
        ("keys", "none"),
        ("keys", "ключі"),
    ],
)
def test_what_could_not_work_is_refused_and_stays_as_it_was_typed(write, bank, field, typed):
    answer = write(**{field: typed, "title": "Новий"})

    assert set(answer.context["form"].errors) == {field}
    assert answer.context["form"]["title"].value() == "Новий"
    bank.refresh_from_db()
    assert (bank.title, bank.keys, bank.anchors, bank.levels, bank.options) == ("BankID", "", "", {}, {})


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("bankid_nbu", {"address", "client_id", "keys", "anchors"}),
        ("id_gov_ua", {"address", "client_id", "keys"}),
        ("oidc", {"address", "client_id"}),
        ("diia", {"address", "options"}),
    ],
)
def test_a_way_is_not_offered_before_it_is_set_up(write, bank, kind, missing):
    assert write(kind=kind).status_code == 302

    answer = write(kind=kind, is_enabled="on")

    assert set(answer.context["form"].errors) == missing
    bank.refresh_from_db()
    assert not bank.is_enabled


def test_a_contradiction_is_listed(administrator, bank, noon):
    person = factories.PersonFactory()
    Conflict.objects.create(provider=bank, person=person, reason="declared", at=noon)

    page = administrator.get(address(Conflict, "list"))

    with translation.override("uk"):
        assert str(Conflict.ConflictReason.DECLARED.label) in page.text


@pytest.fixture
def conflict(bank, noon):
    account = factories.PersonFactory(family_name="Зразкова", rnokpp="1759013776", proved={})
    claims = {"family_name": "Журавлина", "given_name": "Марина", "rnokpp": "3151399308"}
    return Conflict.objects.create(provider=bank, person=account, reason="declared", claims=claims, at=noon)


SAID = {"finding": "two_people", "note": "Говорила з пані Мариною"}


def settle(administrator, conflict, **said):
    return administrator.post(address(Conflict, "edit", conflict.pk), SAID | said)


def test_a_contradiction_shows_both_sides_and_only_the_end_of_numbers(administrator, conflict):
    page = administrator.get(address(Conflict, "edit", conflict.pk)).text

    assert "Журавлина Марина" in page
    assert "••••••9308" in page
    assert "••••••3776" in page
    assert "3151399308" not in page
    assert "1759013776" not in page


def test_who_looked_is_kept_with_what_they_found_and_the_audit_names_nobody(administrator, conflict):
    answer = settle(administrator, conflict)

    assert answer.status_code == 302, answer.context["form"].errors
    conflict.refresh_from_db()
    assert (conflict.finding, conflict.note, conflict.settled_by.is_superuser) == (*SAID.values(), True)
    entry = AuditEntry.objects.get(action="conflict.settled")
    assert (entry.actor, entry.detail) == (conflict.settled_by.ref, {"finding": "two_people"})


@pytest.mark.parametrize("said", [{"note": ""}, {"finding": ""}, {"finding": "nonsense"}])
def test_a_contradiction_is_not_settled_without_a_finding_and_a_note(administrator, conflict, said):
    assert settle(administrator, conflict, **said).status_code == 200

    conflict.refresh_from_db()
    assert conflict.settled_at is None


def test_what_was_found_first_stands(administrator, conflict):
    settle(administrator, conflict)

    settle(administrator, conflict, finding="misuse", note="інше")

    conflict.refresh_from_db()
    assert (conflict.finding, conflict.note) == tuple(SAID.values())
    assert AuditEntry.objects.filter(action="conflict.settled").count() == 1


def test_a_contradiction_that_a_colleague_has_settled_is_refused_by_the_operation(administrator, conflict, noon):
    settle(administrator, conflict)

    with pytest.raises(operations.ConflictAlreadySettled):
        operations.settle_conflict(conflict=conflict, by=conflict.person, at=noon, **SAID)


@pytest.mark.parametrize("view", ["add", "delete"])
def test_contradictions_are_neither_made_nor_deleted_by_hand(administrator, conflict, view):
    args = [conflict.pk] if view == "delete" else []

    assert administrator.get(address(Conflict, view, *args)).status_code == 302
