"""Tests of publication, comparison and retirement, and of the services that use a form."""

import pytest

from tests import factories
from tests.form_editor.editor_browser import address
from vikno.audit.models import AuditEntry
from vikno.catalogue.models import Service
from vikno.eforms.models import FormVersion, VersionStatus

pytestmark = pytest.mark.django_db


# Publishing.


def test_publishing_makes_the_version_that_services_use(editor, draft):
    code = draft.form.code

    response = editor.sends("publish", code)

    assert response["Location"] == address("versions", code)
    assert draft.form.published_version == draft
    assert AuditEntry.objects.get(action="form.published").actor == editor.person.ref


def test_what_stops_publishing_is_told_with_its_place(editor, draft):
    editor.sends("step_new", draft.form.code, title="Порожній", lead="")

    page = editor.opens("publish", draft.form.code)
    response = editor.sends("publish", draft.form.code)

    assert "asks nothing" in page.text
    assert f"{address('outline', draft.form.code)}#step-porozhnii" in page.text
    assert response.status_code == 422
    assert draft.form.published_version is None


def test_a_draft_changed_since_the_page_was_read_is_not_published(editor, draft):
    editor.sends("step", draft.form.code, "home", title="Житло тут", lead="")

    response = editor.sends("publish", draft.form.code, seen=draft.revision)

    assert response.status_code == 422
    assert "was changed after you opened this page" in response.text
    assert draft.form.published_version is None


def test_the_next_version_is_begun_compared_and_published(editor, draft):
    code = draft.form.code
    editor.sends("publish", code)
    assert "Begin the next version" in editor.opens("outline", code).text
    editor.client.post(address("begin", code))
    editor.sends("question", code, "since", label="Від якого дня", required="on")

    page = editor.opens("publish", code)
    assert "Від якого дня" in page.text
    assert "З якого дня" in page.text
    editor.sends("publish", code)

    assert [version.status for version in draft.form.versions.order_by("number")] == ["retired", "published"]
    compared = editor.opens("compare", code, before="2", after="1")
    assert "From version 1 to version 2." in compared.text
    assert "Від якого дня" in compared.text
    assert "Earlier, published" in editor.opens("versions", code).text


def test_a_form_is_offered_no_more(editor, draft):
    code = draft.form.code
    editor.sends("publish", code)
    assert editor.opens("retire", code).status_code == 200

    editor.sends("retire", code)

    assert draft.form.published_version is None
    assert editor.sends("retire", code).status_code == 422
    assert "Offered no more" in editor.opens("outline", code).text
    assert "Offered no more" in editor.opens("list").text


# Services.


def test_a_service_is_linked_with_the_form_and_let_go(editor, draft):
    service = factories.ServiceFactory(form=None)

    editor.sends("services", draft.form.code, link=service.pk)
    assert Service.objects.get().form == draft.form
    assert service.title in editor.opens("services", draft.form.code).text

    editor.sends("services", draft.form.code, unlink=service.pk)
    assert Service.objects.get().form is None
    assert AuditEntry.objects.filter(action="service.form_set", actor=editor.person.ref).count() == 2


@pytest.mark.parametrize("key", ["", "x", "999999", "9" * 60])
def test_a_service_that_is_not_there_is_not_linked(editor, draft, key):
    response = editor.sends("services", draft.form.code, link=key)

    assert response.status_code == 422
    assert "Choose a service." in response.text


def test_an_imported_form_is_copied_and_edited_like_any_other(editor, noon):
    service = factories.ServiceFactory()

    response = editor.client.post(address("begin", service.form.code))

    assert response["Location"] == address("outline", service.form.code)
    assert service.form.published_version.number == 1
    assert FormVersion.objects.get(status=VersionStatus.DRAFT).number == 2
