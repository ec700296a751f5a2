"""Writing a draft, a change at a time. Each change is kept at once, and the latest can be undone.

A page sends back the revision that it showed (`seen`): a change made to an older one is refused, whoever made the newer.
"""

from collections.abc import Container
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from vikno.eforms.changes import DefinitionChange, apply_change
from vikno.eforms.changes.positions import new_key
from vikno.eforms.definition import FormDefinition as Definition
from vikno.eforms.models import EarlierDraft, EForm, FormVersion, VersionStatus
from vikno.eforms.operations.versions import DraftChangedMeanwhile, VersionAlreadyPublished, digest, save_draft
from vikno.eforms.serialization import dump_definition
from vikno.kernel.errors import Refused
from vikno.people.models import Person

# How many changes can be undone.
UNDO_DEPTH = 30


class NothingToUndo(Refused):
    """The draft is as it was begun."""


class FormInUse(Refused):
    """Services are linked with the form."""


@transaction.atomic
def create(*, definition: Definition, by: Person, at: datetime) -> FormVersion:
    """Begin a new form with this draft; its code is made of its title."""
    version = save_draft(code=_new_code(definition.title), definition=definition)
    return _signed(version, by=by, at=at)


def _new_code(title: str) -> str:
    return new_key(title, _TakenFormCodes(), or_else="form").replace("_", "-")


class _TakenFormCodes(Container[str]):
    """The codes that forms have: asked one at a time, for there may be many."""

    def __contains__(self, key: object) -> bool:
        return EForm.objects.filter(code=str(key).replace("_", "-")).exists()


@transaction.atomic
def begin_draft(*, form: EForm, by: Person, at: datetime) -> FormVersion:
    """Begin the next version as a copy of the newest one; the draft that is there already is gone on with."""
    form = EForm.objects.select_for_update().get(pk=form.pk)
    if form.draft_version:
        return form.draft_version
    newest = form.versions.order_by("-number")[0]
    return _signed(save_draft(code=form.code, definition=newest.eform), by=by, at=at)


@transaction.atomic
def edit(*, version: FormVersion, change: DefinitionChange, seen: int, by: Person, at: datetime) -> FormVersion:
    """Make one change of a draft. What changes nothing is no change.

    Raises `ChangedMeanwhile`, `AlreadyPublished`, or what the change refuses; then nothing has changed.
    """
    version = _held(version, seen)
    after = apply_change(change, version.eform)
    if after == version.eform:
        return version
    EarlierDraft.objects.create(version=version, revision=version.revision, definition=version.definition)
    version.earlier.filter(revision__lte=version.revision - UNDO_DEPTH).delete()
    return _written(version, after, by=by, at=at)


@transaction.atomic
def undo(*, version: FormVersion, seen: int, by: Person, at: datetime) -> FormVersion:
    """Take the latest change back. Raises `ChangedMeanwhile`, `AlreadyPublished` or `NothingToUndo`."""
    version = _held(version, seen)
    earlier = version.earlier.order_by("-revision").first()
    if earlier is None:
        raise NothingToUndo(_("There is nothing to undo: the draft is as it was begun."))
    before = earlier.eform
    earlier.delete()
    return _written(version, before, by=by, at=at)


@transaction.atomic
def discard(*, version: FormVersion, seen: int) -> None:
    """Throw a draft away; a form that was never published goes with it.

    Raises `ChangedMeanwhile`, `AlreadyPublished` or `InUse`.
    """
    version = _held(version, seen)
    form = version.form
    FormVersion.objects.filter(pk=version.pk).delete()
    if form.versions.exists():
        return
    try:
        form.delete()
    except ProtectedError as error:
        raise FormInUse(_("Services are linked with this form. Take the links away first.")) from error


def _held(version: FormVersion, seen: int) -> FormVersion:
    """Return the draft under a lock, if it is still what the page showed."""
    held = FormVersion.objects.select_for_update(of=["self"]).select_related("form").filter(pk=version.pk).first()
    if held is None:
        raise DraftChangedMeanwhile(_("This draft was thrown away meanwhile. Open the form again."))
    if held.status != VersionStatus.DRAFT:
        raise VersionAlreadyPublished(_("This version was published meanwhile. Begin a new draft to change it."))
    if held.revision != seen:
        raise DraftChangedMeanwhile(
            _(
                "The form was changed in another tab or by somebody else after you opened this page. "
                "What you typed is still here: look at it and press the button again."
            )
        )
    return held


def _written(version: FormVersion, definition: Definition, *, by: Person, at: datetime) -> FormVersion:
    """Keep what a draft asks now."""
    version.definition = dump_definition(definition)
    version.sha256 = digest(version.definition)
    version.revision += 1
    version.edited_by, version.edited_at = by, at
    version.save(update_fields=["definition", "sha256", "revision", "edited_by", "edited_at"])
    version.__dict__.pop("eform", None)
    _keep_title(version.form, definition.title)
    return version


def _keep_title(form: EForm, title: str) -> None:
    """A form that residents do not know yet is called like its draft."""
    if form.title != title and not form.versions.exclude(status=VersionStatus.DRAFT).exists():
        form.title = title
        form.save(update_fields=["title"])


def _signed(version: FormVersion, *, by: Person, at: datetime) -> FormVersion:
    version.edited_by, version.edited_at = by, at
    version.save(update_fields=["edited_by", "edited_at"])
    return version
