"""Validation of answers: a typed answer becomes a plain value, or a problem with a sentence on how to correct it.

A step and the whole form are validated alike, on the server. An invalid answer stays in the draft as typed.
"""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from stdnum.exceptions import ValidationError as NumberError
from stdnum.ua import edrpou, rntrc

from vikno.eforms.composites import subquestions
from vikno.eforms.definition import NO_RNOKPP, Answers, FormDefinition, Question, QuestionKind, Step, holds, is_empty

PHONE_REGION = "UA"
TEXT_MOST = 500
LONG_TEXT_MOST = 10_000
GROUP_MOST = 20
FILES_MOST = 10

# The number of files, by the key of their question.
FileCounts = Mapping[str, int]


class AnswerInvalid(Exception):
    """The typed answer is invalid; the message is for the person who typed it."""


@dataclass(frozen=True, kw_only=True)
class AnswerProblem:
    """One thing to correct in the answers, with a sentence on how.

    `input_id` is the path of the answer, which a page uses as the id of its input: `address-house`, `children-0-born_on`.
    """

    input_id: str
    message: str
    is_missing: bool = False

    @property
    def question(self) -> str:
        """Return the key of the question on the page."""
        return self.input_id.partition("-")[0]


@dataclass(frozen=True, kw_only=True)
class CheckedAnswers:
    """Validated answers: plain values of the valid ones, the others as typed, and the problems."""

    answers: dict[str, Any] = field(default_factory=dict)
    problems: list[AnswerProblem] = field(default_factory=list)


def check_step(
    form: FormDefinition, step: Step, answers: Answers, *, files: FileCounts, today: datetime.date
) -> CheckedAnswers:
    """Check the answers of one step, and the rules whose message belongs to it.

    `answers` are those of the whole form, for its conditions; only this step's come back.
    """
    checked = _check_questions(form, step.questions, answers, files=files, today=today)
    merged = {**answers, **checked.answers}
    keys = {question.key for question in step.questions}
    return CheckedAnswers(
        answers=checked.answers,
        problems=checked.problems + _broken_rules(form, merged, checked.problems, at=keys),
    )


def check_form(form: FormDefinition, answers: Answers, *, files: FileCounts, today: datetime.date) -> CheckedAnswers:
    """Check the answers of the whole form."""
    checked = _check_questions(form, tuple(form.questions), answers, files=files, today=today)
    keys = {question.key for question in form.questions}
    return CheckedAnswers(
        answers=checked.answers,
        problems=checked.problems + _broken_rules(form, checked.answers, checked.problems, at=keys),
    )


def _check_questions(
    form: FormDefinition, questions: Sequence[Question], answers: Answers, *, files: FileCounts, today: datetime.date
) -> CheckedAnswers:
    """Check questions in order, because a condition looks at the plain values of earlier questions."""
    keys = {question.key for question in questions}
    current: dict[str, Any] = dict(answers)
    # The answers of the questions so far that apply: conditions look only at these.
    counted: dict[str, Any] = {}
    checked = CheckedAnswers()
    for question in form.questions:
        if question.asked_when is not None and not holds(question.asked_when, counted):
            continue
        if question.key in keys and question.kind == QuestionKind.FILES:
            checked.problems.extend(_file_problems(question, files.get(question.key, 0)))
        elif question.key in keys and question.is_answerable:
            value, problems = check_answer(question, current.get(question.key), today=today)
            checked.problems.extend(problems)
            current[question.key] = value
            if not is_empty(value):
                checked.answers[question.key] = value
        if question.has_answer and not is_empty(current.get(question.key)):
            counted[question.key] = current[question.key]
    return checked


def _broken_rules(
    form: FormDefinition, answers: Answers, problems: list[AnswerProblem], *, at: set[str]
) -> list[AnswerProblem]:
    invalid = {problem.question for problem in problems}
    counted = form.applicable_answers(answers)
    return [
        AnswerProblem(input_id=rule.at, message=rule.message)
        for rule in form.rules
        if rule.at in at and rule.at not in invalid and rule.at in counted and holds(rule.refused_when, counted)
    ]


