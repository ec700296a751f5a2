"""The page of a checklist: its questions, or the list that follows from the answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from vikno.applications.operations.deadlines import DEFAULT_DAYS
from vikno.catalogue import card_phrases
from vikno.catalogue.checklist import (
    AnsweredChecklist,
    CardTerm,
    ChecklistAnswer,
    ChecklistQuestion,
    ChecklistResult,
    answers_from_codes,
    checklist_of,
    checklist_result,
)
from vikno.catalogue.models import Service
from vikno.catalogue.queries import ServiceListItem, load_service_list
from vikno.content.service_cards.page import CardPage
from vikno.eforms.validation import AnswerProblem


@dataclass(frozen=True, kw_only=True)
class ChecklistPageQuestion:
    question: ChecklistQuestion
    chosen: ChecklistAnswer | None
    problem: str


class ChecklistPage:
    """The checklist of a card with the answers from the address."""

    def __init__(self, page: CardPage, answered: AnsweredChecklist, parameters: Mapping[str, str]) -> None:
        self.page = page
        self.answered = answered
        self._parameters = parameters

    @property
    def is_not_for_you(self) -> bool:
        return bool(self.answered.excluding_answers)

    @property
    def is_ready(self) -> bool:
        return self.answered.is_complete and not self.is_not_for_you

    @property
    def is_old(self) -> bool:
        """Return whether the address names answers that the card no longer has."""
        return bool(self.answered.unknown_codes)

    @property
    def query(self) -> str:
        """Return the query with the same answers."""
        return urlencode(self.answered.query_params)

    @property
    def elsewhere(self) -> list[ServiceListItem]:
        codes = [answer.other_service_code for answer in self.answered.excluding_answers if answer.other_service_code]
        if not codes:
            return []
        return load_service_list(list(Service.objects.in_use().filter(code__in=codes).values_list("pk", flat=True)))

    @property
    def answers(self) -> list[tuple[str, str]]:
        """Return the questions with their answers."""
        chosen = self.answered.chosen_answers
        return [
            (question.text, chosen[question.name].text)
            for question in self.answered.checklist.questions
            if question.name in chosen
        ]

    @property
    def questions(self) -> list[ChecklistPageQuestion]:
        return [
            ChecklistPageQuestion(
                question=question,
                chosen=self.answered.chosen_answers.get(question.name),
                problem=self._problem(question),
            )
            for question in self.answered.checklist.questions
        ]

    @property
    def problems(self) -> list[AnswerProblem]:
        """Return the problems of a checklist that was begun: questions without an answer."""
        shown = enumerate(self.questions, start=1)
        return [
            AnswerProblem(
                input_id=f"{question.question.name}-1",
                message=_("Question %(number)d. %(problem)s") % {"number": number, "problem": question.problem},
            )
            for number, question in shown
            if question.problem
        ]

    def _problem(self, question: ChecklistQuestion) -> str:
        if question not in self.answered.open_questions or self.is_not_for_you or not self._parameters:
            return ""
        if self._parameters.get(question.name) in self.answered.unknown_codes:
            return _("It has changed since: answer it again.")
        return _("Choose an answer.")

    @cached_property
    def outcome(self) -> ChecklistResult:
        return checklist_result(self.answered)

    @property
    def term(self) -> str:
        return card_phrases.term_phrase(self.outcome.term) or card_phrases.term_phrase(CardTerm(term_days=DEFAULT_DAYS))

    @property
    def term_more(self) -> str:
        return self.outcome.term.term_text if self.outcome.term.term_days else ""

    @property
    def fee(self) -> str:
        amount = card_phrases.fee_phrase(self.outcome.fee)
        return amount or (_("depends on the case") if self.outcome.fee.fee_text else _("ask at the centre"))

    @property
    def account(self) -> list[tuple[str, str]]:
        """Return the account for the fee, or nothing if there is nothing to pay."""
        return [] if self.outcome.fee.fee_amount == 0 else self.page.account


def checklist_page(page: CardPage, parameters: Mapping[str, str]) -> ChecklistPage | None:
    """Return the checklist of a card with the answers from the address, or None if the card has none."""
    checklist = checklist_of(page.card)
    if checklist is None:
        return None
    codes = [code for code in parameters.values() if code]
    return ChecklistPage(page, answers_from_codes(checklist, codes), parameters)
