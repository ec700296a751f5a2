import pytest

from tests import factories
from vikno.content.service_cards.card_fields import (
    authority_fields,
    fee_account_fields,
    null_empty,
    offering_fields,
    term_unit,
)

pytestmark = pytest.mark.django_db


def test_an_authority_has_seven_published_fields():
    authority = factories.AuthorityFactory(name="Рада", edrpou="12345678")

    fields = authority_fields(authority)

    assert list(fields) == ["name", "edrpou", "address", "hours", "phones", "email", "site"]
    assert (fields["name"], fields["edrpou"]) == ("Рада", "12345678")


def test_the_account_of_a_fee_drops_the_prefix_of_the_columns():
    card = factories.ServiceFactory().card
    card.fee_payee, card.fee_iban = "Казначейство", "UA90"

    assert fee_account_fields(card) == {"payee": "Казначейство", "payee_code": "", "iban": "UA90", "purpose": ""}


def test_a_term_without_days_has_no_unit():
    card = factories.ServiceFactory().card
    card.term_days = None

    assert term_unit(card) is None


def test_an_offering_gives_the_chosen_fields_of_its_centre_and_the_channels():
    offering = factories.OfferingFactory(online=False, at_desk=True, by_post=False)

    assert offering_fields(offering, "code") == {
        "code": offering.centre.code,
        "online": False,
        "at_desk": True,
        "by_post": False,
    }


def test_only_the_named_empty_fields_become_null():
    assert null_empty({"number": "", "title": "", "url": "https://x"}, "number", "url") == {
        "number": None,
        "title": "",
        "url": "https://x",
    }
