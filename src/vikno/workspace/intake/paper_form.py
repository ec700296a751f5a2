"""The form in which an officer enters a paper application: the applicant, and the documents handed in.

The questions about the applicant are of the same kinds as those of an e-form, so names, phones and РНОКПП are checked and kept
in the same way wherever they come from.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from vikno.catalogue.models import CardDocument, DocumentSource, Service
from vikno.eforms.definition import NO_RNOKPP, FormDefinition, Question, QuestionKind, Step
from vikno.eforms.posted_answers import read_answers
from vikno.eforms.validation import AnswerProblem, check_form

MAX_SHEETS = 999
MAX_ROWS = 40


def applicant_questions() -> tuple[Question, ...]:
    """Return the questions about the applicant; at the desk most answers may be unknown."""
    return (
        Question(key="family_name", kind=QuestionKind.TEXT, label=_("Family name"), most=120),
        Question(key="given_name", kind=QuestionKind.TEXT, label=_("Given name"), most=120),
        Question(key="patronymic", kind=QuestionKind.TEXT, label=_("Patronymic"), required=False, most=120),
        Question(key="born_on", kind=QuestionKind.DATE, label=_("Date of birth"), required=False, most="today"),
        Question(
            key="phone",
            kind=QuestionKind.PHONE,
            label=_("Phone"),
            required=False,
            hint=_("We will call if something is missing."),
        ),
        Question(
            key="email",
            kind=QuestionKind.EMAIL,
            label=_("E-mail"),
            required=False,
            hint=_("News of the application go here."),
        ),
        Question(key="rnokpp", kind=QuestionKind.RNOKPP, label=_("Taxpayer number (РНОКПП)"), required=False),
    )


@dataclass(frozen=True, kw_only=True)
class PaperDocumentRow:
    """A document handed in: its name and how many sheets, as typed."""

    name: str = ""
    sheets: str = ""
    # A document of the card: without sheets it was not handed in, which is no problem.
    is_on_card: bool = False
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class PaperApplicationForm:
    """The form as typed, with its problems; without problems, the input of the operation."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    rows: list[PaperDocumentRow] = field(default_factory=list)
    problems: list[AnswerProblem] = field(default_factory=list)

    @property
    def applicant_details(self) -> dict[str, str]:
        return {key: value for key, value in self.answers.items() if value and value != NO_RNOKPP}

    @property
    def papers(self) -> list[dict[str, Any]]:
        return [{"name": row.name, "sheets": int(row.sheets)} for row in self.rows if row.name and row.sheets]


def empty_paper_form(service: Service) -> PaperApplicationForm:
    """Return the empty form: a row for each document of the card, and one more."""
    rows = [PaperDocumentRow(name=name, is_on_card=True) for name in _card_documents(service)]
    return PaperApplicationForm(rows=[*rows, PaperDocumentRow()])


def read_paper_form(sent: QueryDict, service: Service, *, add_row: bool = False) -> PaperApplicationForm:
    """Return the form as typed, unchecked; with one more empty row if wanted."""
    card_documents = set(_card_documents(service))
    rows = []
    for number in range(MAX_ROWS):
        if f"papers-{number}-name" not in sent:
            break
        name = " ".join(sent.get(f"papers-{number}-name", "").split())[:300]
        sheets = sent.get(f"papers-{number}-sheets", "").strip()
        if name or sheets:
            rows.append(PaperDocumentRow(name=name, sheets=sheets, is_on_card=name in card_documents))
    if add_row:
        rows.append(PaperDocumentRow())
    return PaperApplicationForm(answers=read_answers(applicant_questions(), sent), rows=rows)


def check_paper_form(sent: QueryDict, service: Service, *, today: datetime.date) -> PaperApplicationForm:
    """Return the form with its answers as plain values, or with its problems."""
    typed = read_paper_form(sent, service)
    form = FormDefinition(title="", steps=(Step(key="applicant", title="", questions=applicant_questions()),))
    checked = check_form(form, typed.answers, files={}, today=today)
    rows = [_checked_row(row) for row in typed.rows]
    problems = checked.problems + [
        AnswerProblem(input_id=f"papers-{number}-sheets", message=row.problem)
        for number, row in enumerate(rows)
        if row.problem
    ]
    if not any(row.sheets for row in rows):
        problems.append(
            AnswerProblem(
                input_id="papers-0-sheets", message=_("Write how many sheets of each document were handed in.")
            )
        )
    return PaperApplicationForm(
        answers={**typed.answers, **checked.answers}, rows=[*rows, PaperDocumentRow()], problems=problems
    )


def _card_documents(service: Service) -> list[str]:
    documents = CardDocument.objects.filter(card__service=service, source=DocumentSource.APPLICANT)
    return list(documents.order_by("sort_order", "pk").values_list("name", flat=True))


def _checked_row(row: PaperDocumentRow) -> PaperDocumentRow:
    problem = ""
    if row.sheets and not (row.sheets.isdecimal() and 1 <= int(row.sheets) <= MAX_SHEETS):
        problem = _("Write the number of sheets as a whole number, for example 2.")
    elif not row.sheets and not row.is_on_card:
        problem = _("How many sheets of “%(name)s”?") % {"name": row.name}
    elif not row.name:
        problem = _("What document is this?")
    return PaperDocumentRow(name=row.name, sheets=row.sheets, is_on_card=row.is_on_card, problem=problem)
