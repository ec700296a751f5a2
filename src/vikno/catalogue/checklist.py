"""A few questions of a card, and what the answers to them make: the papers, the fee and the term of one person.

Plain values. Each answer has a code that is its own in the whole card, in every language and in whatever order the questions
stand: an address made of codes says nothing of who answered, and an old one is still understood as far as it holds.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from vikno.catalogue.models import DocumentCopyKind, DocumentSource, ServiceCard
from vikno.kernel.text import fold_text

CODE_LENGTH = 8


@dataclass(frozen=True, kw_only=True)
class RequiredDocument:
    code: str
    name: str
    detail: str = ""
    source: str = DocumentSource.APPLICANT
    register: str = ""
    brought_as: str = ""

    @property
    def copy_requirement(self) -> str:
        """Return whether the original or a copy is asked for, in words."""
        return str(DocumentCopyKind(self.brought_as).label) if self.brought_as else ""


@dataclass(frozen=True, kw_only=True)
class CardFee:
    """As on a card: an amount, or words where it is not one number."""

    fee_amount: Decimal | None = None
    fee_text: str = ""


@dataclass(frozen=True, kw_only=True)
class CardTerm:
    """As on a card: days, or words where they are not counted."""

    term_days: int | None = None
    term_days_least: int | None = None
    term_unit: str = "calendar"
    term_text: str = ""


@dataclass(frozen=True, kw_only=True)
class ChecklistAnswer:
    """What somebody may answer, and what follows; `fee` and `term` only where the answer sets them."""

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
    name: str
    text: str
    help: str = ""
    answers: tuple[ChecklistAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class Checklist:
    """The questions of a card, and what it asks of everybody, whatever they answer."""

    questions: tuple[ChecklistQuestion, ...]
    documents: tuple[RequiredDocument, ...]
    fee: CardFee
    term: CardTerm


@dataclass(frozen=True, kw_only=True)
class AnsweredChecklist:
    """Questions with the answers chosen, by the names of questions; `unknown` are codes that no answer has now."""

    checklist: Checklist
    chosen_answers: Mapping[str, ChecklistAnswer]
    unknown_codes: tuple[str, ...] = ()

    @property
    def open_questions(self) -> list[ChecklistQuestion]:
        return [question for question in self.checklist.questions if question.name not in self.chosen_answers]

    @property
    def excluding_answers(self) -> list[ChecklistAnswer]:
        """Return the answers of somebody for whom the service is not."""
        return [answer for answer in self.chosen_answers.values() if answer.is_not_for_you]

    @property
    def is_complete(self) -> bool:
        return bool(self.chosen_answers) and not self.open_questions

    @property
    def codes(self) -> list[str]:
        return [answer.code for answer in self.chosen_answers.values()]

    @property
    def query_params(self) -> dict[str, str]:
        """Return what stands in an address that says the same."""
        return {name: answer.code for name, answer in self.chosen_answers.items()}


@dataclass(frozen=True, kw_only=True)
class ChecklistResult:
    """What somebody needs."""

    documents: tuple[RequiredDocument, ...]
    fee: CardFee
    term: CardTerm
    notes: tuple[str, ...]

    @property
    def from_you(self) -> list[RequiredDocument]:
        return [paper for paper in self.documents if paper.source == DocumentSource.APPLICANT]

    @property
    def from_registers(self) -> list[RequiredDocument]:
        return [paper for paper in self.documents if paper.source == DocumentSource.REGISTER]


def answers_from_codes(checklist: Checklist, codes: Iterable[str]) -> AnsweredChecklist:
    """Return which answers the codes name. Of two answers to one question the first counts."""
    wanted = dict.fromkeys(codes)
    chosen = {}
    for question in checklist.questions:
        if answer := next((one for one in question.answers if one.code in wanted), None):
            chosen[question.name] = answer
    known = {answer.code for question in checklist.questions for answer in question.answers}
    return AnsweredChecklist(
        checklist=checklist, chosen_answers=chosen, unknown_codes=tuple(code for code in wanted if code not in known)
    )


def checklist_result(said: AnsweredChecklist) -> ChecklistResult:
    """Return what follows from the answers.

    A paper is needed once, whoever names it: what an answer says of it counts more than what the card says. Of several answers
    that set the fee or the term the last one counts.
    """
    answers = list(said.chosen_answers.values())
    papers = {fold_text(paper.name): paper for paper in said.checklist.documents}
    for answer in answers:
        papers |= {fold_text(paper.name): paper for paper in answer.documents}
    fees = [answer.fee for answer in answers if answer.fee]
    terms = [answer.term for answer in answers if answer.term]
    return ChecklistResult(
        documents=tuple(papers.values()),
        fee=[said.checklist.fee, *fees][-1],
        term=[said.checklist.term, *terms][-1],
        notes=tuple(dict.fromkeys(answer.note for answer in answers if answer.note)),
    )


def checklist_of(card: ServiceCard) -> Checklist | None:
    """Return the checklist of a card, where an editor has made one."""
    questions = tuple(_questions(card))
    if not questions:
        return None
    return Checklist(
        questions=questions,
        documents=tuple(_papers_of(card)),
        fee=CardFee(fee_amount=card.fee_amount, fee_text=card.fee_text),
        term=CardTerm(
            term_days=card.term_days,
            term_days_least=card.term_days_least,
            term_unit=card.term_unit,
            term_text=card.term_text,
        ),
    )


def _papers_of(card: ServiceCard) -> Iterator[RequiredDocument]:
    for row in card.documents.all():
        if row.is_conditional:
            continue
        yield RequiredDocument(
            code=_code(row.translation_key),
            name=row.name,
            detail=row.detail,
            source=row.source,
            register=row.register,
            brought_as=row.brought_as,
        )


def _questions(card: ServiceCard) -> Iterator[ChecklistQuestion]:
    for number, block in enumerate(card.questions, start=1):
        said = block.value
        answers = tuple(_answer(one.id, one.value) for one in said["answers"].bound_blocks)
        yield ChecklistQuestion(name=f"q{number}", text=said["text"], help=said["help"], answers=answers)


def _answer(key: str, said: Mapping[str, Any]) -> ChecklistAnswer:
    fee = CardFee(fee_amount=said["fee_amount"], fee_text=said["fee_text"])
    elsewhere = said["elsewhere"]
    return ChecklistAnswer(
        code=_code(key),
        text=said["text"],
        documents=tuple(_paper(one.id, one.value) for one in said["papers"].bound_blocks),
        fee=None if fee == CardFee() else fee,
        term=CardTerm(term_days=said["term_days"], term_unit=said["term_unit"]) if said["term_days"] else None,
        note=said["note"],
        is_not_for_you=said["is_not_for_you"],
        other_service_code=elsewhere.code if elsewhere else "",
    )


def _paper(key: str, said: Mapping[str, Any]) -> RequiredDocument:
    return RequiredDocument(
        code=_code(key), name=said["name"], detail=said["detail"], source=said["source"], register=said["register"]
    )


def _code(key: object) -> str:
    """Return the short code of a row or a piece: the beginning of its random key, which translations share."""
    return str(key).replace("-", "")[:CODE_LENGTH]
