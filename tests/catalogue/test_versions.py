"""Versions of a card: what was published stays as it stood."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import Locale

from tests import factories
from vikno.catalogue.models import CardDocument, CardVersion, ServiceCard

pytestmark = pytest.mark.django_db


@pytest.fixture
def card():
    return factories.ServiceFactory().card


def publish(card: ServiceCard, **words) -> ServiceCard:
    for name, value in words.items():
        setattr(card, name, value)
    card.save_revision().publish()
    return ServiceCard.objects.get(pk=card.pk)


def test_each_publishing_keeps_a_version_with_its_act_and_time(card):
    card = publish(card, result="Довідка", approved_by="Наказ № 1")
    card = publish(card, result="Витяг", approved_by="Наказ № 2")

    versions = list(card.versions.order_by("number"))
    assert [(one.number, one.approved_by, one.content["result"]) for one in versions] == [
        (1, "Наказ № 1", "Довідка"),
        (2, "Наказ № 2", "Витяг"),
    ]
    assert versions[1].published_at == card.last_published_at


def test_publishing_the_same_words_again_keeps_nothing_more(card):
    card.documents = [CardDocument(name="Паспорт", sort_order=0)]
    card = publish(card, result="Довідка")

    publish(card)

    assert CardVersion.objects.count() == 1


def test_sums_and_dates_are_kept_too(card):
    card = publish(card, fee_amount=Decimal("49.92"), reviewed_on=date(2026, 1, 15))

    publish(card)

    content = CardVersion.objects.get().content
    assert (content["fee_amount"], content["reviewed_on"]) == ("49.92", "2026-01-15")


def test_a_draft_is_no_version(card):
    card.result = "Чернетка"

    card.save_revision()

    assert not CardVersion.objects.exists()


def test_a_translation_keeps_no_versions_of_its_own(card):
    english = card.copy_for_translation(Locale.objects.get_or_create(language_code="en")[0])
    english.save(force_insert=True)

    publish(english, result="Extract")

    assert not CardVersion.objects.exists()


def test_a_number_is_given_once(card):
    version = {"card": card, "number": 1, "published_at": factories.NOON, "content": {}}
    CardVersion.objects.create(**version)

    with pytest.raises(IntegrityError), transaction.atomic():
        CardVersion.objects.create(**version)


def test_a_sum_and_a_date_are_kept_as_they_are_read_back(card):
    card = publish(card, fee_amount=Decimal("49.92"), reviewed_on=date(2026, 3, 2))

    publish(card)

    kept = CardVersion.objects.get()
    assert (kept.content["fee_amount"], kept.content["reviewed_on"]) == ("49.92", "2026-03-02")
