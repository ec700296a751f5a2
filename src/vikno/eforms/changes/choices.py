"""Answers to choose from, one a line. An answer keeps its code when its text is corrected."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from vikno.eforms.changes import limits
from vikno.eforms.changes.positions import new_key
from vikno.eforms.definition import AnswerChoice
from vikno.kernel.errors import Refused


class ChoiceRepeated(Refused):
    """Two answers have the same text."""


def format_lines(choices: Sequence[AnswerChoice]) -> str:
    """Return the answers as lines of text, for editing."""
    return "\n".join(choice.label for choice in choices)


def parse_lines(text: str, before: Sequence[AnswerChoice]) -> tuple[AnswerChoice, ...]:
    """Return the answers of these lines. Raises `FormLimitReached` or `ChoiceRepeated`."""
    labels = [label for line in text.splitlines() if (label := " ".join(line.split()))]
    limits.require_room(len(labels), limits.CHOICES)
    if repeated := next((label for label in labels if labels.count(label) > 1), None):
        raise ChoiceRepeated(_("“%(answer)s” is written twice. Leave it once.") % {"answer": repeated})
    codes = _kept_codes(labels, before)
    taken = {choice.code for choice in before} | set(codes.values())
    for label in labels:
        if label not in codes:
            codes[label] = new_key(label, taken, or_else="answer")
            taken.add(codes[label])
    return tuple(AnswerChoice(code=codes[label], label=label) for label in labels)


def _kept_codes(labels: Sequence[str], before: Sequence[AnswerChoice]) -> dict[str, str]:
    """Return the codes that lines keep: lines with the same text, and lines changed in place."""
    codes = {choice.label: choice.code for choice in before if choice.label in labels}
    matcher = SequenceMatcher(a=[choice.label for choice in before], b=list(labels), autojunk=False)
    for tag, start, end, here, there in matcher.get_opcodes():
        if tag != "replace" or end - start != there - here:
            continue
        for choice, label in zip(before[start:end], labels[here:there], strict=True):
            if label not in codes and choice.code not in codes.values():
                codes[label] = choice.code
    return codes
