"""Saved lists in their current state: computed from the current card, in the reader's language."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Max

from vikno.catalogue.checklist import (
    AnsweredChecklist,
    ChecklistResult,
    answers_from_codes,
    checklist_of,
    checklist_result,
)
from vikno.catalogue.models import ServiceCard
from vikno.catalogue.queries import card_for_reader
from vikno.checklists.models import SavedChecklist, SavedChecklistQuerySet
from vikno.people.models import Person


@dataclass(frozen=True, kw_only=True)
class CurrentChecklist:
    """A saved list with its card; `answered_checklist` is None if the card has no questions any more."""

    saved_checklist: SavedChecklist
    card: ServiceCard
    answered_checklist: AnsweredChecklist | None
    card_changed_at: datetime | None

    @property
    def is_still_valid(self) -> bool:
        """Return whether the answers still give a complete list: none is obsolete, no question is new."""
        answered = self.answered_checklist
        return bool(answered and answered.is_complete and not answered.unknown_codes and not answered.excluding_answers)

    @cached_property
    def result(self) -> ChecklistResult | None:
        return checklist_result(self.answered_checklist) if self.answered_checklist and self.is_still_valid else None

    @property
    def ticked_codes(self) -> set[str]:
        """Return the codes of the documents that the resident has and still needs."""
        needed = {document.code for document in self.result.from_you} if self.result else set()
        return needed & set(self.saved_checklist.ticks)


def load_current_checklist(saved: SavedChecklist) -> CurrentChecklist:
    """Return the current state of a saved list, loaded with its service and card."""
    card = card_for_reader(saved.service.card)
    checklist = checklist_of(card)
    versions = saved.service.card.versions.filter(published_at__gt=saved.made_at)
    return CurrentChecklist(
        saved_checklist=saved,
        card=card,
        answered_checklist=answers_from_codes(checklist, saved.answers) if checklist else None,
        card_changed_at=versions.aggregate(last=Max("published_at"))["last"],
    )


def checklists_of(person: Person) -> SavedChecklistQuerySet:
    """Return a resident's lists for active services, newest first."""
    lists = SavedChecklist.objects.of(person).filter(service__is_active=True, service__card__live=True)
    return lists.select_related("service__card__locale").order_by("-made_at", "-pk")
