"""What differs between the register and our card, and what of it was changed here on purpose: plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vikno.guide.register_record import FIELD_LABELS, LIST_FIELDS, FieldValue, RegisterRecord


@dataclass(frozen=True, kw_only=True)
class FieldDifference:
    """One field in which the register and we do not say the same.

    `is_local`: our text is not what was taken from the register last: somebody here wrote it, and it is kept unless a person
    says otherwise. `was_left`: a person has decided against this very text of theirs before.
    """

    field: str
    local_value: FieldValue
    register_value: FieldValue
    is_locally_edited: bool
    was_rejected: bool

    @property
    def label(self) -> Any:
        return FIELD_LABELS[self.field]

    @property
    def local_lines(self) -> tuple[str, ...]:
        return value_lines(self.local_value)

    @property
    def register_lines(self) -> tuple[str, ...]:
        return value_lines(self.register_value)

    @property
    def is_safe(self) -> bool:
        """Say whether taking their text loses nothing that was written or decided here."""
        return not self.is_locally_edited and not self.was_rejected


def value_lines(value: FieldValue) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, tuple | list) else tuple(value.splitlines())


def compare_fields(
    *, ours: Mapping[str, FieldValue], given: RegisterRecord, taken: Mapping[str, Any], left: Mapping[str, Any]
) -> list[FieldDifference]:
    """Compare field by field. `taken` and `left` hold what was taken from the register last, and what was refused."""
    found = []
    for field, theirs in given.stated_fields().items():
        our = ours.get(field, () if field in LIST_FIELDS else "")
        if is_same_text(our, theirs):
            continue
        found.append(
            FieldDifference(
                field=field,
                local_value=our,
                register_value=theirs,
                is_locally_edited=bool(our) and not (field in taken and is_same_text(our, taken[field])),
                was_rejected=field in left and is_same_text(theirs, left[field]),
            )
        )
    return found


def is_same_text(one: FieldValue, other: FieldValue) -> bool:
    """Compare as people read: spaces and the ends of lines make no difference."""
    return [" ".join(line.split()) for line in value_lines(one)] == [
        " ".join(line.split()) for line in value_lines(other)
    ]
