"""The texts of the page on which an application is signed."""

import uuid

import pytest
from django.utils import translation

from vikno.cabinet.applications.sign_page import SignPageTexts, sign_page_texts

UID = uuid.UUID("00000000-0000-4000-8000-000000000000")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def texts(*, is_signed: bool = False, is_required: bool = False, has_diia: bool = False) -> SignPageTexts:
    return sign_page_texts(uid=UID, is_signed=is_signed, is_required=is_required, has_diia=has_diia)


def test_what_is_signed_is_to_be_sent():
    assert texts(is_signed=True, is_required=True).lead == "It is signed. Send it to the centre."


def test_a_required_signature_is_said_to_be_required_and_may_be_left_for_later():
    page = texts(is_required=True)

    assert page.lead.startswith("This service takes applications with an electronic signature.")
    assert (page.leave_label, str(UID) in page.leave_url) == ("Leave it for later", False)


def test_without_a_required_signature_the_application_may_be_sent_unsigned():
    page = texts()

    assert page.lead.startswith("A signature is not necessary here.")
    assert (page.leave_label, str(UID) in page.leave_url) == ("Send without a signature", True)


def test_three_steps_are_the_other_way_where_diia_is_offered():
    assert texts(has_diia=True).steps_title == "Or in another program: three steps"
    assert texts().steps_title == "Three steps"
