"""A kept list as it stands now: made of the card in force, in the language of the reader."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Max

from vikno.catalogue.checklist import Answered, Outcome, answered, checklist_of, outcome
from vikno.catalogue.models import ServiceCard
from vikno.catalogue.queries import card_to_read
from vikno.checklists.models import KeptChecklist, KeptChecklistQuerySet
from vikno.people.models import Person


@dataclass(frozen=True, kw_only=True)
class KeptNow:
    """A kept list with the card; `said` is nothing where the card has no questions any more."""

    kept: KeptChecklist
    card: ServiceCard
    said: Answered | None
    changed_at: datetime | None

    @property
    def is_whole(self) -> bool:
        """Say whether the answers still make a list: none is gone, no question is new."""
        said = self.said
        return bool(said and said.is_complete and not said.unknown and not said.barring)

    @cached_property
    def outcome(self) -> Outcome | None:
        return outcome(self.said) if self.said and self.is_whole else None

    @property
    def ticked(self) -> set[str]:
        """Return the codes of the papers that the resident has; what is not needed any more does not count."""
        needed = {paper.code for paper in self.outcome.from_you} if self.outcome else set()
        return needed & set(self.kept.ticks)


def kept_now(kept: KeptChecklist) -> KeptNow:
    """Return what a list says today; `kept` has its service with the card."""
    card = card_to_read(kept.service.card)
    checklist = checklist_of(card)
    versions = kept.service.card.versions.filter(published_at__gt=kept.made_at)
    return KeptNow(
        kept=kept,
        card=card,
        said=answered(checklist, kept.answers) if checklist else None,
        changed_at=versions.aggregate(last=Max("published_at"))["last"],
    )


def lists_of(person: Person) -> KeptChecklistQuerySet:
    """Return the lists of a resident, the latest first: those whose service is still given."""
    lists = KeptChecklist.objects.of(person).filter(service__is_active=True, service__card__live=True)
    return lists.select_related("service__card__locale").order_by("-made_at", "-pk")
