"""The answers to choose from, written a line each. An answer keeps its code when its words are mended."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from vikno.eforms.definition import Choice
from vikno.eforms.editing import limits
from vikno.eforms.editing.places import new_key
from vikno.kernel.errors import Refused


class SameTwice(Refused):
    """Two answers with the same words: nobody could tell them apart."""


def lines(choices: Sequence[Choice]) -> str:
    """Return the answers as they are edited."""
    return "\n".join(choice.label for choice in choices)


def read(text: str, before: Sequence[Choice]) -> tuple[Choice, ...]:
    """Return the answers of these lines. Raises `TooMany` or `SameTwice`."""
    labels = [label for line in text.splitlines() if (label := " ".join(line.split()))]
    limits.room_for(len(labels), limits.CHOICES)
    if twice := next((label for label in labels if labels.count(label) > 1), None):
        raise SameTwice(_("“%(answer)s” is written twice. Leave it once.") % {"answer": twice})
    codes = _kept(labels, before)
    taken = {choice.code for choice in before} | set(codes.values())
    for label in labels:
        if label not in codes:
            codes[label] = new_key(label, taken, or_else="answer")
            taken.add(codes[label])
    return tuple(Choice(code=codes[label], label=label) for label in labels)


def _kept(labels: Sequence[str], before: Sequence[Choice]) -> dict[str, str]:
    """Return the codes that lines keep: where the words stayed, or other words stand in the same place."""
    codes = {choice.label: choice.code for choice in before if choice.label in labels}
    matcher = SequenceMatcher(a=[choice.label for choice in before], b=list(labels), autojunk=False)
    for tag, start, end, here, there in matcher.get_opcodes():
        if tag != "replace" or end - start != there - here:
            continue
        for choice, label in zip(before[start:end], labels[here:there], strict=True):
            if label not in codes and choice.code not in codes.values():
                codes[label] = choice.code
    return codes
