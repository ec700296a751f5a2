"""Operations on e-forms. Each function is one transaction and raises a subclass of `Refused`."""

from vikno.eforms.operations.drafts import FormInUse, NothingToUndo, begin_draft, create, discard, edit, undo
from vikno.eforms.operations.versions import (
    DefinitionInvalid,
    DraftChangedMeanwhile,
    FormNotPublished,
    VersionAlreadyPublished,
    digest,
    publish,
    publish_if_changed,
    retire,
    save_draft,
)

__all__ = [
    "DefinitionInvalid",
    "DraftChangedMeanwhile",
    "FormInUse",
    "FormNotPublished",
    "NothingToUndo",
    "VersionAlreadyPublished",
    "begin_draft",
    "create",
    "digest",
    "discard",
    "edit",
    "publish",
    "publish_if_changed",
    "retire",
    "save_draft",
    "undo",
]
