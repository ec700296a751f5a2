"""Tests of pages for programs: robots.txt, site map, security.txt, open data, the head of pages."""

import csv
import io
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
import time_machine
from wagtail.models import Locale

from tests import factories
from tests.english_urls import url
from vikno.catalogue.models import LegalAct, LifeEvent, ServiceCard

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def service():
    service = factories.OfferingFactory(service__title="Видача довідки", service__code="certificate").service
    service.authority.name, service.authority.edrpou = "Виконавчий комітет", "12345678"
    service.authority.save(update_fields=["name", "edrpou"])
    ServiceCard.objects.update(fee_amount=Decimal("49.92"), term_days=10, term_unit="working")
    LegalAct.objects.create(card=service.card, title="Закон", number="1-IX", locale=service.card.locale)
    return service


def translated(service, language: str, title: str) -> None:
    locale, _made = Locale.objects.get_or_create(language_code=language)
    ServiceCard.objects.create(title=title, locale=locale, translation_key=service.card.translation_key, live=True)


def read(client, address: str) -> ElementTree.Element:
    return ElementTree.fromstring(client.get(address).content)  # noqa: S314 - our own answer


# Robots, sitemap, security.txt.


def test_robots_keep_out_of_private_places_in_every_language(client):
    text = client.get("/robots.txt").text

    assert "Disallow: /cabinet/\n" in text
    assert "Disallow: /en/workspace/\n" in text
    assert f"Sitemap: {SITE}/sitemap.xml" in text
    assert "Disallow: /\n" not in text


def test_a_public_demo_is_not_to_be_found(client, settings):
    settings.PUBLIC_DEMO = True

    assert client.get("/robots.txt").text.split("\n")[:2] == ["User-agent: *", "Disallow: /"]


def test_the_sitemap_names_its_lists_and_each_can_be_read(client, service):
    lists = read(client, "/sitemap.xml").findall("s:sitemap/s:loc", NAMES)

    answers = [client.get(one.text.removeprefix(SITE)) for one in lists]

    assert len(answers) == 4
    assert all(answer.status_code == 200 for answer in answers)


def test_the_sitemap_has_a_service_in_the_languages_it_is_written_in(client, service):
    translated(service, "cs", "Vydání potvrzení")

    found = read(client, "/sitemap-services.xml").findall("s:url", NAMES)

    here = {one.find("s:loc", NAMES).text for one in found}
    links = {link.get("hreflang"): link.get("href") for link in found[0].findall("x:link", NAMES)}
    assert here == {f"{SITE}/services/certificate/", f"{SITE}/cs/services/certificate/"}
    assert links == {
        "uk": f"{SITE}/services/certificate/",
        "cs": f"{SITE}/cs/services/certificate/",
        "x-default": f"{SITE}/services/certificate/",
    }


def test_a_service_that_is_not_given_is_not_in_the_sitemap(client, service):
    service.is_active = False
    service.save(update_fields=["is_active"])

    assert "certificate" not in client.get("/sitemap-services.xml").text


def test_a_list_that_is_not_there_is_not_found(client):
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_security_txt_says_whom_to_tell_and_never_runs_out(client, settings):
    settings.SECURITY_CONTACT = "security@verbivka.example"

    with time_machine.travel(datetime(2030, 5, 17, 12, tzinfo=UTC)):
        lines = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").text.split("\n") if line)

    assert lines["Contact"] == "mailto:security@verbivka.example"
    assert lines["Expires"] == "2030-11-13T00:00:00Z"
    assert lines["Canonical"] == f"{SITE}/.well-known/security.txt"
    assert "Policy" not in lines


def test_security_txt_takes_a_web_address_and_a_policy(client, settings):
    settings.SECURITY_CONTACT, settings.SECURITY_POLICY = "https://a.example/tell", "https://a.example/policy"

    text = client.get("/.well-known/security.txt").text

    assert "Contact: https://a.example/tell\n" in text
    assert "Policy: https://a.example/policy\n" in text


# The register.


def test_the_register_holds_what_the_law_asks(client, service):
    service.life_events.add(LifeEvent.objects.create(code="birth", title="Народження"))

    data = json.loads(client.get("/services.json").content)

    (entry,) = data["services"]
    assert data["version"] == 1
    assert (entry["code"], entry["title"], entry["life_events"]) == ("certificate", "Видача довідки", ["birth"])
    assert entry["provider"]["edrpou"] == "12345678"
    assert entry["legal_acts"][0]["number"] == "1-IX"
    assert (entry["fee"]["amount"], entry["fee"]["currency"], entry["fee"]["is_free"]) == ("49.92", "UAH", False)
    assert (entry["term"]["days"], entry["term"]["unit"]) == (10, "working")
    assert entry["pages"] == {"uk": {"title": "Видача довідки", "url": f"{SITE}/services/certificate/"}}


