"""The definition of an e-form: plain values, without database, request and HTML.

A form has steps; a step has questions on one topic. A question may depend on earlier answers (`asked_when`), and a rule may
compare answers with one another. `definition_faults` finds what makes a definition unusable before it is published.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal, Union

Answers = Mapping[str, Any]

KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,79}")
# Keys become names and ids of inputs on a page; these names have other uses there.
RESERVED = frozenset(
    ["main", "csrfmiddlewaretoken", "add", "remove", "detach", "save", "continue", "submit", "action", "method"]
)


class QuestionKind(StrEnum):
    """The kind of answer a question takes. The comments give the type of a valid answer."""

    TEXT = "text"  # str
    LONG_TEXT = "long_text"  # str, may have lines
    INTEGER = "integer"  # int
    DECIMAL = "decimal"  # str such as "12.50"
    DATE = "date"  # str, ISO 8601
    YES_NO = "yes_no"  # bool
    ONE_OF = "one_of"  # str, a choice's code
    SEVERAL_OF = "several_of"  # list of codes
    FILES = "files"  # stored beside the answers, as attachments
    PHONE = "phone"  # str, E.164
    EMAIL = "email"  # str
    RNOKPP = "rnokpp"  # str of 10 digits, or NO_RNOKPP
    EDRPOU = "edrpou"  # str of 8 digits
    UNZR = "unzr"  # str, YYYYMMDD-NNNNC
    DOCUMENT = "document"  # str: passport or ID card number
    ADDRESS = "address"  # dict by the keys of composites.address_parts
    PERSON = "person"  # dict by the keys of composites.person_parts
    GROUP = "group"  # list of dicts, one a round
    INFO = "info"  # no answer


# Some people lawfully have no taxpayer number; their passport has a mark of that.
NO_RNOKPP = "none"

# The types of files that a question may accept.
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

    For a question without an answer only `answered: false`, and `is_not` with a value, are true.
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
    """A question to the applicant.

    `least` and `most` limit a number, a date (ISO, or `today`), the length of a text, or the number of rounds of a group.
    For files `most` limits their number, and `types` lists the accepted ones (`pdf`, `jpg`, `png`; empty means all).
    `prefill` names the part of the person's profile that is offered as the answer.
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
        """Return whether the answers hold its value. Files are stored beside the answers, information has no answer."""
        return self.kind not in (QuestionKind.INFO, QuestionKind.FILES)


# The required level of assurance; empty means the level that the service requires.
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
    """A rule that refuses a combination of answers; the message is shown at the question `at`."""

    refused_when: Condition
    at: str
    message: str


@dataclass(frozen=True, kw_only=True)
class FormDefinition:
    """A questionnaire. A published version never changes; a new version replaces it."""

    title: str
    steps: tuple[Step, ...]
    rules: tuple[FormRule, ...] = ()
    language: str = "uk"
    minutes: int = 10

    @property
    def questions(self) -> Iterator[Question]:
        """Yield the questions of all steps, in order. Questions of a group are inside their group."""
        return (question for step in self.steps for question in step.questions)

    @property
    def questions_with_answers(self) -> tuple[Question, ...]:
        """Return the questions of all steps whose values the answers hold: those that conditions can look at."""
        return tuple(question for question in self.questions if question.has_answer)

    def step(self, key: str) -> Step | None:
        return next((step for step in self.steps if step.key == key), None)

    def question(self, key: str) -> Question | None:
        return next((question for question in self.questions if question.key == key), None)

    def applicable_questions(self, answers: Answers) -> list[Question]:
        """Return the questions that apply, in order. The answer to a question that is not asked does not count."""
        counted: dict[str, Any] = {}
        applicable = []
        for question in self.questions:
            if question.asked_when is None or holds(question.asked_when, counted):
                applicable.append(question)
                if question.has_answer and not is_empty(answers.get(question.key)):
                    counted[question.key] = answers[question.key]
        return applicable

    def applicable_answers(self, answers: Answers) -> dict[str, Any]:
        """Return the answers to the questions that apply."""
        keys = {question.key for question in self.applicable_questions(answers) if question.has_answer}
        return {key: value for key, value in answers.items() if key in keys and not is_empty(value)}


