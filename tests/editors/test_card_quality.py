"""Tests of the problems of cards that editors see: beside the form, in the preview, in the report."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from tests import factories
from tests.editors.test_editor_area import address, form_of
from vikno.catalogue.models import CardDocument, LegalAct, ServiceCard
from vikno.editors.operations import grant_editor

pytestmark = pytest.mark.django_db

REPORT = "cards_to_mend"


@pytest.fixture
def editor(db):
    person = factories.PersonFactory()
    grant_editor(person=person, actor="test", at=factories.NOON)
    UserProfile.objects.create(user=person, preferred_language="en")
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def card():
    return factories.ServiceFactory(code="residence", title="Реєстрація місця проживання").card


def mended(card):
    """Fill in everything that the law requires of a card."""
    card.service.authority.__class__.objects.update(address="вул. Вербова, 1", hours="9:00–18:00", phones="1551")
    card.documents = [CardDocument(name="Паспорт", sort_order=0)]
    card.legal_acts = [LegalAct(title="Закон", sort_order=0)]
    words = dict.fromkeys(("how_to_apply", "result", "ways_to_receive", "approved_by", "fee_text"), "Слова")
    for name, value in (words | {"fee_amount": 0, "fee_text": "", "reviewed_on": timezone.localdate()}).items():
        setattr(card, name, value)
    card.save_revision().publish()
    return ServiceCard.objects.get(pk=card.pk)


def warnings(editor, card):
    page = BeautifulSoup(editor.get(address(ServiceCard, "edit", card.pk)).text, "html.parser")
    return [one.get_text() for one in page.select(".help-warning li")]


# Beside the form.


def test_an_editor_is_told_what_the_card_lacks(editor, card):
    assert "Missing: legal acts." in warnings(editor, card)


def test_a_whole_card_is_said_to_be_whole(editor, card):
    text = editor.get(address(ServiceCard, "edit", mended(card).pk)).text

    assert "The card says all that the law asks." in text


def test_a_draft_is_checked_as_it_was_saved_last(editor, card):
    card = mended(card)
    edit = address(ServiceCard, "edit", card.pk)

    editor.post(edit, form_of(editor.get(edit)) | {"documents-0-name": "Паспорт тощо"})

    assert warnings(editor, card) == ["“Паспорт тощо” says “тощо”: the list of documents must be exhaustive."]


def test_a_new_card_has_nothing_to_mend_yet(editor):
    assert "help-warning" not in editor.get(address(ServiceCard, "add")).text


# As a preview.


def previewed(editor, card, **words):
    edit = address(ServiceCard, "edit", card.pk)
    preview = address(ServiceCard, "preview_on_edit", card.pk)
    assert editor.post(preview, form_of(editor.get(edit)) | words).json()["is_valid"]
    return editor.get(preview).text


def test_a_draft_is_previewed_as_the_page_that_it_would_be(editor, card, client):
    text = previewed(editor, card, lead="Ще ніхто не читав")

    assert "Ще ніхто не читав" in text
    assert 'class="window' in text
    assert "Ще ніхто не читав" not in client.get("/services/residence/").text


def test_a_new_card_is_previewed_before_it_is_saved(editor, card):
    ServiceCard.objects.all().delete()
    service = card.service
    preview = address(ServiceCard, "preview_on_add")
    data = form_of(editor.get(address(ServiceCard, "add"))) | {"service": service.pk, "lead": "Зовсім нова"}

    assert editor.post(preview, data).json()["is_valid"]
    assert "Зовсім нова" in editor.get(preview).text


def test_a_translation_is_previewed_in_its_language(editor, card):
    czech = card.copy_for_translation(Locale.objects.get_or_create(language_code="cs")[0])
    czech.title = "Přihlášení bydliště"
    czech.save(force_insert=True)

    text = editor.get(address(ServiceCard, "revisions_view", czech.pk, czech.save_revision().pk)).text

    assert '<html lang="cs"' in text
    assert "Přihlášení bydliště" in text


# In the report.


def test_the_cards_that_lack_most_come_first(editor, card):
    better = mended(factories.ServiceFactory(title="Майже ціла", authority=card.service.authority).card)
    ServiceCard.objects.filter(pk=better.pk).update(reviewed_on=timezone.localdate() - timedelta(days=200))

    text = editor.get(reverse(REPORT)).text

    assert text.index("Реєстрація місця проживання") < text.index("Майже ціла")
    assert "Nobody has reviewed this card for 180 days." in text
    assert address(ServiceCard, "edit", better.pk) in text


def test_the_report_is_narrowed_to_one_rule(editor, card):
    mended(card)
    factories.ServiceFactory(title="Без актів")

    text = editor.get(reverse(REPORT), {"rule": "legal_acts"}).text

    assert "Без актів" in text
    assert editor.get(reverse(REPORT), {"rule": "<script>"}).status_code == 200


def test_services_without_a_published_card_are_named(editor, card):
    ServiceCard.objects.update(live=False)

    text = editor.get(reverse(REPORT)).text

    assert "Every published card says all that the law asks." in text
    assert "Services without a published card" in text
    assert "the card is a draft" in text


def test_the_report_costs_the_same_however_many_cards_there_are(editor, django_assert_max_num_queries):
    for _number in range(12):
        factories.ServiceFactory()
    editor.get(reverse(REPORT))

    with django_assert_max_num_queries(30):
        editor.get(reverse(REPORT))


def test_the_menu_leads_editors_to_the_report_and_nobody_else_sees_it(editor, client, cabinet):
    assert reverse(REPORT) in editor.get("/editors/").text
    assert client.get(reverse(REPORT)).status_code == 302
    assert cabinet.get(reverse(REPORT)).status_code == 403
