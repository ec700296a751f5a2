from decimal import Decimal

import pytest
from django.utils import translation

from vikno.catalogue.card_phrases import fee_phrase, term_phrase
from vikno.catalogue.models import ServiceCard


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("card", "words"),
    [
        (ServiceCard(term_days=1, term_unit="working"), "up to 1 working day"),
        (ServiceCard(term_days=30), "up to 30 calendar days"),
        (ServiceCard(term_text="у день звернення"), "у день звернення"),
        (ServiceCard(), ""),
    ],
)
def test_a_term_is_said_in_words(card, words):
    assert term_phrase(card) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [(Decimal(0), "free"), (Decimal("49.9"), "49.90 UAH"), (None, "")],
    ids=["free", "sum", "unknown"],
)
def test_a_fee_is_said_in_words(amount, words):
    assert fee_phrase(ServiceCard(fee_amount=amount)) == words
