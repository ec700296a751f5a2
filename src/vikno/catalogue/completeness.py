"""Problems of a card: parts that the law requires and the card lacks, and texts that would mislead a reader.

Plain rules over a card and its rows, saved or not. They warn editors and forbid nothing.
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
# Words that leave a list open: 5203-VI, art. 8 asks for an exhaustive one.
_ENDLESS = re.compile(
    r"\b(?:тощо|і т\.\s*д|та ін|etc|and so on|atd|apod)\b|\b(?:та|й|або|і) інш(?:і|их|ими)\b", re.IGNORECASE
)
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+", re.ASCII)
_LINK = re.compile(r"""href=["']([^"']*)["']""")


@dataclass(frozen=True, kw_only=True)
class CardProblem:
    """One thing to fix on a card: the rule that found it, and a sentence for the editor."""

    rule: str
    text: str


@dataclass(frozen=True, kw_only=True)
class CardRequirement:
    """A part that a card must have, and the check that it is there."""

    part: str
    name: Promise
    is_present: Callable[[ServiceCard], bool]


def _has_contacts(card: ServiceCard) -> bool:
    """Return whether the authority's contacts are complete. A translation takes them from the original, which is checked."""
    if card.service is None:
        return True
    authority = card.service.authority
    return bool(authority.address and authority.hours and authority.phones)


# Law 5203-VI «On administrative services», article 8; the order on cards adds who may apply and the approving act.
LEGAL_REQUIREMENTS = (
    CardRequirement(
        part="provider",
        name=gettext_lazy("who gives the service, with address, hours and phone"),
        is_present=_has_contacts,
    ),
    CardRequirement(
        part="documents", name=gettext_lazy("documents needed"), is_present=lambda card: bool(card.documents.all())
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
        is_present=lambda card: bool(card.refusal_grounds.all()),
    ),
    CardRequirement(part="result", name=gettext_lazy("result"), is_present=lambda card: bool(card.result)),
    CardRequirement(
        part="ways_to_receive",
        name=gettext_lazy("ways to receive the result"),
        is_present=lambda card: bool(card.ways_to_receive),
    ),
    CardRequirement(
        part="legal_acts", name=gettext_lazy("legal acts"), is_present=lambda card: bool(card.legal_acts.all())
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

# The name of each rule in a list of cards counted by rule.
RULE_LABELS: dict[str, Promise] = {
    **{requirement.part: requirement.name for requirement in LEGAL_REQUIREMENTS},
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
    """Return the problems of a card; `is_online` means that applications for it are accepted online somewhere."""
    problems = [
        CardProblem(rule=requirement.part, text=_("Missing: %s.") % requirement.name)
        for requirement in LEGAL_REQUIREMENTS
        if not requirement.is_present(card)
    ]
    for document in card.documents.all():
        problems += _document_problems(document)
    problems += _checklist_problems(card)
    is_paid = bool(card.fee_amount or (card.fee_amount is None and card.fee_text))
    if is_paid and not card.has_account:
        problems.append(CardProblem(rule="account", text=_("There is a fee, but no payee with an IBAN to pay it to.")))
    if card.reviewed_on is None or today - card.reviewed_on > REVIEW_INTERVAL:
        text = _("Nobody has reviewed this card for %d days.") % REVIEW_INTERVAL.days
        problems.append(CardProblem(rule="reviewed", text=text))
    problems += [
        CardProblem(rule="law_changed", text=_("“%s” was changed after the card was reviewed.") % act.title)
        for act in card.legal_acts.all()
        if was_changed_after_review(act, card)
    ]
    links = [act.url for act in card.legal_acts.all() if act.url] + _LINK.findall(card.more_html)
    problems += [
        CardProblem(rule="link", text=_("The link “%s” cannot lead anywhere.") % link)
        for link in dict.fromkeys(links)
        if _looks_dead(link)
    ]
    if is_online and not card.online_ground:
        problems.append(CardProblem(rule="online_ground", text=_("The legal ground for applying online is not named.")))
    return problems


def _document_problems(document: CardDocument | RequiredDocument) -> Iterator[CardProblem]:
    if endless := _ENDLESS.search(f"{document.name} {document.detail}"):
        words = {"document": document.name, "words": endless[0]}
        text = _("“%(document)s” says “%(words)s”: the list of documents must be exhaustive.") % words
        yield CardProblem(rule="endless", text=text)
    if document.source == DocumentSource.REGISTER and not document.register:
        text = _("“%s” comes from a register, but the register is not named.") % document.name
        yield CardProblem(rule="register", text=text)


def _checklist_problems(card: ServiceCard) -> Iterator[CardProblem]:
    checklist = checklist_of(card)
    if checklist is None:
        return
    added = [
        document for question in checklist.questions for answer in question.answers for document in answer.documents
    ]
    for required in added:
        yield from _document_problems(required)
    added_names = {fold_text(required.name) for required in added}
    for document in card.documents.all():
        if document.is_conditional and fold_text(document.name) not in added_names:
            text = _("“%s” is needed only in some cases, but no answer of the checklist names it.") % document.name
            yield CardProblem(rule="conditional", text=text)


def was_changed_after_review(act: LegalAct, card: ServiceCard) -> bool:
    """Return whether an act was changed after the last review of the card, whose text may be outdated then."""
    return act.changed_on is not None and (card.reviewed_on is None or act.changed_on > card.reviewed_on)


def _looks_dead(link: str) -> bool:
    """Return whether an address cannot work, by its form alone; makes no network request."""
    if link.startswith(("mailto:", "tel:")):
        return False
    try:
        parts = urlsplit(link)
    except ValueError:
        return True
    return parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.hostname or "") or " " in link