def test_the_register_asks_the_database_no_more_for_many_services(client, django_assert_max_num_queries):
    for _ in range(8):
        factories.OfferingFactory()

    with django_assert_max_num_queries(12):
        client.get("/services.json")


def test_every_field_of_open_data_is_explained(client, service):
    explained = (Path(__file__).parents[2] / "docs" / "integrate.md").read_text()

    register = client.get("/services.json").json()["services"][0]
    card = client.get(f"/services/{service.code}/card.json").json()
    centre = client.get("/centres.json").json()["centres"][0]

    assert [name for name in {**register, **card, **centre} if f"`{name}`" not in explained] == []


def test_the_table_says_the_same_and_opens_in_excel(client, service):
    response = client.get("/services.csv")

    (row,) = csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert (row["title"], row["provider"], row["fee"]) == ("Видача довідки", "Виконавчий комітет", "49.92")
    assert (row["term_days"], row["at_desk"], row["legal_acts"]) == ("10", "true", "Закон 1-IX")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_a_cell_is_never_a_formula(client, service, start):
    service.title = f"{start}HYPERLINK(1)"
    service.save(update_fields=["title"])

    (row,) = csv.DictReader(io.StringIO(client.get("/services.csv").content.decode("utf-8-sig")))

    assert row["title"] == f"'{start}HYPERLINK(1)"


# The head of a page.


def head(client, address: str, **query: str) -> str:
    return client.get(address, query).text.partition("</head>")[0]


def test_a_page_says_its_address_and_its_languages(client):
    text = head(client, url("content:centres"))

    assert f'<link rel="canonical" href="{SITE}/en/centres/">' in text
    for code, address in {
        "uk": "/centres/",
        "cs": "/cs/centres/",
        "en": "/en/centres/",
        "x-default": "/centres/",
    }.items():
        assert f'<link rel="alternate" hreflang="{code}" href="{SITE}{address}">' in text


def test_a_card_that_is_not_translated_is_found_by_its_original(client, service):
    text = head(client, url("content:service", service.code))

    assert f'<link rel="canonical" href="{SITE}/services/certificate/">' in text
    assert 'hreflang="uk"' in text
    assert 'hreflang="cs"' not in text


def test_a_card_that_is_translated_is_found_by_itself(client, service):
    translated(service, "en", "Certificate")

    text = head(client, url("content:service", service.code))

    assert f'<link rel="canonical" href="{SITE}/en/services/certificate/">' in text
    assert f'hreflang="en" href="{SITE}/en/services/certificate/"' in text


def test_a_shared_page_shows_its_title_words_and_picture(client, service):
    service.title = 'Довідка "А" & <Б>'
    service.save(update_fields=["title"])

    text = head(client, f"/services/{service.code}/")

    assert '<meta property="og:title" content="Довідка &quot;А&quot; &amp; &lt;Б&gt;">' in text
    assert f'<meta property="og:image" content="{SITE}/static/dist/share' in text
    assert '<meta property="og:locale" content="uk_UA">' in text
    assert text.count('name="description"') == 1


def test_the_data_for_machines_is_one_block(client, service):
    text = head(client, url("content:service", service.code))

    assert text.count("<script") == text.count("</script>") == text.count("<script type=") == 2
    assert json.loads(text.partition('ld+json">')[2].partition("</script>")[0])["@type"] == "GovernmentService"


def test_what_somebody_looked_for_is_not_for_search_engines(client):
    assert '<meta name="robots" content="noindex">' in head(client, url("content:services"), q="довідка")
    assert "noindex" not in head(client, url("content:services"), page="2")
    assert "noindex" in head(client, url("content:search"), q="довідка")
    assert "noindex" not in head(client, url("content:search"))


@pytest.mark.parametrize("name", ["content:status", "account_login"])
def test_pages_for_one_person_are_not_for_search_engines(client, name):
    text = head(client, url(name))

    assert "noindex" in text
    assert "canonical" not in text


def test_a_forged_host_does_not_get_into_the_head(client, settings):
    settings.ALLOWED_HOSTS = ["*"]

    assert "evil.example" not in client.get(url("content:services"), headers={"host": "evil.example"}).text


def test_a_phone_learns_what_to_show_on_its_first_screen(client):
    centre = factories.CentreFactory(community="Вербівська громада")

    response = client.get("/manifest.webmanifest")

    assert response.json()["name"] == centre.community
    assert response["Content-Type"] == "application/manifest+json"
