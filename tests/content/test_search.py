"""Tests of the page of the search and of its suggestions."""

from datetime import date

import pytest
from django.core.management import call_command
from wagtail.models import Locale

from tests import factories
from tests.english_urls import url
from tests.office_documents import upload_of
from vikno.catalogue.models import Service, Template
from vikno.catalogue.operations import add_template_version
from vikno.content.models import StandardPage
from vikno.content.search.index import index_content
from vikno.content.search.sources import plain_text
from vikno.content.search.views import MISSED_QUERY_LIMIT
from vikno.content.tasks import index_search
from vikno.enquiries.models import QuestionAnswer
from vikno.search.models import Missed, SearchEntry
from vikno.search.query_parser import MAX_QUERY_LETTERS

pytestmark = pytest.mark.django_db


def offer(*titles, **more):
    made = [factories.ServiceFactory(title=title, **more) for title in titles]
    index_content()
    return made


def ask(client, typed, **more):
    return client.get(url("content:search"), {"q": typed, **more})


def read(client, typed, **more):
    return ask(client, typed, **more).content.decode()


def test_a_service_is_found_in_any_form_of_its_words(client):
    [service] = offer("Видача паспорта")

    text = read(client, "паспортів")

    assert "1 result" in text
    assert url("content:service", service.code) in text


def test_centres_are_found_beside_services(client):
    centre = factories.CentreFactory(name="Центр послуг «Вербиченька»")
    offer("Паспорт")

    assert url("content:centre", centre.code) in read(client, "вербиченька")


def test_the_words_that_were_looked_for_are_marked(client):
    offer("Видача паспорта")

    assert '<mark class="found">паспорта</mark>' in read(client, "паспорт")


def test_markup_in_words_and_titles_stays_text(client):
    offer("<script>alert(1)</script> паспорт")

    text = read(client, "<script>паспорт")

    assert "<script>alert" not in text
    assert "<script>паспорт" not in text
    assert "&lt;script&gt;" in text.replace('<mark class="found">', "").replace("</mark>", "")


def test_what_was_understood_is_said_and_can_be_refused(client):
    offer("Паспорт")

    text = read(client, "gfcgjhn")

    assert "Shown for “паспорт”." in text
    assert "q=gfcgjhn&amp;exact=1" in text
    assert "Nothing found" in read(client, "gfcgjhn", exact=1)


def test_kinds_are_counted_and_narrow(client):
    factories.CentreFactory(name="Паспортний центр")
    offer("Паспорт", "Паспорт моряка")

    text = read(client, "паспорт паспортний", kind="centre")

    assert 'aria-current="true">Centres' in text
    assert "1 result<" in text


def test_an_unknown_kind_does_not_narrow(client):
    offer("Паспорт")

    assert "1 result" in read(client, "паспорт", kind="nothing")


def test_what_was_ended_is_not_shown_although_it_is_still_in_the_index(client):
    [service] = offer("Паспорт")
    Service.objects.filter(pk=service.pk).update(is_active=False)

    text = read(client, "паспорт")

    assert url("content:service", service.code) not in text
    assert SearchEntry.objects.filter(key=service.code).exists()


def test_what_was_ended_leaves_the_index_with_the_next_indexing(client):
    [service] = offer("Паспорт")
    Service.objects.filter(pk=service.pk).update(is_active=False)

    index_search.func()

    assert not SearchEntry.objects.filter(key=service.code).exists()


def test_content_of_another_language_is_marked_with_it(client):
    offer("Паспорт")

    text = read(client, "паспорт")

    assert '<span lang="uk">українська</span>' in text


def test_parts_of_the_site_are_found_in_the_readers_language(client):
    index_content()

    assert f'href="{url("content:status")}"' in read(client, "access code").partition("<main")[2]


def test_a_page_holds_twenty_and_the_pager_keeps_the_words(client):
    offer(*(f"Паспорт {number}" for number in range(21)))

    text = read(client, "паспорт")

    assert text.count('class="result"') == 20
    assert "q=%D0%BF%D0%B0%D1%81%D0%BF%D0%BE%D1%80%D1%82&amp;page=2" in text


def test_a_page_of_answers_costs_few_queries(client, django_assert_max_num_queries):
    offer(*(f"Паспорт {number}" for number in range(30)))
    ask(client, "паспорт")

    with django_assert_max_num_queries(14):
        ask(client, "паспорт")


@pytest.mark.parametrize("typed", ["", "\x00", "а" * 3000, "слово " * 500, "%", "\\", "🙂", "' OR 1=1 --"])
def test_whatever_is_typed_is_a_page_and_no_error(client, typed):
    assert ask(client, typed).status_code == 200
    assert client.get(url("content:suggestions"), {"q": typed}).status_code == 200


