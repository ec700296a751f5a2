"""A service card as the public reads it: the facts first, the law's wording below."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vikno.applications.operations.clock import DEFAULT_DAYS
from vikno.catalogue import wording
from vikno.catalogue.models import DocumentSource, LifeEvent, Offering, Service, ServiceCard
from vikno.catalogue.queries import Ways, title_of
from vikno.centres.models import CentreKind
from vikno.centres.queries import Reception

# What fits into a pane of the window as its value.
PANE_LENGTH = 60
DESKS = (CentreKind.REMOTE_DESK, CentreKind.MOBILE)


@dataclass(frozen=True, kw_only=True)
class CardPage:
    """One service with everything its page shows; `reception` is the centre that stands beside the card."""

    service: Service
    card: ServiceCard
    ways: Ways
    life_event: LifeEvent | None
    reception: Reception | None

    @property
    def title(self) -> str:
        return title_of(self.service, self.card)

    @property
    def lead(self) -> str:
        """Return what stands under the title; the sentence of the service is in the language of the original."""
        return self.card.lead or ("" if self.card.service_id is None else self.service.summary)

    @property
    def is_in_language(self) -> bool:
        return self.card.language == get_language()

    @property
    def term(self) -> str:
        return wording.term(self.card) or wording.term(ServiceCard(term_days=DEFAULT_DAYS))

    @property
    def term_more(self) -> str:
        if self.card.term_days:
            return self.card.term_text
        return "" if self.card.term_text else _("No law sets another term for this service.")

    @property
    def fee(self) -> str:
        if amount := wording.fee(self.card):
            return amount
        return _("depends on the case") if self.card.fee_text else _("ask at the centre")

    @property
    def has_short_who(self) -> bool:
        """Say whether who may apply fits into the window; otherwise it has a part of the page."""
        return 0 < len(self.card.who_may_apply) <= PANE_LENGTH

    @cached_property
    def _sources(self) -> Counter[str]:
        return Counter(document.source for document in self.card.documents.all())

    @property
    def from_applicant(self) -> int:
        return self._sources[DocumentSource.APPLICANT]

    @property
    def from_registers(self) -> int:
        return self._sources[DocumentSource.REGISTER]

    @property
    def where(self) -> str:
        return wording.where(self.ways)

    @property
    def centres(self) -> int:
        return sum(one.centre.kind not in DESKS for one in self.ways.offerings)

    @property
    def desks(self) -> int:
        return len(self.ways.offerings) - self.centres

    @property
    def other_offerings(self) -> list[Offering]:
        """Return where else it is given, beside the centre that is shown in full."""
        shown = self.reception.centre if self.reception else None
        return [one for one in self.ways.offerings if one.centre != shown]
