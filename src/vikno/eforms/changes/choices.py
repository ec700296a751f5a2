"""The answers to choose from, written a line each. An answer keeps its code when its words are mended."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from vikno.eforms.changes import limits
from vikno.eforms.changes.positions import new_key
from vikno.eforms.definition import AnswerChoice
from vikno.kernel.errors import Refused


class ChoiceRepeated(Refused):
    """Two answers with the same words: nobody could tell them apart."""


def format_lines(choices: Sequence[AnswerChoice]) -> str:
    """Return the answers as they are edited."""
    return "\n".join(choice.label for choice in choices)


def parse_lines(text: str, before: Sequence[AnswerChoice]) -> tuple[AnswerChoice, ...]:
    """Return the answers of these lines. Raises `TooMany` or `SameTwice`."""
    labels = [label for line in text.splitlines() if (label := " ".join(line.split()))]
    limits.require_room(len(labels), limits.CHOICES)
    if twice := next((label for label in labels if labels.count(label) > 1), None):
        raise ChoiceRepeated(_("“%(answer)s” is written twice. Leave it once.") % {"answer": twice})
    codes = _kept(labels, before)
    taken = {choice.code for choice in before} | set(codes.values())
    for label in labels:
        if label not in codes:
            codes[label] = new_key(label, taken, or_else="answer")
            taken.add(codes[label])
    return tuple(AnswerChoice(code=codes[label], label=label) for label in labels)


def _kept(labels: Sequence[str], before: Sequence[AnswerChoice]) -> dict[str, str]:
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
