"""The public page of a service card: the facts first, the wording of the law below."""

import datetime
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from vikno.applications.operations.deadlines import DEFAULT_DAYS
from vikno.catalogue import card_phrases
from vikno.catalogue.completeness import was_changed_after_review
from vikno.catalogue.models import CardVersion, DocumentSource, LegalAct, LifeEvent, Offering, Service, ServiceCard
from vikno.catalogue.queries import ServiceAvailability, card_for_reader, title_of, with_availability
from vikno.catalogue.template_queries import TemplateListItem, templates_for
from vikno.centres.models import Centre, CentreKind
from vikno.centres.queries import CentreReception, receptions

# The longest value that fits into a pane of the window.
MAX_PANE_LENGTH = 60
DESKS = (CentreKind.REMOTE_DESK, CentreKind.MOBILE)


@dataclass(frozen=True, kw_only=True)
class CardPage:
    """A service with the content of its page; `reception` is that of the centre beside the card."""

    service: Service
    card: ServiceCard
    ways: ServiceAvailability
    life_event: LifeEvent | None = None
    reception: CentreReception | None = None
    version: CardVersion | None = None

    @property
    def title(self) -> str:
        return title_of(self.service, self.card)

    @property
    def lead(self) -> str:
        """Return the text below the title; the summary of the service exists only in the language of the original."""
        return self.card.lead or ("" if self.card.service_id is None else self.service.summary)

    @property
    def is_in_language(self) -> bool:
        return self.card.language == get_language()

    @property
    def term(self) -> str:
        return card_phrases.term_phrase(self.card) or card_phrases.term_phrase(ServiceCard(term_days=DEFAULT_DAYS))

    @property
    def term_more(self) -> str:
        if self.card.term_days:
            return self.card.term_text
        return "" if self.card.term_text else _("No law sets another term for this service.")

    @property
    def fee(self) -> str:
        if amount := card_phrases.fee_phrase(self.card):
            return amount
        return _("depends on the case") if self.card.fee_text else _("ask at the centre")

    @property
    def has_fee_part(self) -> bool:
        card = self.card
        return bool(card.fee_text or card.fee_exempt or card.has_account)

    @property
    def account(self) -> list[tuple[str, str]]:
        """Return the account for the fee, line by line."""
        card = self.card
        if not card.has_account:
            return []
        groups = " ".join(card.fee_iban[at : at + 4] for at in range(0, len(card.fee_iban), 4))
        rows = (
            (_("Payee"), card.fee_payee),
            (_("Code of the payee"), card.fee_payee_code),
            (pgettext("bank", "Account"), groups),
            (_("Purpose of the payment"), card.fee_purpose),
        )
        return [(label, value) for label, value in rows if value]

    @property
    def has_short_who(self) -> bool:
        """Return whether the text on applicants fits into the window; otherwise it has its own section."""
        return 0 < len(self.card.who_may_apply) <= MAX_PANE_LENGTH

    @cached_property
    def _sources(self) -> Counter[str]:
        return Counter(document.source for document in self.card.documents.all())

    @property
    def from_applicant(self) -> int:
        return self._sources[DocumentSource.APPLICANT]

    @property
    def from_registers(self) -> int:
        return self._sources[DocumentSource.REGISTER]

    @cached_property
    def acts(self) -> list[tuple[LegalAct, bool]]:
        """Return the legal acts, each with whether it changed after the review of the card."""
        return [(act, was_changed_after_review(act, self.card)) for act in self.card.legal_acts.all()]

    @property
    def templates(self) -> list[TemplateListItem]:
        return templates_for(self.service)

    @property
    def availability_text(self) -> str:
        return card_phrases.availability_phrase(self.ways)

    @property
    def centres(self) -> int:
        return sum(offering.centre.kind not in DESKS for offering in self.ways.offerings)

    @property
    def desks(self) -> int:
        return len(self.ways.offerings) - self.centres

    @property
    def other_offerings(self) -> list[Offering]:
        """Return the offerings of the other centres."""
        shown = self.reception.centre if self.reception else None
        return [offering for offering in self.ways.offerings if offering.centre != shown]

    @property
    def contents(self) -> list[tuple[str, str]]:
        """Return the sections of the page by anchor, in order."""
        card = self.card
        parts = (
            ("who", _("Who may apply"), card.who_may_apply and not self.has_short_who),
            ("documents", _("Which documents are needed"), self._sources),
            ("ways", _("How to apply"), True),
            ("fee", _("Fee and how to pay"), self.has_fee_part),
            ("stages", _("What happens to the application"), card.stages.all()),
            ("result", _("Result"), card.result or card.ways_to_receive),
            ("grounds", _("When it may be refused"), card.refusal_grounds.all()),
            ("appeal", _("If you do not agree with the decision"), card.appeal),
            ("conditions", _("Working conditions"), card.working_conditions),
            ("more", _("More about the service"), card.more_html),
            ("acts", _("On what ground"), self.acts),
        )
        return [(anchor, title) for anchor, title, is_there in parts if is_there]


def card_page(service: Service, *, at: datetime.datetime, card: ServiceCard | None = None) -> CardPage:
    """Return the page of a service loaded by `with_availability`, with the card for the reader or with this one."""
    ways = ServiceAvailability.of_service(service)
    # The centre beside the card is the first one that serves people.
    centres: list[Centre] = [offering.centre for offering in ways.offerings if offering.at_desk]
    centres = centres or [offering.centre for offering in ways.offerings]
    return CardPage(
        service=service,
        card=card or card_for_reader(service.card),
        ways=ways,
        life_event=service.life_events.order_by("position", "pk").first(),
        reception=receptions(centres[:1], at=at)[0] if centres else None,
        version=CardVersion.objects.filter(card__service=service).defer("content").order_by("number").last(),
    )


def draft_page(card: ServiceCard, *, at: datetime.datetime) -> CardPage:
    """Return the page with this card, which may be unsaved."""
    services = with_availability(Service.objects.all())
    if card.service_id is None:
        return card_page(services.get(card__translation_key=card.translation_key), at=at, card=card)
    return card_page(services.get(pk=card.service_id), at=at, card=card)