def is_empty(value: Any) -> bool:
    """Return whether a value is no answer. False and 0 are answers, a dict of empty texts is none."""
    if isinstance(value, Mapping):
        return all(is_empty(part) for part in value.values())
    if isinstance(value, list | tuple):
        return all(is_empty(part) for part in value)
    return value is None or (isinstance(value, str) and not value.strip())


def holds(condition: Condition, answers: Answers) -> bool:
    """Return whether a condition is true of these answers."""
    match condition:
        case AllOf():
            return all(holds(part, answers) for part in condition.all)
        case AnyOf():
            return any(holds(part, answers) for part in condition.any)
        case NoneOf():
            return not any(holds(part, answers) for part in condition.none_of)
    return _comparison_holds(condition, answers)


def _comparison_holds(test: AnswerComparison, answers: Answers) -> bool:
    answer = answers.get(test.question)
    if test.op == ComparisonOperator.ANSWERED:
        return is_empty(answer) != bool(test.value)
    value = answers.get(test.other) if test.other else test.value
    if is_empty(answer) or (test.other and is_empty(value)):
        return test.op == ComparisonOperator.IS_NOT and not test.other
    match test.op:
        case ComparisonOperator.IS:
            return bool(answer == value)
        case ComparisonOperator.IS_NOT:
            return bool(answer != value)
        case ComparisonOperator.IN:
            return isinstance(value, list | tuple) and answer in value
        case ComparisonOperator.HAS:
            return isinstance(answer, list | tuple) and value in answer
    left, right = _comparable(answer), _comparable(value)
    if type(left) is not type(right):
        return False
    return bool(left < right) if test.op == ComparisonOperator.LESS else bool(left > right)


def _comparable(value: Any) -> Any:
    """Return a Decimal for the text of a number, otherwise the text: ISO dates compare as text."""
    try:
        number = Decimal(str(value))
    except ArithmeticError:
        return str(value)
    return number if number.is_finite() else str(value)


def referenced_keys(condition: Condition) -> Iterator[str]:
    """Yield the keys of the questions that a condition looks at."""
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
    """Return, in English, what makes a definition unusable; an empty list means that it can be published."""
    found = [] if form.steps else ["the form has no steps"]
    found += [f"step {step.key!r} asks nothing" for step in form.steps if not step.questions]
    found += _key_faults("step", [step.key for step in form.steps])
    found += _key_faults("question", [question.key for question in form.questions])
    found += [
        f"question {question.key!r} is called like a part of the page"
        for question in form.questions
        if question.key in RESERVED
    ]
    known: list[str] = []
    for question in form.questions:
        found += _question_faults(question)
        if question.asked_when is not None:
            found += _reference_faults(f"question {question.key!r} depends on", question.asked_when, known)
        known.append(question.key)
    for number, rule in enumerate(form.rules, start=1):
        found += _reference_faults(f"rule {number} looks at", rule.refused_when, known)
        if rule.at not in known:
            found.append(f"rule {number} is shown at {rule.at!r}, which is not asked")
    return found


def _key_faults(subject: str, keys: list[str]) -> list[str]:
    repeated = [f"{subject} {key!r} appears more than once" for key in dict.fromkeys(keys) if keys.count(key) > 1]
    return repeated + [f"{subject} {key!r} is not a key" for key in dict.fromkeys(keys) if not KEY.fullmatch(key)]


def _reference_faults(subject: str, condition: Condition, known: list[str]) -> list[str]:
    return [
        f"{subject} {key!r}, which is not asked before it" for key in referenced_keys(condition) if key not in known
    ]


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
    found += [
        f"question {question.key!r} takes {file_type!r} files"
        for file_type in question.types
        if file_type not in FILE_TYPES
    ]
    if question.kind != QuestionKind.GROUP:
        return found
    found += [] if question.questions else [f"group {question.key!r} asks nothing"]
    found += _key_faults(f"in group {question.key!r} the question", [part.key for part in question.questions])
    for part in question.questions:
        if part.kind in OUTSIDE_GROUPS:
            found.append(f"group {question.key!r} asks for {part.kind}, which is asked outside groups only")
        found += _question_faults(part)
    return found
