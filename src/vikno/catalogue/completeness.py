"""What is wrong with a card: what the law asks and it does not say, and what would mislead a reader.

Plain rules over a card and its rows, saved or not. They warn editors; they forbid nothing.
"""

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vikno.catalogue.checklist import RequiredDocument, checklist_of
from vikno.catalogue.models import CardDocument, DocumentSource, LegalAct, ServiceCard
from vikno.kernel.text import fold_text

REVIEW_INTERVAL = datetime.timedelta(days=180)
# What makes a list endless: 5203-VI, art. 8 asks for an exhaustive one.
_ENDLESS = re.compile(
    r"\b(?:тощо|і т\.\s*д|та ін|etc|and so on|atd|apod)\b|\b(?:та|й|або|і) інш(?:і|их|ими)\b", re.IGNORECASE
)
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+", re.ASCII)
_LINK = re.compile(r"""href=["']([^"']*)["']""")


@dataclass(frozen=True, kw_only=True)
class CardProblem:
    """One thing to mend: which rule found it, and a sentence for the editor."""

    rule: str
    text: str


@dataclass(frozen=True, kw_only=True)
class CardRequirement:
    """A part that a card must have, and how to see that it is there."""

    part: str
    name: Promise
    is_present: Callable[[ServiceCard], bool]


# Law 5203-VI «On administrative services», article 8; who may apply and the approving act are what the order on cards adds.
LEGAL_REQUIREMENTS = (
    CardRequirement(
        part="provider",
        name=gettext_lazy("who gives the service, with address, hours and phone"),
        is_present=lambda card: _has_contacts(card),
    ),
    CardRequirement(
        part="documents", name=gettext_lazy("documents needed"), is_present=lambda card: _any(card, "documents")
    ),
    CardRequirement(
        part="how_to_apply",
        name=gettext_lazy("procedure and ways to submit"),
        is_present=lambda card: bool(card.how_to_apply),
    ),
    CardRequirement(
        part="fee",
        name=gettext_lazy("fee, or that it is free"),
        is_present=lambda card: card.fee_amount is not None or bool(card.fee_text),
    ),
    CardRequirement(
        part="term", name=gettext_lazy("term"), is_present=lambda card: bool(card.term_days or card.term_text)
    ),
    CardRequirement(
        part="refusal_grounds",
        name=gettext_lazy("grounds for refusal"),
        is_present=lambda card: _any(card, "refusal_grounds"),
    ),
    CardRequirement(part="result", name=gettext_lazy("result"), is_present=lambda card: bool(card.result)),
    CardRequirement(
        part="ways_to_receive",
        name=gettext_lazy("ways to receive the result"),
        is_present=lambda card: bool(card.ways_to_receive),
    ),
    CardRequirement(
        part="legal_acts", name=gettext_lazy("legal acts"), is_present=lambda card: _any(card, "legal_acts")
    ),
    CardRequirement(
        part="who_may_apply", name=gettext_lazy("who may apply"), is_present=lambda card: bool(card.who_may_apply)
    ),
    CardRequirement(
        part="approved_by",
        name=gettext_lazy("the act that approved the card"),
        is_present=lambda card: bool(card.approved_by),
    ),
)

# How each rule is called where cards are counted by it.
RULE_LABELS: dict[str, Promise] = {
    **{asked.part: asked.name for asked in LEGAL_REQUIREMENTS},
    "endless": gettext_lazy("“etc.” among the documents"),
    "register": gettext_lazy("name of a register"),
    "conditional": gettext_lazy("a document that no answer of the checklist names"),
    "account": gettext_lazy("payee and IBAN"),
    "reviewed": gettext_lazy("not reviewed for long"),
    "law_changed": gettext_lazy("the law was changed"),
    "link": gettext_lazy("links that cannot lead anywhere"),
    "online_ground": gettext_lazy("legal ground for applying online"),
}


