"""What may stand on a card."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests import factories
from vikno.catalogue.models import ServiceCard

pytestmark = pytest.mark.django_db


@pytest.fixture
def card():
    return factories.ServiceFactory().card


@pytest.mark.parametrize(
    ("fields", "at_fault"),
    [
        ({"fee_iban": "UA213052990000026007233566002"}, "fee_iban"),
        ({"fee_payee_code": "32855968"}, "fee_payee_code"),
        ({"term_days_least": 10}, "term_days_least"),
        ({"term_days": None, "term_days_least": 5}, "term_days_least"),
    ],
)
def test_typing_errors_are_told_at_their_field(card, fields, at_fault):
    for name, value in fields.items():
        setattr(card, name, value)

    with pytest.raises(ValidationError) as refused:
        card.full_clean()

    assert list(refused.value.message_dict) == [at_fault]


def test_account_details_are_kept_without_spaces(card):
    card.fee_iban, card.fee_payee_code = "ua21 3223 1300 0002 6007 2335 6600 1", " 32855961 "

    card.full_clean()

    assert (card.fee_iban, card.fee_payee_code) == ("UA213223130000026007233566001", "32855961")


def test_the_database_refuses_a_least_term_that_is_not_the_least(card):
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceCard.objects.filter(pk=card.pk).update(term_days_least=10)
