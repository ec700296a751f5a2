"""References inside a form: from conditions and rules to the questions they look at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from vikno.eforms.answer_display import answer_text
from vikno.eforms.definition import (
    AllOf,
    AnswerComparison,
    AnyOf,
    ComparisonOperator,
    Condition,
    FormDefinition,
    NoneOf,
    Question,
    QuestionKind,
)


@dataclass(frozen=True, kw_only=True)
class BrokenReference:
    """A condition or a rule that looks at a missing or later question, or compares it in a way that cannot work.

    `at` is the question with the condition (`key`, `group-key`), or `rule-1` for the first rule.
    """

    at: str
    owner: str
    needs: str
    owner_text: str

    @property
    def identity(self) -> tuple[str, str]:
        """Return the part that stays the same when rules get other numbers."""
        return self.owner, self.needs


def broken_references(form: FormDefinition) -> list[BrokenReference]:
    """Return every reference of the form that cannot work."""
    questions = tuple(form.questions)
    broken = [*_of_questions(questions, "")]
    for number, rule in enumerate(form.rules, start=1):
        at, owner = f"rule-{number}", f"rule {rule.message}"
        words = _("the rule “%(message)s”") % {"message": shorten(rule.message)}
        broken += _of_condition(rule.refused_when, questions, at=at, owner=owner, words=words)
        # The message is shown at a question that has an answer of its own.
        if not any(question.key == rule.at and question.has_answer for question in questions):
            broken.append(BrokenReference(at=at, owner=owner, needs=f"at {rule.at}", owner_text=words))
    return broken


def _of_questions(questions: Sequence[Question], scope: str) -> Iterator[BrokenReference]:
    for number, question in enumerate(questions):
        if question.asked_when is not None:
            at = f"{scope}{question.key}"
            words = _("the condition of “%(question)s”") % {"question": shorten(question.label)}
            yield from _of_condition(question.asked_when, questions[:number], at=at, owner=at, words=words)
        if question.kind == QuestionKind.GROUP:
            yield from _of_questions(question.questions, f"{question.key}-")


def _of_condition(
    condition: Condition, known: Sequence[Question], *, at: str, owner: str, words: str
) -> Iterator[BrokenReference]:
    for test in comparisons_in(condition):
        if not is_valid_comparison(test, known):
            yield BrokenReference(at=at, owner=owner, needs=str(test), owner_text=words)


def comparisons_in(condition: Condition) -> Iterator[AnswerComparison]:
    """Yield the single comparisons of a condition."""
    match condition:
        case AllOf():
            parts = condition.all
        case AnyOf():
            parts = condition.any
        case NoneOf():
            parts = condition.none_of
        case AnswerComparison():
            yield condition
            return
    for part in parts:
        yield from comparisons_in(part)


def is_valid_comparison(test: AnswerComparison, known: Sequence[Question]) -> bool:
    """Return whether a comparison can work with the questions asked before it."""
    by_key = {question.key: question for question in known}
    question, other = by_key.get(test.question), by_key.get(test.other)
    if question is None or not question.has_answer or (test.other and (other is None or not other.has_answer)):
        return False
    # Free text can have any value; the value of a choice is a code of the question.
    if test.other or test.op == ComparisonOperator.ANSWERED or not question.choices:
        return True
    codes = {choice.code for choice in question.choices}
    values = test.value if isinstance(test.value, list | tuple) else [test.value]
    return all(isinstance(value, str) and value in codes for value in values)


SHORT = 60


def shorten(text: str) -> str:
    """Return the beginning of a label, for use inside a sentence."""
    line = " ".join(text.split()).rstrip(":")
    return line if len(line) <= SHORT else f"{line[: SHORT - 1].rstrip()}…"


def describe_condition(condition: Condition, known: Sequence[Question]) -> str:
    """Return a condition in words."""
    match condition:
        case AllOf():
            return _(" and ").join(_part_in_words(part, known) for part in condition.all)
        case AnyOf():
            return _(" or ").join(_part_in_words(part, known) for part in condition.any)
        case NoneOf():
            return _("not true: %s") % _(" or ").join(_part_in_words(part, known) for part in condition.none_of)
    return _comparison_in_words(condition, {question.key: question for question in known})


def _part_in_words(condition: Condition, known: Sequence[Question]) -> str:
    words = describe_condition(condition, known)
    return words if isinstance(condition, AnswerComparison) else f"({words})"


def _comparison_in_words(test: AnswerComparison, known: dict[str, Question]) -> str:
    question = known.get(test.question)
    names = {"question": shorten(question.label) if question else test.question}
    if test.op == ComparisonOperator.ANSWERED:
        sentence = _("“%(question)s” is answered") if test.value else _("“%(question)s” is left empty")
        return sentence % names
    if test.other:
        other = known.get(test.other)
        same = _("“%(question)s” is the same as “%(other)s”")
        sentence = {
            ComparisonOperator.IS_NOT: _("“%(question)s” is not the same as “%(other)s”"),
            ComparisonOperator.LESS: _("“%(question)s” is less or earlier than “%(other)s”"),
            ComparisonOperator.MORE: _("“%(question)s” is more or later than “%(other)s”"),
        }.get(test.op, same)
        return sentence % {**names, "other": shorten(other.label) if other else test.other}
    values = test.value if isinstance(test.value, list | tuple) else [test.value]
    texts = (answer_text(question, value) if question else str(value) for value in values)
    names["answer"] = _(" or ").join(f"«{text}»" for text in texts)
    less = _("the number in “%(question)s” is less than %(answer)s")
    more = _("the number in “%(question)s” is greater than %(answer)s")
    if question and question.kind == QuestionKind.DATE:
        less = _("the date in “%(question)s” is before %(answer)s")
        more = _("the date in “%(question)s” is after %(answer)s")
    sentence = {
        ComparisonOperator.IS_NOT: _("the answer to “%(question)s” is not %(answer)s"),
        ComparisonOperator.HAS: _("%(answer)s is marked in “%(question)s”"),
        ComparisonOperator.LESS: less,
        ComparisonOperator.MORE: more,
    }.get(test.op, _("the answer to “%(question)s” is %(answer)s"))
    return sentence % names
