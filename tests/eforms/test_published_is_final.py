"""Tests that the database refuses changes of a published version, because cases name the version they were made with."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories import RESIDENCE
from vikno.eforms import operations
from vikno.eforms.models import FormVersion, VersionStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(noon) -> FormVersion:
    return operations.publish(version=operations.save_draft(code="residence", definition=RESIDENCE), at=noon)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"definition": {"title": "Інше", "steps": []}}, id="what it asks"),
        pytest.param({"status": VersionStatus.DRAFT}, id="back to a draft"),
    ],
)
def test_a_published_version_is_not_changed(published, change):
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        FormVersion.objects.filter(pk=published.pk).update(**change)

    assert FormVersion.objects.get(pk=published.pk).definition == published.definition


def test_a_retired_version_is_not_changed(published):
    FormVersion.objects.filter(pk=published.pk).update(status=VersionStatus.RETIRED)

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        FormVersion.objects.filter(pk=published.pk).update(definition={})


def test_a_draft_is_changed_until_it_is_published(noon):
    draft = operations.save_draft(code="residence", definition=RESIDENCE)

    FormVersion.objects.filter(pk=draft.pk).update(definition={"title": "Інше", "steps": []})

    assert FormVersion.objects.get().definition["title"] == "Інше"


def test_a_published_version_can_be_retired_and_written_as_it_is(published):
    published.status = VersionStatus.RETIRED

    published.save(update_fields=["status", "definition"])

    assert FormVersion.objects.get().status == VersionStatus.RETIRED
