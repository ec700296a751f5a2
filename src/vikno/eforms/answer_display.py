"""Answers in words: the same rows for the resident, the officer and the printed application."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import phonenumbers
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from vikno.eforms.composites import subquestions
from vikno.eforms.definition import NO_RNOKPP, Answers, FormDefinition, Question, QuestionKind, is_empty
from vikno.kernel import dates
from vikno.kernel.person_names import PersonName

# Names of the files given for each file question, by key.
FileNames = Mapping[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class AnswerRow:
    """A question with its answer in words; an empty text means that there is no answer."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class AnswerSection:
    """The answers of one step."""

    step: str
    title: str
    rows: list[AnswerRow]


def answer_sections(form: FormDefinition, answers: Answers, files: FileNames) -> list[AnswerSection]:
    """Return the questions that apply with their answers, by step, without steps that ask nothing."""
    applicable_keys = {question.key for question in form.applicable_questions(answers)}
    sections = []
    for step in form.steps:
        rows = [
            row
            for question in step.questions
            if question.key in applicable_keys and question.is_answerable
            for row in _rows(question, answers.get(question.key), files.get(question.key, []))
        ]
        if rows:
            sections.append(AnswerSection(step=step.key, title=step.title, rows=rows))
    return sections


def _rows(question: Question, value: Any, files: Iterable[str]) -> list[AnswerRow]:
    if question.kind == QuestionKind.FILES:
        return [AnswerRow(key=question.key, label=question.label, text="\n".join(files))]
    if question.kind != QuestionKind.GROUP:
        return [AnswerRow(key=question.key, label=question.label, text=answer_text(question, value))]
    rounds = [answers for answers in value if isinstance(answers, Mapping)] if isinstance(value, list) else []
    rows = []
    for number, answers in enumerate(rounds or [{}], start=1):
        label = question.label if len(rounds) < 2 else f"{question.label} ({number})"
        lines = []
        for part in question.questions:
            if part.is_answerable and not is_empty(answers.get(part.key)):
                # A line is «Name: Olena», but «How old? 7».
                colon = "" if part.label.endswith((":", "?", ".")) else ":"
                lines.append(f"{part.label}{colon} {answer_text(part, answers[part.key])}")
        rows.append(AnswerRow(key=question.key, label=label, text="\n".join(lines)))
    return rows


def answer_text(question: Question, value: Any) -> str:
    """Return an answer in words; an invalid answer as typed."""
    if is_empty(value):
        return ""
    try:
        return _valid_answer_text(question, value)
    except (ValueError, TypeError, AttributeError, ArithmeticError, phonenumbers.NumberParseException):
        return str(value)


def _valid_answer_text(question: Question, value: Any) -> str:  # noqa: C901 - a short case for each kind
    match question.kind:
        case QuestionKind.DATE:
            return dates.format_date(datetime.date.fromisoformat(value))
        case QuestionKind.YES_NO:
            return _("Yes") if value in (True, "yes") else _("No")
        case QuestionKind.ONE_OF | QuestionKind.SEVERAL_OF:
            labels = {choice.code: choice.label for choice in question.choices}
            codes = value if isinstance(value, list) else [value]
            return "\n".join(labels.get(code, str(code)) for code in codes)
        case QuestionKind.DECIMAL:
            return number_format(value, use_l10n=True)
        case QuestionKind.PHONE:
            number = phonenumbers.parse(value, None)
            return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
        case QuestionKind.RNOKPP if value == NO_RNOKPP:
            return _("No number: there is a mark in the passport")
        case QuestionKind.ADDRESS:
            flat = _("flat %s") % value["flat"] if value.get("flat") else ""
            street, house = value.get("street"), value.get("house")
            return ", ".join(filter(None, (street, house, flat, value.get("settlement"), value.get("postcode"))))
        case QuestionKind.PERSON:
            name = PersonName.from_details(value).full
            others = [part for part in subquestions(question) if part.key in ("born_on", "rnokpp")]
            lines = [f"{part.label}: {answer_text(part, value[part.key])}" for part in others if value.get(part.key)]
            return "\n".join(filter(None, [name, *lines]))
    return str(value)