def check_answer(
    question: Question, typed: Any, *, today: datetime.date, at: str = ""
) -> tuple[Any, list[AnswerProblem]]:
    """Return the plain value, or the typed answer with its problems."""
    at = at or question.key
    if question.kind == QuestionKind.GROUP:
        return _check_group(question, typed, today=today, at=at)
    if _is_blank(typed):
        missing = AnswerProblem(input_id=at, message=_missing_message(question), is_missing=True)
        if question.required and (parts := subquestions(question)):
            return {}, [AnswerProblem(input_id=f"{at}-{parts[0].key}", message=missing.message, is_missing=True)]
        return None, [missing] if question.required else []
    if parts := subquestions(question):
        values, problems = _check_parts(parts, typed, today=today, at=at)
        return values or None, problems
    try:
        return _CHECKS[question.kind](question, typed, today), []
    except AnswerInvalid as error:
        return typed, [AnswerProblem(input_id=at, message=str(error))]


def _is_blank(typed: Any) -> bool:
    """Return whether a typed answer is empty or has only invisible characters."""
    return is_empty(typed) or (isinstance(typed, str) and not _plain(typed))


def normalize_answer(question: Question, typed: Any, *, today: datetime.date) -> Any:
    """Return the plain value of a valid answer; an invalid answer as typed."""
    if question.kind == QuestionKind.GROUP:
        rounds = typed if isinstance(typed, list) else []
        return [_check_parts(question.questions, answers, today=today, at="")[0] for answers in rounds]
    return typed if is_empty(typed) else check_answer(question, typed, today=today)[0]


def _check_parts(
    parts: Sequence[Question], typed: Any, *, today: datetime.date, at: str
) -> tuple[dict[str, Any], list[AnswerProblem]]:
    answers = typed if isinstance(typed, Mapping) else {}
    values: dict[str, Any] = {}
    problems: list[AnswerProblem] = []
    form = FormDefinition(title="", steps=(Step(key="parts", title="", questions=tuple(parts)),))
    for part in form.applicable_questions(answers):
        value, part_problems = check_answer(part, answers.get(part.key), today=today, at=f"{at}-{part.key}")
        problems += part_problems
        if not is_empty(value):
            values[part.key] = value
    return values, problems


def _check_group(group: Question, typed: Any, *, today: datetime.date, at: str) -> tuple[Any, list[AnswerProblem]]:
    # A round without an answer to any of its questions does not count.
    rounds = [
        answers
        for answers in (typed if isinstance(typed, list) else [])
        if isinstance(answers, Mapping) and any(not _is_blank(answers.get(part.key)) for part in group.questions)
    ]
    least = max(int(group.least or 0), 1 if group.required else 0)
    most = int(group.most or GROUP_MOST)
    if len(rounds) > most:
        message = ngettext("Leave at most %d entry.", "Leave at most %d entries.", most) % most
        return rounds, [AnswerProblem(input_id=at, message=message)]
    # The required rounds are checked even where they are empty.
    rounds += [{}] * (least - len(rounds))
    values, problems = [], []
    for number, answers in enumerate(rounds):
        value, round_problems = _check_parts(group.questions, answers, today=today, at=f"{at}-{number}")
        values.append(value)
        problems += round_problems
    if least and not any(values) and not problems:
        problems = [
            AnswerProblem(input_id=f"{at}-0-{group.questions[0].key}", message=_missing_message(group), is_missing=True)
        ]
    return values, problems


def _file_problems(question: Question, count: int) -> Iterator[AnswerProblem]:
    most = int(question.most or FILES_MOST)
    if question.required and not count:
        yield AnswerProblem(input_id=question.key, message=_missing_message(question), is_missing=True)
    if count > most:
        message = ngettext("Leave at most %d file.", "Leave at most %d files.", most) % most
        yield AnswerProblem(input_id=question.key, message=message)


