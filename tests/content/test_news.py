"""Tests of news: lists by year and category, the first page, feeds, publishing at a set time."""

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from tests.content import page_tree
from vikno.conf.clock import SCHEDULE
from vikno.content.models import NewsCategory, NewsPage
from vikno.content.news.news_list import PAGE_LENGTH
from vikno.content.tasks import publish_scheduled

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def titles(response):
    return [page.title for page in response.context["page_obj"]]


def feed(client, address):
    return ElementTree.fromstring(client.get(address).content)  # noqa: S314 - written by us


def test_the_newest_stands_first(client):
    page_tree.add_news("Стара", date=date(2026, 1, 1))
    page_tree.add_news("Нова", date=date(2026, 2, 1))

    assert titles(client.get("/news/")) == ["Нова", "Стара"]


def test_each_year_has_a_page_of_its_own(client):
    page_tree.add_news("Торік", date=date(2025, 5, 1))
    page_tree.add_news("Цьогоріч", date=date(2026, 5, 1))

    response = client.get("/en/news/2025/")

    assert titles(response) == ["Торік"]
    assert "News of 2025" in response.text
    assert 'href="/en/news/2026/"' in response.text
    assert client.get("/news/1990/").status_code == 404


def test_a_category_narrows_the_list_and_one_that_is_not_there_does_not(client):
    category = NewsCategory.objects.get(slug="services")
    page_tree.add_news("Послуга", category=category)
    page_tree.add_news("Інше")

    assert titles(client.get("/news/?category=services")) == ["Послуга"]
    assert len(titles(client.get("/news/?category=nothing"))) == 2
    assert "Services" in client.get("/en/news/").text


def test_a_long_list_has_pages_and_a_bounded_number_of_queries(client, django_assert_max_num_queries):
    for number in range(PAGE_LENGTH + 1):
        page_tree.add_news(f"Новина {number}", image=page_tree.add_image(), image_alt="Фото")
    client.get("/news/")  # the pictures are made in their sizes once

    with django_assert_max_num_queries(18):
        response = client.get("/news/")

    assert len(titles(response)) == PAGE_LENGTH
    assert len(titles(client.get("/news/?page=2"))) == 1


def test_what_is_not_translated_stands_in_the_list_in_its_own_language(client):
    page = page_tree.add_news("Перша", slug="persha", date=date(2026, 1, 1))
    page_tree.translate(page, "cs", title="První", slug="prvni")
    page_tree.add_news("Друга", slug="druha", date=date(2026, 2, 1))
    page_tree.add_news("Jen česky", language="cs", slug="jen-cesky", date=date(2026, 3, 1))

    czech = client.get("/cs/news/")

    assert titles(czech) == ["Jen česky", "Друга", "První"]
    assert 'href="/cs/news/druha/"' in czech.text
    assert titles(client.get("/news/")) == ["Jen česky", "Друга", "Перша"]
    assert client.get("/news/jen-cesky/").status_code == 200


def test_an_empty_list_says_what_will_be_here(client):
    assert "No news yet" in client.get("/en/news/").text


def test_the_newest_stand_on_the_first_page(client):
    for number in range(5):
        page_tree.add_news(f"Новина {number}", date=date(2026, 3, 1 + number))

    text = client.get("/").text

    assert "Новина 4" in text
    assert "Новина 1" not in text
    assert 'type="application/rss+xml"' in text


def test_a_picture_needs_words_or_says_that_it_only_decorates():
    page = NewsPage(title="Новина", slug="novyna", lead="Коротко.", image=page_tree.add_image())

    with translation.override("en"), pytest.raises(ValidationError, match="Say what the picture shows"):
        page.clean()
    page.image_is_decorative = True
    page.image_alt = "зайве"
    page.clean()
    assert page.picture_alt_text == ""


def test_an_address_of_four_digits_is_that_of_a_year():
    with translation.override("en"), pytest.raises(ValidationError, match="address of a year"):
        NewsPage(title="Рік", slug="2026", lead="Коротко.").clean()


# Feeds.


def test_the_feeds_bring_the_news_in_the_readers_language(client):
    page = page_tree.add_news("Перша", slug="persha", category=NewsCategory.objects.get(slug="services"))
    page_tree.translate(page, "cs", title="První", slug="prvni")

    rss = feed(client, "/cs/news/rss/").find("channel")
    atom = feed(client, "/news/atom/")

    assert rss.findtext("item/title") == "První"
    assert rss.findtext("item/link") == "http://testserver/cs/news/prvni/"
    assert rss.findtext("item/category") == "Služby"
    assert rss.findtext("language") == "cs"
    assert atom.findtext(f"{ATOM}entry/{ATOM}title") == "Перша"


def test_a_news_item_that_moves_is_not_new_to_who_has_read_it(client):
    page = page_tree.add_news("Перша", slug="persha")
    before = feed(client, "/news/rss/").findtext("channel/item/guid")
    page.slug = "insha"
    page.save_revision().publish()

    after = feed(client, "/news/rss/").findtext("channel/item/guid")

    assert after == before


# Publishing at a set time.


def test_a_news_item_comes_out_and_goes_at_its_times(client):
    now = datetime(2026, 3, 2, 10, tzinfo=UTC)
    with time_machine.travel(now, tick=False):
        page = NewsPage(title="Згодом", slug="zhodom", lead="Коротко.", live=False)
        page.go_live_at, page.expire_at = now + timedelta(hours=1), now + timedelta(hours=3)
        page_tree.news_index().add_child(instance=page)
        page.save_revision(approved_go_live_at=page.go_live_at).publish()

    seen = []
    for hours in (0, 2, 4):
        with time_machine.travel(now + timedelta(hours=hours), tick=False):
            publish_scheduled.call()
            seen.append(client.get("/news/zhodom/").status_code)

    assert seen == [404, 200, 404]


def test_the_clock_publishes_what_is_due():
    assert "vikno.content.tasks.publish_scheduled" in [job.task for job in SCHEDULE]


def test_a_date_is_that_of_the_day_it_is_written():
    assert NewsPage().date == timezone.localdate()
