"""Tests of the trees of pages: the first pages, addresses in the reader's language, pages without a translation."""

import pytest
from django.utils import translation
from wagtail.models import Page, Site

from tests.content import page_tree
from vikno.content.models import HomePage, StandardPage

pytestmark = pytest.mark.django_db

OBLIGATORY = ("about", "accessibility", "privacy", "cookies")


def test_a_site_begins_with_the_same_pages_in_three_languages():
    found = {}
    for home in HomePage.objects.all():
        found[home.language] = sorted(page.slug for page in home.get_descendants())

    assert found == dict.fromkeys(("uk", "cs", "en"), sorted([*OBLIGATORY, "news"]))
    assert Site.objects.get().root_page.specific.language == "uk"
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.parametrize("slug", OBLIGATORY)
def test_obligatory_pages_say_the_same_in_each_language(slug):
    bodies = [[piece.block_type for piece in page.body] for page in StandardPage.objects.filter(slug=slug)]

    assert len(bodies) == 3
    assert bodies[0] == bodies[1] == bodies[2]


def test_the_address_that_other_pages_link_to_leads_on_when_an_editor_changes_it(client):
    page = StandardPage.objects.get(slug="about", locale__language_code="uk")
    page.slug = "pro-nas"
    page.save_revision().publish()

    response = client.get("/about/")

    assert (response.status_code, response["Location"]) == (302, "/pro-nas/")


def test_what_the_site_knows_itself_follows_the_settings(client, settings):
    settings.DRAFT_KEPT_DAYS = 44

    assert "erased 44 days after" in client.get("/en/privacy/").text
    assert settings.SESSION_COOKIE_NAME in client.get("/en/cookies/").text


def test_a_page_without_a_translation_is_shown_as_it_is_and_says_so(client):
    page_tree.add_page("Приймальня", slug="pryimalnia", body=[("heading", "Коли приходити")])

    text = client.get("/cs/pryimalnia/").text

    assert '<html lang="cs"' in text
    assert '<article lang="uk">' in text
    assert 'href="/pryimalnia/" lang="uk" hreflang="uk"' in text


def test_the_path_of_the_original_leads_to_the_translation(client):
    page = page_tree.add_page("Приймальня", slug="pryimalnia")
    page_tree.translate(page, "cs", title="Recepce", slug="recepce")

    response = client.get("/cs/pryimalnia/")

    assert (response.status_code, response["Location"]) == (302, "/cs/recepce/")
    assert "lang=" not in client.get("/cs/recepce/").text.partition("<article")[2].partition(">")[0]


def test_the_switch_of_languages_leads_to_the_translation(client):
    page = page_tree.add_page("Приймальня", slug="pryimalnia")
    page_tree.translate(page, "cs", title="Recepce", slug="recepce")

    text = client.get("/pryimalnia/").text

    assert 'href="/cs/recepce/" lang="cs"' in text
    assert 'href="/en/pryimalnia/" lang="en"' in text


def test_a_page_written_in_czech_only_is_found_by_a_ukrainian_reader(client):
    page_tree.add_page("Pomoc", under=page_tree.home("cs"), slug="pomoc")

    assert '<article lang="cs">' in client.get("/pomoc/").text


def test_a_draft_is_not_found_and_neither_is_its_translation(client):
    page = page_tree.add_page("Чернетка", slug="chernetka")
    page.unpublish()

    for address in ("/chernetka/", "/cs/chernetka/"):
        assert client.get(address).status_code == 404


def test_crumbs_lead_through_pages_of_the_readers_language(client):
    above = page_tree.add_page("Центр", slug="tsentr")
    page_tree.translate(above, "cs", title="Centrum", slug="centrum")
    page_tree.add_page("Історія", under=above, slug="istoriia")

    text = client.get("/cs/tsentr/istoriia/").text

    assert '<a href="/cs/centrum/"><span>Centrum</span></a>' in text


def test_without_a_tree_the_first_page_stays_and_others_are_not_found(client):
    Page.objects.filter(depth__gt=1).delete()

    assert client.get("/").status_code == 200
    assert client.get("/about/").status_code == 404


def test_editors_add_their_own_words_to_the_first_page(client):
    home = page_tree.home()
    home.body = [("text", "<p>Вітаємо в громаді.</p>")]
    home.save_revision().publish()

    assert "Вітаємо в громаді." in client.get("/").text


def test_a_page_costs_a_bounded_number_of_queries(client, django_assert_max_num_queries):
    above = page_tree.add_page("Центр", slug="tsentr")
    below = page_tree.add_page("Історія", under=above, slug="istoriia")
    for number in range(10):
        page_tree.add_page(f"Рік {number}", under=below)

    with django_assert_max_num_queries(18), translation.override("uk"):
        client.get("/tsentr/istoriia/")


def test_a_page_that_is_given_no_name_in_the_address_gets_one_in_latin_letters():
    first, second, signs = (
        page_tree.add_page("Прийом громадян"),
        page_tree.add_page("Прийом громадян"),
        page_tree.add_page("…"),
    )

    assert first.slug == "priyom-gromadyan"
    assert second.slug == "priyom-gromadyan-2"
    assert signs.slug == "page"
