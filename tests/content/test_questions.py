"""Tests of questions and answers: by theme, at their own addresses, on the card of a service."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale

from tests import factories
from tests.english_urls import url
from vikno.enquiries.models import QuestionAnswer, QuestionTheme

pytestmark = pytest.mark.django_db


def locale(code="uk"):
    return Locale.objects.get_or_create(language_code=code)[0]


def question(text="Чи потрібна копія?", *, answer="<p>Ні.</p>", services=(), live=True, **fields):
    fields = {"slug": f"q{QuestionAnswer.objects.count()}", "locale": locale()} | fields
    row = QuestionAnswer(question=text, answer=answer, live=False, **fields)
    row.services.set(services)
    row.save(force_insert=True)
    revision = row.save_revision()
    if live:
        revision.publish()
    return row


def theme(title, position=0, **fields):
    return QuestionTheme.objects.create(title=title, position=position, **{"locale": locale()} | fields)


def test_questions_stand_under_their_themes_in_order_and_unfold_without_a_script(client):
    second, first = theme("Оплата", position=2), theme("Документи", position=1)
    question("Де платити?", theme=second)
    question("Яка копія?", theme=first)
    question("А собаку можна?")

    text = client.get(url("content:questions")).text

    titles = ("Документи", "Яка копія?", "Оплата", "Де платити?", "Other questions", "А собаку можна?")
    assert sorted(titles, key=text.rindex) == list(titles)
    assert text.count('<details class="faq__item"') == 3


def test_a_link_into_the_page_stands_inside_the_answer_so_that_it_opens(client):
    question(slug="kopiia")

    assert re.search(r'</summary>\s*<div class="faq__answer" id="q-kopiia"', client.get(url("content:questions")).text)


def test_each_question_has_a_page_with_its_services_and_the_others_of_its_theme(client):
    service = factories.ServiceFactory(title="Видача довідки")
    documents = theme("Документи")
    question("Яка копія?", slug="copy", theme=documents, services=[service])
    question("Який паспорт?", theme=documents)
    question("Де платити?", theme=theme("Оплата"))

    text = client.get(url("content:question", "copy")).text

    assert "<h1" in text
    assert "Видача довідки" in text
    assert "Який паспорт?" in text
    assert "Де платити?" not in text


def test_drafts_are_seen_nowhere(client):
    service = factories.ServiceFactory()
    question("Чернетка питання", slug="draft", live=False, services=[service])

    assert "Чернетка" not in client.get(url("content:questions")).text
    assert "Чернетка" not in client.get(url("content:service", service.code)).text
    assert client.get(url("content:question", "draft")).status_code == 404


def test_a_card_shows_its_own_questions_and_leads_to_asking(client):
    service = factories.ServiceFactory()
    question("Про цю послугу?", services=[service])
    question("Про іншу?", services=[factories.ServiceFactory()])

    text = client.get(url("content:service", service.code)).text

    assert "Про цю послугу?" in text
    assert "Про іншу?" not in text
    assert f"topic=question&amp;service={service.code}" in text


def test_a_reader_of_czech_sees_the_translation_and_the_original_where_there_is_none(client):
    documents = theme("Документи")
    theme("Doklady", locale=locale("cs"), translation_key=documents.translation_key)
    original = question("Яка копія?", slug="copy", theme=documents)
    question("Jaká kopie?", slug="copy", theme=documents, locale=locale("cs"), translation_key=original.translation_key)
    question("Де платити?", theme=documents, slug="pay")
    with translation.override("cs"):
        page = client.get(reverse("content:questions")).text
        asked, paid = (client.get(reverse("content:question", args=[slug])).text for slug in ("copy", "pay"))

    assert "Jaká kopie?" in page
    assert "Яка копія?" not in page
    assert "Doklady" in page
    assert '<span lang="uk">Де платити?' in page
    assert "Jaká kopie?" in asked
    assert '<h1 lang="uk">Де платити?' in paid


def test_what_could_run_is_left_out_of_answers(client):
    question(answer='<p onclick="x()">Так</p><script>alert(1)</script><a href="javascript:x()">тут</a>')

    main = client.get(url("content:questions")).text.partition("<main")[2]

    assert "alert(1)" not in main
    assert "onclick" not in main
    assert "javascript:" not in main


def test_machines_read_the_same_and_nothing_ends_their_block_early(client):
    question("</script><b>Чи & як?", answer="<p>Ні.</p>")

    text = client.get(url("content:questions")).text

    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    data = json.loads(block[1])
    assert data["@type"] == "FAQPage"
    assert data["mainEntity"][0]["name"] == "</script><b>Чи & як?"
    assert data["mainEntity"][0]["acceptedAnswer"]["text"] == "<p>Ні.</p>"


def test_a_page_without_questions_says_what_will_be_there(client):
    text = client.get(url("content:questions")).text

    assert "No questions yet" in text
    assert "ld+json" not in text


def test_many_questions_cost_as_much_as_few(client):
    documents = theme("Документи")
    client.get(url("content:questions"))
    costs = []
    for _ in range(2):
        for _ in range(4):
            question(theme=documents)
        with CaptureQueriesContext(connection) as executed:
            client.get(url("content:questions"))
        costs.append(len(executed))

    assert costs[0] == costs[1]
