"""What an e-form asks. Plain values: no database, no request, no HTML.

A form is steps, a step is questions on one topic. A question may depend on answers given before it (`asked_when`), and a rule
may compare answers with one another. `faults` says what is wrong with a definition before anybody is asked anything.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal, Union

Answers = Mapping[str, Any]

KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,79}")
# Keys become names and ids on a page; these stand there for other things.
RESERVED = frozenset(
    ["main", "csrfmiddlewaretoken", "add", "remove", "detach", "save", "continue", "submit", "action", "method"]
)


class QuestionKind(StrEnum):
    """What sort of answer a question takes; in brackets the plain value a checked answer has."""

    TEXT = "text"  # str
    LONG_TEXT = "long_text"  # str, may have lines
    INTEGER = "integer"  # int
    DECIMAL = "decimal"  # str such as "12.50"
    DATE = "date"  # str, ISO 8601
    YES_NO = "yes_no"  # bool
    ONE_OF = "one_of"  # str, a choice's code
    SEVERAL_OF = "several_of"  # list of codes
    FILES = "files"  # kept beside the answers, as attachments
    PHONE = "phone"  # str, E.164
    EMAIL = "email"  # str
    RNOKPP = "rnokpp"  # str of 10 digits, or NO_RNOKPP
    EDRPOU = "edrpou"  # str of 8 digits
    UNZR = "unzr"  # str, YYYYMMDD-NNNNC
    DOCUMENT = "document"  # str: passport or ID card number
    ADDRESS = "address"  # dict by the parts in parts.py
    PERSON = "person"  # dict by the parts in parts.py
    GROUP = "group"  # list of dicts, one for each time it is repeated
    INFO = "info"  # nothing is asked


# Some people lawfully have no taxpayer number (a mark in the passport says so).
NO_RNOKPP = "none"

# What files can be asked for.
FILE_TYPES = ("pdf", "jpg", "png")

WITH_CHOICES = frozenset({QuestionKind.ONE_OF, QuestionKind.SEVERAL_OF})
OUTSIDE_GROUPS = frozenset({QuestionKind.FILES, QuestionKind.GROUP})


class ComparisonOperator(StrEnum):
    IS = "is"
    IS_NOT = "is_not"
    IN = "in"
    HAS = "has"
    ANSWERED = "answered"
    LESS = "less"
    MORE = "more"


@dataclass(frozen=True, kw_only=True)
class AnswerComparison:
    """One comparison of an answer with a value, or with the answer to another question (`other`).

    An unanswered question passes no test but `answered: false` and `is_not`.
    """

    question: str
    op: ComparisonOperator = ComparisonOperator.IS
    value: Any = None
    other: str = ""


@dataclass(frozen=True, kw_only=True)
class AllOf:
    all: tuple["Condition", ...]


@dataclass(frozen=True, kw_only=True)
class AnyOf:
    any: tuple["Condition", ...]


@dataclass(frozen=True, kw_only=True)
class NoneOf:
    none_of: tuple["Condition", ...]


Condition = Union[AnswerComparison, AllOf, AnyOf, NoneOf]  # noqa: UP007 - the names are not bound yet when this is read


@dataclass(frozen=True, kw_only=True)
class AnswerChoice:
    code: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """One thing an applicant is asked.

    `least` and `most` bound a number, a date (ISO, or `today`), the length of a text, or how often a group is repeated;
    for files `most` is how many, and `types` says which are taken (`pdf`, `jpg`, `png`), all where it is empty. `prefill` names
    what of the person's profile is offered as the answer.
    """

    key: str
    kind: QuestionKind
    label: str
    hint: str = ""
    required: bool = True
    choices: tuple[AnswerChoice, ...] = ()
    asked_when: Condition | None = None
    prefill: str = ""
    least: int | Decimal | str | None = None
    most: int | Decimal | str | None = None
    questions: tuple["Question", ...] = ()
    tone: str = "info"
    types: tuple[str, ...] = ()

    @property
    def is_answerable(self) -> bool:
        return self.kind != QuestionKind.INFO

    @property
    def has_answer(self) -> bool:
        """Tell whether the answers hold a value for it: files lie beside them, information asks nothing."""
        return self.kind not in (QuestionKind.INFO, QuestionKind.FILES)


# How surely it must be known who answers; an empty text asks for nothing more than the service does.
Assurance = Literal["", "low", "substantial", "high"]


@dataclass(frozen=True, kw_only=True)
class Step:
    """The questions of one page: one topic."""

    key: str
    title: str
    questions: tuple[Question, ...]
    lead: str = ""
    level: Assurance = ""


@dataclass(frozen=True, kw_only=True)
class FormRule:
    """Answers that do not go together: the message is shown at the question `at`."""

    refused_when: Condition
    at: str
    message: str


@dataclass(frozen=True, kw_only=True)
class FormDefinition:
    """A questionnaire. A published version never changes: a new one takes its place."""

    title: str
    steps: tuple[Step, ...]
    rules: tuple[FormRule, ...] = ()
    language: str = "uk"
    minutes: int = 10

    @property
    def questions(self) -> Iterator[Question]:
        """Yield the questions of all steps, in order; those inside groups come with their group."""
        return (question for step in self.steps for question in step.questions)

    def step(self, key: str) -> Step | None:
        return next((step for step in self.steps if step.key == key), None)

    def question(self, key: str) -> Question | None:
        return next((question for question in self.questions if question.key == key), None)

    def applicable_questions(self, answers: Answers) -> list[Question]:
        """Return the questions that apply, in order. An answer to a question that is not asked counts for nothing."""
        counted: dict[str, Any] = {}
        asked = []
        for question in self.questions:
            if question.asked_when is None or holds(question.asked_when, counted):
                asked.append(question)
                if question.has_answer and not is_empty(answers.get(question.key)):
                    counted[question.key] = answers[question.key]
        return asked

    def applicable_answers(self, answers: Answers) -> dict[str, Any]:
        """Return the answers to the questions that apply."""
        keys = {question.key for question in self.applicable_questions(answers) if question.has_answer}
        return {key: value for key, value in answers.items() if key in keys and not is_empty(value)}


def is_empty(value: Any) -> bool:
    """Tell whether a typed answer says nothing at all: False and 0 are answers, a dict of empty texts is none."""
    if isinstance(value, Mapping):
        return all(is_empty(part) for part in value.values())
    if isinstance(value, list | tuple):
        return all(is_empty(part) for part in value)
    return value is None or (isinstance(value, str) and not value.strip())


def holds(condition: Condition, answers: Answers) -> bool:
    """Tell whether a condition is true of these answers."""
    match condition:
        case AllOf():
            return all(holds(part, answers) for part in condition.all)
        case AnyOf():
            return any(holds(part, answers) for part in condition.any)
        case NoneOf():
            return not any(holds(part, answers) for part in condition.none_of)
    return _passes(condition, answers)


def _passes(test: AnswerComparison, answers: Answers) -> bool:
    given = answers.get(test.question)
    if test.op == ComparisonOperator.ANSWERED:
        return is_empty(given) != bool(test.value)
    wanted = answers.get(test.other) if test.other else test.value
    if is_empty(given) or (test.other and is_empty(wanted)):
        return test.op == ComparisonOperator.IS_NOT and not test.other
    return _compares(test.op, given, wanted)


def _compares(op: ComparisonOperator, given: Any, wanted: Any) -> bool:
    match op:
        case ComparisonOperator.IS:
            return bool(given == wanted)
        case ComparisonOperator.IS_NOT:
            return bool(given != wanted)
        case ComparisonOperator.IN:
            return isinstance(wanted, list | tuple) and given in wanted
        case ComparisonOperator.HAS:
            return isinstance(given, list | tuple) and wanted in given
    left, right = _comparable(given), _comparable(wanted)
    if type(left) is not type(right):
        return False
    return bool(left < right) if op == ComparisonOperator.LESS else bool(left > right)


def _comparable(value: Any) -> Any:
    """Return a Decimal for what reads as a number, the text itself otherwise: ISO dates compare as text."""
    try:
        number = Decimal(str(value))
    except ArithmeticError:
        return str(value)
    return number if number.is_finite() else str(value)


def referenced_keys(condition: Condition) -> Iterator[str]:
    """Yield the keys that a condition looks at."""
    match condition:
        case AllOf():
            parts = condition.all
        case AnyOf():
            parts = condition.any
        case NoneOf():
            parts = condition.none_of
        case AnswerComparison():
            yield from filter(None, (condition.question, condition.other))
            return
    for part in parts:
        yield from referenced_keys(part)


def definition_faults(form: FormDefinition) -> list[str]:
    """Say, in English, what makes this definition unusable; an empty list means that it can be published."""
    found = [] if form.steps else ["the form has no steps"]
    found += [f"step {step.key!r} asks nothing" for step in form.steps if not step.questions]
    found += _repeated("step", [step.key for step in form.steps])
    found += _repeated("question", [question.key for question in form.questions])
    found += [
        f"question {question.key!r} is called like a part of the page"
        for question in form.questions
        if question.key in RESERVED
    ]
    known: list[str] = []
    for question in form.questions:
        found += _question_faults(question)
        if question.asked_when is not None:
            found += _unknown(f"question {question.key!r} depends on", question.asked_when, known)
        known.append(question.key)
    for number, rule in enumerate(form.rules, start=1):
        found += _unknown(f"rule {number} looks at", rule.refused_when, known)
        if rule.at not in known:
            found.append(f"rule {number} is shown at {rule.at!r}, which is not asked")
    return found


def _repeated(what: str, keys: list[str]) -> list[str]:
    repeated = [f"{what} {key!r} appears more than once" for key in dict.fromkeys(keys) if keys.count(key) > 1]
    return repeated + [f"{what} {key!r} is not a key" for key in dict.fromkeys(keys) if not KEY.fullmatch(key)]


def _unknown(what: str, condition: Condition, known: list[str]) -> list[str]:
    return [f"{what} {key!r}, which is not asked before it" for key in referenced_keys(condition) if key not in known]


def _question_faults(question: Question) -> list[str]:
    found = []
    if not question.label.strip():
        found.append(f"question {question.key!r} has no label")
    if question.kind in WITH_CHOICES:
        if not question.choices:
            found.append(f"question {question.key!r} has nothing to choose from")
        codes = [choice.code for choice in question.choices]
        if "" in codes or len(set(codes)) < len(codes):
            found.append(f"question {question.key!r} has a choice without a code, or two with the same")
    found += [f"question {question.key!r} takes {one!r} files" for one in question.types if one not in FILE_TYPES]
    if question.kind == QuestionKind.GROUP:
        found += _group_faults(question)
    return found


def _group_faults(group: Question) -> list[str]:
    found = [] if group.questions else [f"group {group.key!r} asks nothing"]
    found += _repeated(f"in group {group.key!r} the question", [question.key for question in group.questions])
    for question in group.questions:
        if question.kind in OUTSIDE_GROUPS:
            found.append(f"group {group.key!r} asks for {question.kind}, which is asked outside groups only")
        found += _question_faults(question)
    return found