def _missing_message(question: Question) -> str:
    label = question.label.strip().rstrip(":?.")
    match question.kind:
        case QuestionKind.FILES:
            return _("Add a file: %(what)s") % {"what": label}
        case QuestionKind.YES_NO | QuestionKind.ONE_OF | QuestionKind.SEVERAL_OF:
            return _("Choose an answer: %(what)s") % {"what": label}
    return _("Fill in: %(what)s") % {"what": label}


# The checks by kind. Each takes the question, the typed answer (not empty) and today's date.


def _text(question: Question, typed: Any, today: datetime.date) -> str:
    text = _plain(typed)
    if question.kind == QuestionKind.TEXT:
        text = " ".join(text.split())
    most = int(question.most or (TEXT_MOST if question.kind == QuestionKind.TEXT else LONG_TEXT_MOST))
    if len(text) > most:
        raise AnswerInvalid(ngettext("Shorten to %d character.", "Shorten to %d characters.", most) % most)
    if question.least and len(text) < int(question.least):
        least = int(question.least)
        raise AnswerInvalid(ngettext("Write at least %d character.", "Write at least %d characters.", least) % least)
    return text


_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")


def _plain(typed: Any) -> str:
    """Return the text without control characters and marks of text direction."""
    text = str(typed).replace("\r\n", "\n").replace("\r", "\n")
    return _UNSEEN.sub("", text).strip()


def _integer(question: Question, typed: Any, today: datetime.date) -> int:
    digits = re.sub(r"[\s\u00a0]", "", str(typed))
    if not re.fullmatch(r"[+-]?\d{1,15}", digits):
        raise AnswerInvalid(_("Write a whole number, for example 3."))
    value = int(digits)
    _within(question, Decimal(value))
    return value


def _decimal(question: Question, typed: Any, today: datetime.date) -> str:
    digits = re.sub(r"[\s\u00a0]", "", str(typed)).replace(",", ".")
    try:
        value = Decimal(digits)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or len(digits) > 24 or "e" in digits.lower():
        raise AnswerInvalid(_("Write a number, for example 12,5."))
    _within(question, value)
    return f"{value:f}"


def _within(question: Question, value: Decimal) -> None:
    if question.least is not None and value < Decimal(question.least):
        raise AnswerInvalid(_("Write a number not less than %(least)s.") % {"least": question.least})
    if question.most is not None and value > Decimal(question.most):
        raise AnswerInvalid(_("Write a number not greater than %(most)s.") % {"most": question.most})


def _date(question: Question, typed: Any, today: datetime.date) -> str:
    value = parse_written_date(str(typed))
    if value is None:
        raise AnswerInvalid(_("Write a date as day, month, year, for example 27.03.1985."))
    for bound, is_beyond, sentence in (
        (question.least, value.__lt__, _("Write a date not before %(bound)s.")),
        (question.most, value.__gt__, _("Write a date not after %(bound)s.")),
    ):
        if bound is None:
            continue
        limit = today if bound == "today" else datetime.date.fromisoformat(str(bound))
        if is_beyond(limit):
            raise AnswerInvalid(sentence % {"bound": f"{limit:%d.%m.%Y}"})
    return value.isoformat()


def parse_written_date(typed: str) -> datetime.date | None:
    """Return a date written as day, month, year with any separators, or as ISO 8601; None where it is no date."""
    if len(typed) > 40:
        return None
    numbers = [int(part) for part in re.findall(r"\d+", typed)[:3]]
    if len(numbers) == 1 and re.fullmatch(r"\s*\d{8}\s*", typed):
        text = typed.strip()
        numbers = [int(text[:2]), int(text[2:4]), int(text[4:])]
    if len(numbers) != 3 or not re.fullmatch(r"[\d\s./\\-]+", typed):
        return None
    day, month, year = numbers if numbers[0] < 1000 else numbers[::-1]
    try:
        return datetime.date(year, month, day) if 1850 <= year <= 2200 else None
    except (ValueError, OverflowError):
        return None


