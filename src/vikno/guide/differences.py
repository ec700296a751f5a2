"""What differs between the register and our card, and what of it was changed here on purpose: plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vikno.guide.given import LABELS, LISTS, Given, Value


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One field in which the register and we do not say the same.

    `is_local`: our text is not what was taken from the register last: somebody here wrote it, and it is kept unless a person
    says otherwise. `was_left`: a person has decided against this very text of theirs before.
    """

    field: str
    ours: Value
    theirs: Value
    is_local: bool
    was_left: bool

    @property
    def label(self) -> Any:
        return LABELS[self.field]

    @property
    def our_lines(self) -> tuple[str, ...]:
        return lines(self.ours)

    @property
    def their_lines(self) -> tuple[str, ...]:
        return lines(self.theirs)

    @property
    def is_safe(self) -> bool:
        """Say whether taking their text loses nothing that was written or decided here."""
        return not self.is_local and not self.was_left


def lines(value: Value) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, tuple | list) else tuple(value.splitlines())


def differences(
    *, ours: Mapping[str, Value], given: Given, taken: Mapping[str, Any], left: Mapping[str, Any]
) -> list[Difference]:
    """Compare field by field. `taken` and `left` hold what was taken from the register last, and what was refused."""
    found = []
    for field, theirs in given.said().items():
        our = ours.get(field, () if field in LISTS else "")
        if same(our, theirs):
            continue
        found.append(
            Difference(
                field=field,
                ours=our,
                theirs=theirs,
                is_local=bool(our) and not (field in taken and same(our, taken[field])),
                was_left=field in left and same(theirs, left[field]),
            )
        )
    return found


def same(one: Value, other: Value) -> bool:
    """Compare as people read: spaces and the ends of lines make no difference."""
    return [" ".join(line.split()) for line in lines(one)] == [" ".join(line.split()) for line in lines(other)]
