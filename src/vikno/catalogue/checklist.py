"""Checklists: a few questions of a card, and the documents, fee and term that follow from the answers.

Plain values. Each answer has a code that is unique in the whole card and the same in every language and in any order of the
questions. An address made of codes reveals nothing about the reader, and an old one is understood as far as its codes exist.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from vikno.catalogue.models import DocumentCopyKind, DocumentSource, ServiceCard
from vikno.kernel.text import fold_text

CODE_LENGTH = 8


@dataclass(frozen=True, kw_only=True)
class RequiredDocument:
    """A document to bring or to be taken from a register."""

    code: str
    name: str
    detail: str = ""
    source: str = DocumentSource.APPLICANT
    register: str = ""
    brought_as: str = ""

    @property
    def copy_requirement(self) -> str:
        """Return in words whether the original or a copy is needed."""
        return str(DocumentCopyKind(self.brought_as).label) if self.brought_as else ""


@dataclass(frozen=True, kw_only=True)
class CardFee:
    """A fee as on a card: an amount, or words where it is not a single amount."""

    fee_amount: Decimal | None = None
    fee_text: str = ""


@dataclass(frozen=True, kw_only=True)
class CardTerm:
    """A term as on a card: days, or words where it is not counted in days."""

    term_days: int | None = None
    term_days_least: int | None = None
    term_unit: str = "calendar"
    term_text: str = ""


@dataclass(frozen=True, kw_only=True)
class ChecklistAnswer:
    """A possible answer and its consequences; `fee` and `term` only where the answer sets them."""

    code: str
    text: str
    documents: tuple[RequiredDocument, ...] = ()
    fee: CardFee | None = None
    term: CardTerm | None = None
    note: str = ""
    is_not_for_you: bool = False
    other_service_code: str = ""


@dataclass(frozen=True, kw_only=True)
class ChecklistQuestion:
    """A question of a checklist with its possible answers."""

    name: str
    text: str
    help: str = ""
    answers: tuple[ChecklistAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class Checklist:
    """The questions of a card, and the documents, fee and term that apply to everybody."""

    questions: tuple[ChecklistQuestion, ...]
    documents: tuple[RequiredDocument, ...]
    fee: CardFee
    term: CardTerm


@dataclass(frozen=True, kw_only=True)
class AnsweredChecklist:
    """A checklist with the chosen answers by question name; `unknown_codes` match no answer any more."""

    checklist: Checklist
    chosen_answers: Mapping[str, ChecklistAnswer]
    unknown_codes: tuple[str, ...] = ()

    @property
    def open_questions(self) -> list[ChecklistQuestion]:
        return [question for question in self.checklist.questions if question.name not in self.chosen_answers]

    @property
    def excluding_answers(self) -> list[ChecklistAnswer]:
        """Return the answers that exclude the applicant from the service."""
        return [answer for answer in self.chosen_answers.values() if answer.is_not_for_you]

    @property
    def is_complete(self) -> bool:
        return bool(self.chosen_answers) and not self.open_questions

    @property
    def codes(self) -> list[str]:
        return [answer.code for answer in self.chosen_answers.values()]

    @property
    def query_params(self) -> dict[str, str]:
        """Return the query parameters of an address with the same answers."""
        return {name: answer.code for name, answer in self.chosen_answers.items()}


@dataclass(frozen=True, kw_only=True)
class ChecklistResult:
    """The documents, fee, term and notes for one person."""

    documents: tuple[RequiredDocument, ...]
    fee: CardFee
    term: CardTerm
    notes: tuple[str, ...]

    @property
    def from_you(self) -> list[RequiredDocument]:
        return [document for document in self.documents if document.source == DocumentSource.APPLICANT]

    @property
    def from_registers(self) -> list[RequiredDocument]:
        return [document for document in self.documents if document.source == DocumentSource.REGISTER]


def answers_from_codes(checklist: Checklist, codes: Iterable[str]) -> AnsweredChecklist:
    """Return the answers that the codes name. Of two answers to one question the first counts."""
    wanted = dict.fromkeys(codes)
    chosen = {}
    for question in checklist.questions:
        if answer := next((answer for answer in question.answers if answer.code in wanted), None):
            chosen[question.name] = answer
    known = {answer.code for question in checklist.questions for answer in question.answers}
    return AnsweredChecklist(
        checklist=checklist, chosen_answers=chosen, unknown_codes=tuple(code for code in wanted if code not in known)
    )


def checklist_result(answered: AnsweredChecklist) -> ChecklistResult:
    """Return the result of the answers.

    Each document is listed once: an answer's description of it replaces the card's. Of several answers that set the fee or the
    term, the last one counts.
    """
    answers = list(answered.chosen_answers.values())
    documents = {fold_text(document.name): document for document in answered.checklist.documents}
    for answer in answers:
        documents |= {fold_text(document.name): document for document in answer.documents}
    fees = [answer.fee for answer in answers if answer.fee]
    terms = [answer.term for answer in answers if answer.term]
    return ChecklistResult(
        documents=tuple(documents.values()),
        fee=[answered.checklist.fee, *fees][-1],
        term=[answered.checklist.term, *terms][-1],
        notes=tuple(dict.fromkeys(answer.note for answer in answers if answer.note)),
    )


def checklist_of(card: ServiceCard) -> Checklist | None:
    """Return the checklist of a card, or None if it has no questions."""
    questions = tuple(
        ChecklistQuestion(
            name=f"q{number}",
            text=block.value["text"],
            help=block.value["help"],
            answers=tuple(_answer(answer.id, answer.value) for answer in block.value["answers"].bound_blocks),
        )
        for number, block in enumerate(card.questions, start=1)
    )
    if not questions:
        return None
    return Checklist(
        questions=questions,
        documents=tuple(
            RequiredDocument(
                code=_code(row.translation_key),
                name=row.name,
                detail=row.detail,
                source=row.source,
                register=row.register,
                brought_as=row.brought_as,
            )
            for row in card.documents.all()
            if not row.is_conditional
        ),
        fee=CardFee(fee_amount=card.fee_amount, fee_text=card.fee_text),
        term=CardTerm(
            term_days=card.term_days,
            term_days_least=card.term_days_least,
            term_unit=card.term_unit,
            term_text=card.term_text,
        ),
    )


def _answer(key: str, value: Mapping[str, Any]) -> ChecklistAnswer:
    fee = CardFee(fee_amount=value["fee_amount"], fee_text=value["fee_text"])
    other_service = value["elsewhere"]
    return ChecklistAnswer(
        code=_code(key),
        text=value["text"],
        documents=tuple(
            RequiredDocument(
                code=_code(block.id),
                name=block.value["name"],
                detail=block.value["detail"],
                source=block.value["source"],
                register=block.value["register"],
            )
            for block in value["papers"].bound_blocks
        ),
        fee=None if fee == CardFee() else fee,
        term=CardTerm(term_days=value["term_days"], term_unit=value["term_unit"]) if value["term_days"] else None,
        note=value["note"],
        is_not_for_you=value["is_not_for_you"],
        other_service_code=other_service.code if other_service else "",
    )


def _code(key: object) -> str:
    """Return the short code of a row or block: the beginning of its random key, which translations share."""
    return str(key).replace("-", "")[:CODE_LENGTH]
