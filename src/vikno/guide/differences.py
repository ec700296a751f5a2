"""Differences between the register and a service here, with local edits marked: plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vikno.guide.register_record import FIELD_LABELS, LIST_FIELDS, FieldValue, RegisterRecord


@dataclass(frozen=True, kw_only=True)
class FieldDifference:
    """A field whose text differs between the register and the service here.

    `is_locally_edited`: the text here is not the one last taken from the register, so it is kept unless a person
    decides otherwise.
    `was_rejected`: a person has refused exactly this text of the register before.
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
        """Return whether taking the register's text loses no local edit or decision."""
        return not self.is_locally_edited and not self.was_rejected


def value_lines(value: FieldValue) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, tuple | list) else tuple(value.splitlines())


def compare_fields(
    *, ours: Mapping[str, FieldValue], record: RegisterRecord, taken: Mapping[str, Any], left: Mapping[str, Any]
) -> list[FieldDifference]:
    """Compare field by field. `taken` and `left` hold the texts last taken from the register, and those refused."""
    differences = []
    for field, register_value in record.stated_fields().items():
        local_value = ours.get(field, () if field in LIST_FIELDS else "")
        if is_same_text(local_value, register_value):
            continue
        differences.append(
            FieldDifference(
                field=field,
                local_value=local_value,
                register_value=register_value,
                is_locally_edited=bool(local_value)
                and not (field in taken and is_same_text(local_value, taken[field])),
                was_rejected=field in left and is_same_text(register_value, left[field]),
            )
        )
    return differences


def is_same_text(first: FieldValue, second: FieldValue) -> bool:
    """Return whether two texts are equal apart from spaces and line ends."""
    return [" ".join(line.split()) for line in value_lines(first)] == [
        " ".join(line.split()) for line in value_lines(second)
    ]
