import re

import pytest

from tests import factories
from tests.english_urls import url
from vikno.applications import operations

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(resident):
    return factories.draft(person=resident)


@pytest.fixture
def address(draft):
    return url("cabinet:autosave", draft.uid, "person")


def test_it_keeps_what_is_typed_so_far_and_says_when(cabinet, draft, address):
    response = cabinet.post(address, {"full_name": "Зраз", "phone": "06"})

    draft.refresh_from_db()
    assert response.status_code == 200
    assert re.fullmatch(r"Draft saved at \d\d:\d\d", response.json()["saved"])
    assert (draft.answers["full_name"], draft.answers["phone"]) == ("Зраз", "06")
    assert draft.answers["rnokpp"] == factories.COMPLETE_ANSWERS["rnokpp"]


def test_it_says_when_the_application_was_sent_meanwhile(cabinet, draft, address, noon):
    operations.submit(application=draft, at=noon)

    response = cabinet.post(address, {"full_name": "Зраз"})

    draft.refresh_from_db()
    assert response.status_code == 409
    assert "was sent already" in response.json()["refused"]
    assert draft.answers["full_name"] == factories.COMPLETE_ANSWERS["full_name"]


def test_it_takes_no_questions_of_other_steps(cabinet, draft, address):
    cabinet.post(address, {"full_name": "Зраз", "right": "rent"})

    draft.refresh_from_db()
    assert draft.answers["right"] == "owner"


def test_it_is_not_to_be_looked_at(cabinet, address):
    assert cabinet.get(address).status_code == 405


def test_whoever_is_signed_out_is_told_so(client, address):
    assert client.post(address, {"full_name": "Зраз"}).status_code == 302
