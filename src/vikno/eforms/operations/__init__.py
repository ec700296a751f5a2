"""What can be done to e-forms. Each function is one transaction, and refuses with a subclass of `Refused`."""

from vikno.eforms.operations.drafting import InUse, NothingToUndo, begin, create, discard, edit, undo
from vikno.eforms.operations.versions import (
    AlreadyPublished,
    ChangedMeanwhile,
    NotPublished,
    Unusable,
    digest,
    draft,
    publish,
    put,
    retire,
)

__all__ = [
    "AlreadyPublished",
    "ChangedMeanwhile",
    "InUse",
    "NotPublished",
    "NothingToUndo",
    "Unusable",
    "begin",
    "create",
    "digest",
    "discard",
    "draft",
    "edit",
    "publish",
    "put",
    "retire",
    "undo",
]