def test_a_long_text_is_cut_and_it_is_said(client):
    text = read(client, "паспорт " * 100)

    assert f"We read only the first {MAX_QUERY_LETTERS} letters" in text


def test_nothing_found_is_noted_for_editors(client):
    offer("Паспорт")

    ask(client, "Абракадабрища")

    assert Missed.objects.get().words == "абракадабрища"


def test_what_was_found_is_not_noted(client):
    offer("Паспорт")

    ask(client, "паспорт")
    client.get(url("content:suggestions"), {"q": "абракадабрища"})

    assert not Missed.objects.exists()


def test_one_visitor_cannot_fill_the_list_of_what_was_missed(client):
    for number in range(MISSED_QUERY_LIMIT.tries + 3):
        ask(client, f"абракадабрища{'а' * number}")

    assert Missed.objects.count() == MISSED_QUERY_LIMIT.tries


def test_suggestions_are_options_that_lead_on(client):
    [service] = offer("Паспорт моряка")

    text = client.get(url("content:suggestions"), {"q": "gfcg"}).content.decode()

    assert f'data-url="{url("content:service", service.code)}"' in text
    assert f'data-url="{url("content:search")}?q=%D0%BF%D0%B0%D1%81%D0%BF%D0%BE%D1%80%D1%82"' in text
    assert "2 suggestions" in text


def test_a_page_without_suggestions_loads_no_htmx(client):
    assert "htmx" in client.get(url("content:search")).content.decode()
    assert "htmx" not in client.get(url("content:centres")).content.decode()


def test_a_page_that_is_not_there_offers_the_search(client):
    response = client.get("/en/nothing-here/")

    assert response.status_code == 404
    assert f'action="{url("content:search")}"' in response.content.decode()


def test_the_list_of_services_finds_what_the_search_finds(client):
    offer("Видача паспорта")

    text = client.get(url("content:services"), {"q": "gfcgjhnsd"}).content.decode()

    assert "Видача паспорта" in text


def test_the_command_indexes_and_can_begin_anew(capsys):
    factories.ServiceFactory(title="Паспорт")

    call_command("index_search")
    first = capsys.readouterr().out
    call_command("index_search", "--anew")

    assert first == capsys.readouterr().out


def test_html_becomes_words():
    assert plain_text("<p>Один</p><p>два&nbsp;три</p>", None, "") == "Один два три"


def test_nothing_is_read_when_nothing_was_written(django_assert_max_num_queries):
    offer("Паспорт")
    index_search.func()

    with django_assert_max_num_queries(2):
        index_search.func()


def test_a_published_question_is_found_by_its_answer(client):
    question = QuestionAnswer.objects.create(slug="pay", question="Як платити?", answer="<p>Готівкою або карткою</p>")
    index_content()

    assert url("content:question", question.slug) in read(client, "готівка")


def test_a_card_is_found_in_the_language_of_the_reader(client):
    [service] = offer("Паспорт")
    translated = service.card.copy_for_translation(Locale.objects.get_or_create(language_code="en")[0])
    translated.title, translated.live = "Passport", True
    translated.save(force_insert=True)
    index_content()

    text = read(client, "passports")

    assert "Passport" in text
    assert '<span lang="uk">' not in text.partition("<main")[2]


def test_a_translation_that_was_taken_back_is_not_shown(client):
    [service] = offer("Паспорт")
    translated = service.card.copy_for_translation(Locale.objects.get_or_create(language_code="en")[0])
    translated.title, translated.live = "Passport", True
    translated.save(force_insert=True)
    index_content()
    type(translated).objects.filter(pk=translated.pk).update(live=False)

    assert url("content:service", service.code) not in read(client, "passport")


def test_a_page_of_the_editors_is_found_by_its_text(client):
    page = StandardPage.objects.live().first()
    if page is None:
        pytest.skip("the site was planted without pages")
    index_content()

    assert page.address in read(client, page.title)


def test_a_template_is_found_by_its_service_until_it_is_withdrawn(client):
    template = Template.objects.create(code="zaiava", title="Заява")
    template.services.set([factories.ServiceFactory(title="Шлюб")])
    add_template_version(
        template=template, upload=upload_of("Я"), label="", dated_on=date(2026, 3, 1), actor="t", at=factories.NOON
    )
    index_content()

    assert url("content:template", "zaiava") in read(client, "заява на шлюб")
    Template.objects.filter(pk=template.pk).update(is_active=False)
    assert url("content:template", "zaiava") not in read(client, "заява на шлюб")
