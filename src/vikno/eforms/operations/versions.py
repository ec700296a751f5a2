"""Versions of a form: saving a draft, publishing, retiring."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from vikno.audit.operations import record as record_audit
from vikno.eforms.definition import FormDefinition, definition_faults
from vikno.eforms.models import EForm, FormVersion, VersionStatus
from vikno.eforms.serialization import dump_definition
from vikno.kernel.errors import Refused


class DefinitionInvalid(Refused):
    """The definition cannot be used; the message names the faults."""


class VersionAlreadyPublished(Refused):
    """A published version never changes; make a new one."""


class FormNotPublished(Refused):
    """The form has no published version."""


class DraftChangedMeanwhile(Refused):
    """The draft was changed, perhaps in another tab, after the page was rendered."""


@transaction.atomic
def save_draft(*, code: str, definition: FormDefinition) -> FormVersion:
    """Create or replace the draft of a form; a new code creates the form too."""
    form, _created = EForm.objects.get_or_create(code=code, defaults={"title": definition.title})
    form = EForm.objects.select_for_update().get(pk=form.pk)
    data = dump_definition(definition)
    version = form.versions.filter(status=VersionStatus.DRAFT).first()
    if version is None:
        last = form.versions.aggregate(last=Max("number"))["last"] or 0
        version = FormVersion(form=form, number=last + 1, definition=data, sha256=digest(data))
        version.save(force_insert=True)
    else:
        version = FormVersion.objects.select_for_update().get(pk=version.pk)
        version.definition, version.sha256 = data, digest(data)
        version.revision += 1
        version.save(update_fields=["definition", "sha256", "revision"])
    return version


@transaction.atomic
def publish(*, version: FormVersion, at: datetime, actor: str = "", seen: int | None = None) -> FormVersion:
    """Publish a draft for new applications and retire the version before it.

    `actor` is the person for the audit log; `seen` is the revision that they read.
    Raises `DefinitionInvalid`, `VersionAlreadyPublished` or `DraftChangedMeanwhile`; then nothing has changed.
    """
    version = FormVersion.objects.select_for_update(of=["self"]).select_related("form").get(pk=version.pk)
    if version.status != VersionStatus.DRAFT:
        raise VersionAlreadyPublished(_("This version was published before. Make a new one."))
    if seen is not None and version.revision != seen:
        raise DraftChangedMeanwhile(_("The form was changed after you opened this page. Read it again, then publish."))
    if found := definition_faults(version.eform):
        raise DefinitionInvalid(_("The form cannot be published: %s.") % "; ".join(found))
    version.form.versions.filter(status=VersionStatus.PUBLISHED).update(status=VersionStatus.RETIRED)
    version.status, version.published_at = VersionStatus.PUBLISHED, at
    version.save(update_fields=["status", "published_at"])
    version.form.title = version.eform.title
    version.form.save(update_fields=["title"])
    version.earlier.all().delete()
    if actor:
        record_audit(
            actor=actor, action="form.published", subject=version.form.ref, at=at, detail={"version": version.number}
        )
    return version


@transaction.atomic
def retire(*, form: EForm, actor: str, at: datetime) -> None:
    """Retire the published version. Applications that were begun keep it. Raises `FormNotPublished`."""
    version = form.versions.select_for_update().filter(status=VersionStatus.PUBLISHED).first()
    if version is None:
        raise FormNotPublished(_("This form is not published, so there is nothing to take back."))
    version.status = VersionStatus.RETIRED
    version.save(update_fields=["status"])
    record_audit(actor=actor, action="form.retired", subject=form.ref, at=at, detail={"version": version.number})


@transaction.atomic
def publish_if_changed(*, code: str, definition: FormDefinition, at: datetime) -> tuple[FormVersion, str]:
    """Publish a definition unless it is published already; return the version and `created|updated|unchanged`."""
    form = EForm.objects.filter(code=code).first()
    published = form.published_version if form else None
    if published is not None and published.sha256 == digest(dump_definition(definition)):
        return published, "unchanged"
    version = publish(version=save_draft(code=code, definition=definition), at=at)
    return version, "updated" if published else "created"


def digest(data: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
