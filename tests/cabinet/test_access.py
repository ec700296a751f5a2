import uuid

import pytest

from tests import factories
from tests.english_urls import url

pytestmark = pytest.mark.django_db

PAGES = ["application", "check", "done", "correct", "withdraw", "discard", "receipt"]


def addresses(application) -> dict[str, str]:
    """Return every address under which something of an application is to be had."""
    uid = application.uid
    return {
        **{name: url(f"cabinet:{name}", uid) for name in PAGES},
        "step": url("cabinet:step", uid, "person"),
        "autosave": url("cabinet:autosave", uid, "person"),
        "attachment": url("cabinet:attachment", uid, uuid.uuid4()),
        "result": url("cabinet:result", uid, uuid.uuid4()),
    }


NAMES = [*PAGES, "step", "attachment", "result"]


@pytest.mark.parametrize("name", NAMES)
def test_a_stranger_finds_nothing(name, cabinet):
    of_somebody_else = factories.submitted()

    assert cabinet.get(addresses(of_somebody_else)[name]).status_code == 404


@pytest.mark.parametrize("name", ["step", "autosave", "check", "withdraw", "discard"])
def test_a_stranger_changes_nothing(name, cabinet):
    draft = factories.draft()
    before = draft.answers

    response = cabinet.post(addresses(draft)[name], {"full_name": "Хтось Інший", "true": "1"})

    draft.refresh_from_db()
    assert response.status_code == 404
    assert (draft.status, draft.answers) == ("draft", before)


@pytest.mark.parametrize("name", NAMES)
def test_an_officer_reads_cases_in_the_workspace_and_not_here(name, workspace, officer):
    case = factories.registered(officer)

    assert workspace.get(addresses(case)[name]).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_who_has_not_signed_in_is_asked_to_and_comes_back(name, client):
    address = addresses(factories.submitted())[name]

    response = client.get(address)

    assert response.status_code == 302
    assert response["Location"] == f"{url('account_login')}?next={address}"


@pytest.mark.parametrize("name", ["home", "application", "step"])
def test_no_copy_of_a_private_page_is_kept(name, cabinet, resident):
    draft = factories.draft(person=resident)
    address = url("cabinet:home") if name == "home" else addresses(draft)[name]

    assert "no-store" in cabinet.get(address)["Cache-Control"]
