"""Drafts of forms. Each change is saved at once, and the latest ones can be undone.

A page sends back the revision that it showed (`seen`): a change of an older revision is refused.
"""

from collections.abc import Container
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from vikno.eforms.changes import DefinitionChange, apply_change
from vikno.eforms.changes.positions import new_key
from vikno.eforms.definition import FormDefinition
from vikno.eforms.models import EarlierDraft, EForm, FormVersion, VersionStatus
from vikno.eforms.operations.versions import DraftChangedMeanwhile, VersionAlreadyPublished, digest, save_draft
from vikno.eforms.serialization import dump_definition
from vikno.kernel.errors import Refused
from vikno.people.models import Person

# The number of changes that can be undone.
UNDO_DEPTH = 30


class NothingToUndo(Refused):
    """The draft has no change to undo."""


class FormInUse(Refused):
    """Services are linked with the form."""


@transaction.atomic
def create(*, definition: FormDefinition, by: Person, at: datetime) -> FormVersion:
    """Create a form with this draft; its code is made of its title."""
    code = new_key(definition.title, _TakenFormCodes(), or_else="form").replace("_", "-")
    version = save_draft(code=code, definition=definition)
    return _set_editor(version, by=by, at=at)


class _TakenFormCodes(Container[str]):
    """The codes of all forms, looked up one at a time because there may be many."""

    def __contains__(self, key: object) -> bool:
        return EForm.objects.filter(code=str(key).replace("_", "-")).exists()


@transaction.atomic
def begin_draft(*, form: EForm, by: Person, at: datetime) -> FormVersion:
    """Return the draft of a form, or create it as a copy of the newest version."""
    form = EForm.objects.select_for_update().get(pk=form.pk)
    if form.draft_version:
        return form.draft_version
    newest = form.versions.order_by("-number")[0]
    return _set_editor(save_draft(code=form.code, definition=newest.eform), by=by, at=at)


@transaction.atomic
def edit(*, version: FormVersion, change: DefinitionChange, seen: int, by: Person, at: datetime) -> FormVersion:
    """Make one change of a draft. A change without effect is not stored.

    Raises `DraftChangedMeanwhile`, `VersionAlreadyPublished`, or the refusal of the change; then nothing has changed.
    """
    version = _locked_draft(version, seen)
    after = apply_change(change, version.eform)
    if after == version.eform:
        return version
    EarlierDraft.objects.create(version=version, revision=version.revision, definition=version.definition)
    version.earlier.filter(revision__lte=version.revision - UNDO_DEPTH).delete()
    return _save_definition(version, after, by=by, at=at)


@transaction.atomic
def undo(*, version: FormVersion, seen: int, by: Person, at: datetime) -> FormVersion:
    """Undo the latest change. Raises `DraftChangedMeanwhile`, `VersionAlreadyPublished` or `NothingToUndo`."""
    version = _locked_draft(version, seen)
    earlier = version.earlier.order_by("-revision").first()
    if earlier is None:
        raise NothingToUndo(_("There is nothing to undo: the draft is as it was begun."))
    before = earlier.eform
    earlier.delete()
    return _save_definition(version, before, by=by, at=at)


@transaction.atomic
def discard(*, version: FormVersion, seen: int) -> None:
    """Delete a draft, and its form too if it was never published.

    Raises `DraftChangedMeanwhile`, `VersionAlreadyPublished` or `FormInUse`.
    """
    version = _locked_draft(version, seen)
    form = version.form
    FormVersion.objects.filter(pk=version.pk).delete()
    if form.versions.exists():
        return
    try:
        form.delete()
    except ProtectedError as error:
        raise FormInUse(_("Services are linked with this form. Take the links away first.")) from error


def _locked_draft(version: FormVersion, seen: int) -> FormVersion:
    """Return the locked draft. Raises unless it is the revision that the page showed."""
    locked = FormVersion.objects.select_for_update(of=["self"]).select_related("form").filter(pk=version.pk).first()
    if locked is None:
        raise DraftChangedMeanwhile(_("This draft was thrown away meanwhile. Open the form again."))
    if locked.status != VersionStatus.DRAFT:
        raise VersionAlreadyPublished(_("This version was published meanwhile. Begin a new draft to change it."))
    if locked.revision != seen:
        raise DraftChangedMeanwhile(
            _(
                "The form was changed in another tab or by somebody else after you opened this page. "
                "What you typed is still here: look at it and press the button again."
            )
        )
    return locked


def _save_definition(version: FormVersion, definition: FormDefinition, *, by: Person, at: datetime) -> FormVersion:
    """Store the new definition of a draft."""
    version.definition = dump_definition(definition)
    version.sha256 = digest(version.definition)
    version.revision += 1
    version.edited_by, version.edited_at = by, at
    version.save(update_fields=["definition", "sha256", "revision", "edited_by", "edited_at"])
    version.__dict__.pop("eform", None)
    form = version.form
    # A form that was never published has the title of its draft.
    if form.title != definition.title and not form.versions.exclude(status=VersionStatus.DRAFT).exists():
        form.title = definition.title
        form.save(update_fields=["title"])
    return version


def _set_editor(version: FormVersion, *, by: Person, at: datetime) -> FormVersion:
    version.edited_by, version.edited_at = by, at
    version.save(update_fields=["edited_by", "edited_at"])
    return version
