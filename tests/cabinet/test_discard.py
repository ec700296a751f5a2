import pytest
from django.core.files.storage import storages

from tests import factories
from tests.cabinet.page_browser import visit
from tests.english_urls import url
from vikno.applications import operations
from vikno.applications.models import Application

pytestmark = pytest.mark.django_db


def test_it_asks_once_more_and_then_erases_the_draft_with_its_files(
    cabinet, resident, django_capture_on_commit_callbacks
):
    draft = factories.draft(person=resident, answers={**factories.COMPLETE_ANSWERS, "right": "rent"})
    attachment = operations.attach(application=draft, question="contract", upload=factories.png(), at=factories.NOON)
    page = visit(cabinet, url("cabinet:discard", draft.uid))

    with django_capture_on_commit_callbacks(execute=True):
        after = page.press("Delete")

    assert page.h1 == "Delete the draft?"
    assert after.path == url("cabinet:home")
    assert not Application.objects.exists()
    assert not storages["sealed"].exists(attachment.file.stored_as)


def test_sent_meanwhile_it_is_refused(cabinet, resident, noon):
    draft = factories.draft(person=resident)
    page = visit(cabinet, url("cabinet:discard", draft.uid))
    operations.submit(application=draft, at=noon)

    refused = page.press("Delete")

    assert refused.status == 422
    assert "withdrawn, not deleted" in refused.text
    assert Application.objects.exists()


def test_what_was_sent_is_not_offered_to_be_deleted(cabinet, resident):
    sent = factories.submitted(person=resident)

    assert visit(cabinet, url("cabinet:discard", sent.uid)).path == url("cabinet:application", sent.uid)
