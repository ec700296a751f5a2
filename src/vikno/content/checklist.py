"""The checklist of a card as a page shows it: the questions, or what follows from the answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from vikno.applications.operations.clock import DEFAULT_DAYS
from vikno.catalogue import wording
from vikno.catalogue.checklist import (
    Answer,
    Answered,
    Outcome,
    Question,
    Term,
    answered,
    checklist_of,
    outcome,
)
from vikno.catalogue.models import Service
from vikno.catalogue.queries import Listed, listed
from vikno.content.card import CardPage
from vikno.eforms.checks import Problem


@dataclass(frozen=True, kw_only=True)
class ShownQuestion:
    question: Question
    chosen: Answer | None
    problem: str


class ChecklistPage:
    """One look at the checklist of a card, with the answers that the address names."""

    def __init__(self, page: CardPage, said: Answered, asked: Mapping[str, str]) -> None:
        self.page = page
        self.said = said
        self._asked = asked

    @property
    def is_not_for_you(self) -> bool:
        return bool(self.said.barring)

    @property
    def is_ready(self) -> bool:
        return self.said.is_complete and not self.is_not_for_you

    @property
    def is_old(self) -> bool:
        """Say whether the address names answers that the card does not have any more."""
        return bool(self.said.unknown)

    @property
    def query(self) -> str:
        """Return what an address that says the same ends with."""
        return urlencode(self.said.query)

    @property
    def elsewhere(self) -> list[Listed]:
        codes = [answer.elsewhere for answer in self.said.barring if answer.elsewhere]
        if not codes:
            return []
        return listed(list(Service.objects.in_use().filter(code__in=codes).values_list("pk", flat=True)))

    @property
    def answers(self) -> list[tuple[str, str]]:
        """Return what was asked and answered."""
        chosen = self.said.chosen
        return [(one.text, chosen[one.name].text) for one in self.said.checklist.questions if one.name in chosen]

    @property
    def questions(self) -> list[ShownQuestion]:
        return [
            ShownQuestion(question=one, chosen=self.said.chosen.get(one.name), problem=self._problem(one))
            for one in self.said.checklist.questions
        ]

    @property
    def problems(self) -> list[Problem]:
        """Return what is to be answered still, once somebody has begun."""
        shown = enumerate(self.questions, start=1)
        return [
            Problem(
                at=f"{one.question.name}-1",
                message=_("Question %(number)d. %(problem)s") % {"number": number, "problem": one.problem},
            )
            for number, one in shown
            if one.problem
        ]

    def _problem(self, question: Question) -> str:
        if question not in self.said.open or self.is_not_for_you or not self._asked:
            return ""
        if self._asked.get(question.name) in self.said.unknown:
            return _("It has changed since: answer it again.")
        return _("Choose an answer.")

    @cached_property
    def outcome(self) -> Outcome:
        return outcome(self.said)

    @property
    def term(self) -> str:
        return wording.term(self.outcome.term) or wording.term(Term(term_days=DEFAULT_DAYS))

    @property
    def term_more(self) -> str:
        return self.outcome.term.term_text if self.outcome.term.term_days else ""

    @property
    def fee(self) -> str:
        amount = wording.fee(self.outcome.fee)
        return amount or (_("depends on the case") if self.outcome.fee.fee_text else _("ask at the centre"))

    @property
    def account(self) -> list[tuple[str, str]]:
        """Return where the fee is paid to; nothing where there is nothing to pay."""
        return [] if self.outcome.fee.fee_amount == 0 else self.page.account


def checklist_page(page: CardPage, asked: Mapping[str, str]) -> ChecklistPage | None:
    """Return the checklist of a card, answered as the address says; nothing where the card has none."""
    checklist = checklist_of(page.card)
    if checklist is None:
        return None
    return ChecklistPage(page, answered(checklist, _codes(asked.values())), asked)


def _codes(values: Iterable[str]) -> list[str]:
    return [value for value in values if value]