def find_card_problems(card: ServiceCard, *, today: datetime.date, is_online: bool = False) -> list[CardProblem]:
    """Return what is to be mended on the card; `is_online` says whether it can be applied for online somewhere."""
    found = [*_missing(card), *_documents(card), *_checklist(card), *_fee(card), *_acts(card, today), *_links(card)]
    if is_online and not card.online_ground:
        found.append(CardProblem(rule="online_ground", text=_("The legal ground for applying online is not named.")))
    return found


def _missing(card: ServiceCard) -> Iterator[CardProblem]:
    for asked in LEGAL_REQUIREMENTS:
        if not asked.is_present(card):
            yield CardProblem(rule=asked.part, text=_("Missing: %s.") % asked.name)


def _documents(card: ServiceCard) -> Iterator[CardProblem]:
    for document in card.documents.all():
        yield from _of_paper(document)


def _of_paper(document: CardDocument | RequiredDocument) -> Iterator[CardProblem]:
    if endless := _ENDLESS.search(f"{document.name} {document.detail}"):
        words = {"document": document.name, "words": endless[0]}
        text = _("“%(document)s” says “%(words)s”: the list of documents must be exhaustive.") % words
        yield CardProblem(rule="endless", text=text)
    if document.source == DocumentSource.REGISTER and not document.register:
        text = _("“%s” comes from a register, but the register is not named.") % document.name
        yield CardProblem(rule="register", text=text)


def _checklist(card: ServiceCard) -> Iterator[CardProblem]:
    checklist = checklist_of(card)
    if checklist is None:
        return
    papers = [paper for question in checklist.questions for one in question.answers for paper in one.documents]
    for paper in papers:
        yield from _of_paper(paper)
    named = {fold_text(paper.name) for paper in papers}
    for document in card.documents.all():
        if document.is_conditional and fold_text(document.name) not in named:
            text = _("“%s” is needed only in some cases, but no answer of the checklist names it.") % document.name
            yield CardProblem(rule="conditional", text=text)


def _fee(card: ServiceCard) -> Iterator[CardProblem]:
    is_paid = bool(card.fee_amount or (card.fee_amount is None and card.fee_text))
    if is_paid and not card.has_account:
        yield CardProblem(rule="account", text=_("There is a fee, but no payee with an IBAN to pay it to."))


def _acts(card: ServiceCard, today: datetime.date) -> Iterator[CardProblem]:
    if card.reviewed_on is None or today - card.reviewed_on > REVIEW_INTERVAL:
        yield CardProblem(rule="reviewed", text=_("Nobody has reviewed this card for %d days.") % REVIEW_INTERVAL.days)
    for act in card.legal_acts.all():
        if was_changed_after_review(act, card):
            text = _("“%s” was changed after the card was reviewed.") % act.title
            yield CardProblem(rule="law_changed", text=text)


def was_changed_after_review(act: LegalAct, card: ServiceCard) -> bool:
    """Say whether an act was changed after the card was reviewed: what the card says may be old."""
    return act.changed_on is not None and (card.reviewed_on is None or act.changed_on > card.reviewed_on)


def _links(card: ServiceCard) -> Iterator[CardProblem]:
    links = [act.url for act in card.legal_acts.all() if act.url] + _LINK.findall(card.more_html)
    for link in dict.fromkeys(links):
        if _looks_dead(link):
            yield CardProblem(rule="link", text=_("The link “%s” cannot lead anywhere.") % link)


def _looks_dead(link: str) -> bool:
    """Say whether an address cannot be one, by its look alone: nobody is asked over the network."""
    if link.startswith(("mailto:", "tel:")):
        return False
    try:
        parts = urlsplit(link)
    except ValueError:
        return True
    return parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.hostname or "") or " " in link


def _any(card: ServiceCard, rows: str) -> bool:
    return bool(getattr(card, rows).all())


def _has_contacts(card: ServiceCard) -> bool:
    """Say whether the provider is told in full. A translation has it from the original, where it is checked."""
    if card.service is None:
        return True
    authority = card.service.authority
    return bool(authority.address and authority.hours and authority.phones)
