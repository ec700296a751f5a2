"""Tests of drafts, publication and retirement: a form has one published version, which never changes."""

from dataclasses import replace

import pytest

from tests.factories import RESIDENCE
from vikno.eforms import operations
from vikno.eforms.definition import FormDefinition
from vikno.eforms.models import EForm, FormVersion
from vikno.eforms.operations import DefinitionInvalid, VersionAlreadyPublished

pytestmark = pytest.mark.django_db

OTHER = replace(RESIDENCE, title="Інша назва")


def statuses(code: str = "residence") -> list[tuple[int, str]]:
    return list(FormVersion.objects.filter(form__code=code).order_by("number").values_list("number", "status"))


def test_a_draft_is_written_over_until_it_is_published(noon):
    operations.save_draft(code="residence", definition=RESIDENCE)

    version = operations.save_draft(code="residence", definition=OTHER)

    assert statuses() == [(1, "draft")]
    assert version.eform == OTHER


def test_publishing_retires_the_version_before_and_names_the_form_anew(noon):
    operations.publish(version=operations.save_draft(code="residence", definition=RESIDENCE), at=noon)

    operations.publish(version=operations.save_draft(code="residence", definition=OTHER), at=noon)

    form = EForm.objects.get()
    assert statuses() == [(1, "retired"), (2, "published")]
    assert (form.published_version.eform, form.title) == (OTHER, "Інша назва")


def test_a_published_version_cannot_be_published_again(noon):
    version = operations.publish(version=operations.save_draft(code="residence", definition=RESIDENCE), at=noon)

    with pytest.raises(VersionAlreadyPublished):
        operations.publish(version=version, at=noon)


def test_drafting_leaves_the_published_version_as_it_is(noon):
    published = operations.publish(version=operations.save_draft(code="residence", definition=RESIDENCE), at=noon)

    operations.save_draft(code="residence", definition=OTHER)

    again = FormVersion.objects.get(pk=published.pk)
    assert (again.eform, again.sha256) == (RESIDENCE, published.sha256)
    assert statuses() == [(1, "published"), (2, "draft")]


def test_a_form_that_cannot_be_asked_is_not_published(noon):
    version = operations.save_draft(code="empty", definition=FormDefinition(title="Порожня", steps=()))

    with pytest.raises(DefinitionInvalid, match="the form has no steps"):
        operations.publish(version=version, at=noon)

    assert statuses("empty") == [(1, "draft")]


def test_putting_publishes_only_what_differs(noon):
    outcomes = [
        operations.publish_if_changed(code="residence", definition=definition, at=noon)[1]
        for definition in (RESIDENCE, RESIDENCE, OTHER, OTHER)
    ]

    assert outcomes == ["created", "unchanged", "updated", "unchanged"]
    assert statuses() == [(1, "retired"), (2, "published")]


def test_a_version_is_never_deleted(noon):
    version = operations.save_draft(code="residence", definition=RESIDENCE)

    with pytest.raises(Exception, match="is kept"):
        version.delete()


def test_the_digest_says_what_is_asked_and_not_in_which_order_it_was_written():
    assert operations.digest({"a": 1, "b": 2}) == operations.digest({"b": 2, "a": 1})
    assert operations.digest({"a": 1}) != operations.digest({"a": 2})