def _yes_no(question: Question, typed: Any, today: datetime.date) -> bool:
    if isinstance(typed, bool):
        return typed
    if typed not in ("yes", "no"):
        raise AnswerInvalid(_("Choose yes or no."))
    return bool(typed == "yes")


def _one_of(question: Question, typed: Any, today: datetime.date) -> str:
    if typed not in [choice.code for choice in question.choices]:
        raise AnswerInvalid(_("Choose one of the answers."))
    return str(typed)


def _several_of(question: Question, typed: Any, today: datetime.date) -> list[str]:
    chosen = typed if isinstance(typed, list) else [typed]
    codes = [choice.code for choice in question.choices]
    if any(code not in codes for code in chosen):
        raise AnswerInvalid(_("Choose from the answers."))
    if question.most is not None and len(chosen) > int(question.most):
        most = int(question.most)
        raise AnswerInvalid(ngettext("Choose at most %d answer.", "Choose at most %d answers.", most) % most)
    return [code for code in codes if code in chosen]


def _phone(question: Question, typed: Any, today: datetime.date) -> str:
    try:
        number = phonenumbers.parse(str(typed), PHONE_REGION)
    except phonenumbers.NumberParseException:
        number = phonenumbers.PhoneNumber()
    if not phonenumbers.is_valid_number(number):
        raise AnswerInvalid(
            _("Write a phone number, for example 067 123 45 67, or +420 777 123 456 for a foreign one.")
        )
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _email(question: Question, typed: Any, today: datetime.date) -> str:
    address = str(typed).strip()
    try:
        validate_email(address)
    except ValidationError:
        raise AnswerInvalid(_("Write an e-mail address, for example name@example.com.")) from None
    return address


def _rnokpp(question: Question, typed: Any, today: datetime.date) -> str:
    if typed == NO_RNOKPP:
        return NO_RNOKPP
    try:
        return str(rntrc.validate(_code(typed)))
    except NumberError:
        raise AnswerInvalid(_("Check the taxpayer number: it has 10 digits, and one of these is not right.")) from None


def _edrpou(question: Question, typed: Any, today: datetime.date) -> str:
    try:
        return str(edrpou.validate(_code(typed)))
    except NumberError:
        raise AnswerInvalid(_("Check the ЄДРПОУ code: it has 8 digits, and one of these is not right.")) from None


def _unzr(question: Question, typed: Any, today: datetime.date) -> str:
    digits = re.sub(r"\D", "", str(typed))
    if len(digits) != 13 or parse_written_date(f"{digits[6:8]}.{digits[4:6]}.{digits[:4]}") is None:
        raise AnswerInvalid(_("Write the number as it stands in the passport, for example 19900101-00018."))
    return f"{digits[:8]}-{digits[8:]}"


_DOCUMENT = re.compile(r"\d{9}|[А-ЯҐЄІЇ]{2}\d{6}|[A-Z]{2}\d{6}")


def _document(question: Question, typed: Any, today: datetime.date) -> str:
    number = _code(typed).upper().replace("№", "")
    if not _DOCUMENT.fullmatch(number):
        raise AnswerInvalid(_("Write 9 digits of an ID card, or two letters and 6 digits of a passport."))
    return number


def _code(typed: Any) -> str:
    """Return a code without spaces and dashes."""
    return re.sub(r"[\s\u00a0-]", "", str(typed))


_CHECKS: dict[QuestionKind, Callable[[Question, Any, datetime.date], Any]] = {
    QuestionKind.TEXT: _text,
    QuestionKind.LONG_TEXT: _text,
    QuestionKind.INTEGER: _integer,
    QuestionKind.DECIMAL: _decimal,
    QuestionKind.DATE: _date,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.ONE_OF: _one_of,
    QuestionKind.SEVERAL_OF: _several_of,
    QuestionKind.PHONE: _phone,
    QuestionKind.EMAIL: _email,
    QuestionKind.RNOKPP: _rnokpp,
    QuestionKind.EDRPOU: _edrpou,
    QuestionKind.UNZR: _unzr,
    QuestionKind.DOCUMENT: _document,
}
