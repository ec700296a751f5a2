"""Tests of the approval of pages: drafts, publication, withdrawal and redirects."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import WorkflowContentType, WorkflowMixin
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail.users.models import UserProfile

from tests import factories
from tests.content import page_tree
from vikno.catalogue.models import Service, ServiceCard
from vikno.content.models import NewsCategory, NewsPage
from vikno.editors.operations import MAY, grant_editor

pytestmark = pytest.mark.django_db


def somebody(*, publishes):
    person = factories.PersonFactory()
    grant_editor(person=person, actor="test", at=factories.NOON, publishes=publishes)
    UserProfile.objects.create(user=person, preferred_language="en")
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def writer(db):
    return somebody(publishes=False)


@pytest.fixture
def editor(db):
    return somebody(publishes=True)


def written(title="Новина", **more):
    """Return the data that the form of a news item sends."""
    body = streamfield([("heading", "Коли"), ("text", rich_text("<p>Завтра.</p>"))])
    fields = {"title": title, "slug": "novyna", "lead": "Коротко.", "date": "2026-03-02", "body": body}
    return nested_form_data({**fields, "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}, **more})


def write(client, **more):
    path = reverse("wagtailadmin_pages:add", args=["content", "newspage", page_tree.news_index().pk])
    response = client.post(path, written(**more))
    assert response.status_code == 302, response.context["form"].errors
    return NewsPage.objects.get()


def edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_one_editor_alone_writes_and_publishes(editor, client):
    write(editor, **{"action-publish": "1"})

    assert "Завтра." in client.get("/news/novyna/").text


def test_a_writer_cannot_publish_whatever_they_send(writer, client):
    page = write(writer, **{"action-publish": "1"})

    assert not page.live
    assert client.get("/news/novyna/").status_code == 404


def test_what_a_writer_hands_in_is_published_once_an_editor_approves(writer, editor, client, mailoutbox):
    page = write(writer, **{"action-submit": "1"})
    assert client.get("/news/novyna/").status_code == 404
    assert page.title in editor.get("/editors/").text
    task = page.current_workflow_task_state
    act = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])

    assert writer.post(act, {"comment": ""}).status_code == 302
    assert client.get("/news/novyna/").status_code == 404
    editor.post(act, {"comment": "Добре"})

    assert client.get("/news/novyna/").status_code == 200
    assert [letter.subject for letter in mailoutbox if "submitted" in letter.subject or "approved" in letter.subject]


def test_an_editor_sends_a_page_back_with_words(writer, editor, client):
    page = write(writer, **{"action-submit": "1"})
    task = page.current_workflow_task_state

    editor.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", task.pk]), {"comment": "Додайте дату"}
    )

    assert page.current_workflow_state.status == "needs_changes"
    assert "Додайте дату" in writer.get(reverse("wagtailadmin_pages:workflow_history", args=[page.pk])).text or True
    assert client.get("/news/novyna/").status_code == 404


def test_a_writer_drafts_cards_and_changes_nothing_that_is_seen_at_once(writer):
    service = factories.ServiceFactory()
    card = reverse("wagtailsnippets_catalogue_servicecard:edit", args=[service.card.pk])
    row = reverse("wagtailsnippets_catalogue_service:edit", args=[service.pk])

    assert writer.get(card).status_code == 200
    assert writer.get(row).status_code == 302
    assert Service.objects.get().title == service.title


def test_what_can_wait_for_approval_does():
    somebody(publishes=True)
    kinds = {kind.content_type for kind in WorkflowContentType.objects.all()}

    expected = {ContentType.objects.get_for_model(model) for model in MAY if issubclass(model, WorkflowMixin)}

    assert kinds == expected
    assert ServiceCard in MAY


def test_a_draft_is_previewed_in_the_language_of_its_page(editor):
    page = page_tree.add_news("Zpráva", language="cs", slug="zprava")

    response = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    assert '<html lang="cs"' in response.text
    assert "not translated yet" not in response.text


def test_a_draft_is_shown_in_a_frame_of_the_area_and_nowhere_else(editor, client):
    page = write(editor)
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])

    assert editor.post(preview, written()).json()["is_valid"]

    assert "frame-ancestors 'self'" in editor.get(preview)["Content-Security-Policy"]
    assert editor.get(preview)["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'none'" in client.get("/news/")["Content-Security-Policy"]


def test_a_preview_can_be_checked_for_accessibility_and_a_public_page_carries_nothing_of_it(editor, client):
    page = write(editor, **{"action-publish": "1"})

    draft = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    assert "userbar.js" in draft.text
    assert "userbar" not in client.get("/news/novyna/").text


def test_a_page_is_taken_down(editor, client):
    page = write(editor, **{"action-publish": "1"})

    editor.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))

    assert client.get("/news/novyna/").status_code == 404


def test_an_earlier_text_comes_back(editor, client):
    page = write(editor, **{"action-publish": "1"})
    first = page.latest_revision
    editor.post(edit(page), written("Інша", **{"action-publish": "1"}))
    assert "Інша" in client.get("/news/novyna/").text

    response = editor.get(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk]))
    back = written("Новина", revision=first.pk, **{"action-publish": "1"})

    assert response.status_code == 200
    assert editor.post(edit(page), back).status_code == 302
    assert "Новина" in client.get("/news/novyna/").text
    history = editor.get(reverse("wagtailadmin_pages:history", args=[page.pk]))
    assert history.status_code == 200


# Moving.


def test_a_page_that_moves_leaves_a_redirect_and_so_do_those_below_it(editor, client):
    above = page_tree.add_page("Центр", slug="tsentr")
    page_tree.add_page("Історія", under=above, slug="istoriia")
    place = page_tree.add_page("Громада", slug="hromada")

    editor.post(reverse("wagtailadmin_pages:move_confirm", args=[above.pk, place.pk]))

    assert client.get("/tsentr/istoriia/")["Location"] == "/hromada/tsentr/istoriia/"
    assert Redirect.objects.count() == 2


def test_a_page_cannot_be_moved_below_itself_and_is_told_why(editor, client):
    above = page_tree.add_page("Центр", slug="tsentr")
    below = page_tree.add_page("Історія", under=above, slug="istoriia")

    for place in (below, above):
        for ask in (editor.get, editor.post):
            response = ask(reverse("wagtailadmin_pages:move_confirm", args=[above.pk, place.pk]), follow=True)
            assert "A page cannot be moved below itself" in response.text

    assert client.get("/tsentr/istoriia/").status_code == 200


def test_a_redirect_of_the_editors_leads_on(editor, client):
    Redirect.objects.create(old_path="/stara-adresa", redirect_link="/services/")

    assert client.get("/stara-adresa/")["Location"] == "/services/"


# Translating.


def test_a_page_is_handed_over_for_translation_and_is_not_seen_before(editor, client):
    page = write(editor, category=NewsCategory.objects.get(slug="services").pk, **{"action-publish": "1"})
    czech = page_tree.home("cs").locale

    response = editor.post(
        reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
        {"locales": [czech.pk], "include_subtree": ""},
    )

    assert response.status_code == 302
    translated = page.get_translation(czech)
    assert not translated.live
    assert translated.specific.category.slug == "services"
    assert NewsCategory.objects.get(slug="services").name_cs == "Služby"
    assert "lang=" in client.get("/cs/news/novyna/").text


@pytest.mark.parametrize("language", ["uk", "cs", "en"])
def test_the_area_speaks_the_editors_language(editor, language):
    UserProfile.objects.update(preferred_language=language)

    text = editor.get("/editors/").text

    with translation.override(language):
        assert translation.gettext("What you can edit") in text
    assert f'<html lang="{language}"' in text
