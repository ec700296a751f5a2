"""Cards in several languages: one original with its service, at most one translation for each other language."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from tests import factories
from vikno.catalogue.models import CardDocument, Category, RefusalGround, ServiceCard
from vikno.catalogue.queries import ServiceCriteria, card_for_reader, find_services, load_service_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def english():
    return Locale.objects.get_or_create(language_code="en")[0]


@pytest.fixture
def card():
    card = factories.ServiceFactory(code="residence", title="Реєстрація місця проживання").card
    card.fee_payee, card.fee_iban = "ГУ ДКСУ", "UA213223130000026007233566001"
    card.documents = [CardDocument(name="Паспорт", detail="Оригінал", source="applicant", sort_order=0)]
    card.save_revision().publish()
    return ServiceCard.objects.get(pk=card.pk)


def translated(card: ServiceCard, locale: Locale, words: dict[str, str], *, publish: bool = True) -> ServiceCard:
    """Translate a card as an editor does, by its sentences; what is not in `words` stays as it is."""
    source, _made = TranslationSource.update_or_create_from_instance(card)
    work = Translation.objects.create(source=source, target_locale=locale)
    for segment in source.stringsegment_set.select_related("string", "context"):
        said = words.get(segment.string.data, segment.string.data)
        StringTranslation.objects.create(
            translation_of=segment.string, locale=locale, context=segment.context, data=said
        )
    work.save_target(publish=publish)
    return ServiceCard.objects.get(translation_key=card.translation_key, locale=locale)


WORDS = {"Реєстрація місця проживання": "Registering a home", "Паспорт": "Passport", "Від 14 років": "From 14 years"}


def test_a_card_is_translated_with_its_rows(card, english, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        english_card = translated(card, english, WORDS)

    assert (english_card.title, english_card.who_may_apply) == ("Registering a home", "From 14 years")
    assert [(row.name, row.source) for row in english_card.documents.all()] == [("Passport", "applicant")]
    assert english_card.language == "en"


def test_facts_of_a_translation_are_those_of_the_original(card, english):
    english_card = translated(card, english, WORDS)

    assert (english_card.term_days, english_card.fee_payee, english_card.fee_iban) == (
        10,
        "ГУ ДКСУ",
        "UA213223130000026007233566001",
    )


def test_the_service_keeps_to_the_original(card, english):
    english_card = translated(card, english, WORDS)

    assert english_card.service_id is None
    assert card.service.card == card
    assert list(RefusalGround.objects.filter(card__service=card.service)) == list(card.refusal_grounds.all())


def test_the_database_holds_one_card_for_a_service_and_one_for_a_language(card, english):
    translated(card, english, WORDS)
    others = (
        ServiceCard(service=card.service),
        ServiceCard(locale=english, translation_key=card.translation_key),
    )

    for other in others:
        with pytest.raises(IntegrityError), transaction.atomic():
            other.save(force_insert=True)


def test_no_two_services_share_an_original(card, english):
    other = factories.ServiceFactory().card

    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceCard.objects.filter(pk=other.pk).update(translation_key=card.translation_key, locale=english)


def test_a_reader_gets_the_published_translation_and_else_the_original(
    card, english, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        english_card = translated(card, english, WORDS)

    for language, read in (("en", english_card), ("cs", card), ("uk", card)):
        with translation.override(language):
            assert card_for_reader(card) == read


def test_a_translation_in_work_is_not_read(card, english):
    translated(card, english, WORDS, publish=False)

    with translation.override("en"):
        assert card_for_reader(card) == card


def test_a_list_names_services_in_the_language_of_the_reader(card, english, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        translated(card, english, WORDS)
    factories.ServiceFactory(title="Шлюб")

    with translation.override("en"):
        rows = load_service_list(find_services(ServiceCriteria()))

    assert [(row.title, row.card.language) for row in rows] == [("Registering a home", "en"), ("Шлюб", "uk")]


def test_the_original_carries_the_name_of_its_service_for_translators(card):
    card.service.title = "Нова назва"
    card.service.save(update_fields=["title"])

    card.save_revision()

    assert card.title == "Нова назва"


def test_a_short_name_is_told_in_the_language_of_the_reader_where_it_is_known():
    family = Category(title="Сім’я", names={"en": "Family"})

    for language, called in (("en", "Family"), ("cs", "Сім’я"), ("uk", "Сім’я")):
        with translation.override(language):
            assert family.display_name == called
    with translation.override("en"):
        assert family.display_name_language == "en"
    with translation.override("cs"):
        assert family.display_name_language == "uk"
