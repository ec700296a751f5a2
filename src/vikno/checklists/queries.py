"""A kept list as it stands now: made of the card in force, in the language of the reader."""

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
    """A kept list with the card; `said` is nothing where the card has no questions any more."""

    saved_checklist: SavedChecklist
    card: ServiceCard
    answered_checklist: AnsweredChecklist | None
    card_changed_at: datetime | None

    @property
    def is_still_valid(self) -> bool:
        """Say whether the answers still make a list: none is gone, no question is new."""
        said = self.answered_checklist
        return bool(said and said.is_complete and not said.unknown_codes and not said.excluding_answers)

    @cached_property
    def result(self) -> ChecklistResult | None:
        return checklist_result(self.answered_checklist) if self.answered_checklist and self.is_still_valid else None

    @property
    def ticked_codes(self) -> set[str]:
        """Return the codes of the papers that the resident has; what is not needed any more does not count."""
        needed = {paper.code for paper in self.result.from_you} if self.result else set()
        return needed & set(self.saved_checklist.ticks)


def load_current_checklist(kept: SavedChecklist) -> CurrentChecklist:
    """Return what a list says today; `kept` has its service with the card."""
    card = card_for_reader(kept.service.card)
    checklist = checklist_of(card)
    versions = kept.service.card.versions.filter(published_at__gt=kept.made_at)
    return CurrentChecklist(
        saved_checklist=kept,
        card=card,
        answered_checklist=answers_from_codes(checklist, kept.answers) if checklist else None,
        card_changed_at=versions.aggregate(last=Max("published_at"))["last"],
    )


def checklists_of(person: Person) -> SavedChecklistQuerySet:
    """Return the lists of a resident, the latest first: those whose service is still given."""
    lists = SavedChecklist.objects.of(person).filter(service__is_active=True, service__card__live=True)
    return lists.select_related("service__card__locale").order_by("-made_at", "-pk")
