"""The information card of a service as PDF."""

import datetime
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vikno.catalogue import card_phrases
from vikno.catalogue.models import CardDocument, DocumentSource, LegalAct
from vikno.content.service_cards.page import CardPage
from vikno.kernel import dates, pdf_documents, public_urls

TEMPLATE_FOLDER = Path(__file__).parent


def render_card(page: CardPage, *, at: datetime.datetime) -> bytes:
    """Return the card as PDF: labels in the language of the reader, the card in its own."""
    language = get_language() or settings.LANGUAGE_CODE
    centre = page.reception.centre if page.reception else None
    authority = page.service.authority
    data = {
        "title": page.title,
        "language": language,
        "content_language": page.card.language,
        "service": page.title,
        "lead": page.lead,
        "centre": {
            "name": centre.name if centre else authority.name,
            "line": _line(centre.address, centre.phones) if centre else _line(authority.address, authority.phones),
        },
        "panes": list(_panes(page)),
        "qr": pdf_documents.qr_svg(public_urls.public_url("content:service", page.service.code, language=language)),
        "parts": [part for part in _parts(page) if part["texts"] or part["items"] or part["facts"]],
        "approved": list(_approved(page)),
        "foot": _("Made on %s") % dates.format_date(at.date()),
        "words": {
            "card": _("Information card of a service"),
            "page": _("Page"),
            "left_out": "–",
            "qr_alt": _("QR code: the page of this service on the site"),
            "qr_says": _("Scan to read the card in force, or to apply."),
        },
    }
    return pdf_documents.render(template=TEMPLATE_FOLDER / "card.typ", data=data, at=at)


def _line(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _panes(page: CardPage) -> Iterator[dict[str, str]]:
    card = page.card
    yield {"label": _("Term"), "value": capfirst(page.term), "more": page.term_more}
    yield {"label": _("Fee"), "value": capfirst(page.fee), "more": ""}
    if page.has_short_who:
        yield {"label": _("Who may apply"), "value": card.who_may_apply, "more": ""}
    else:
        yield {"label": _("Documents"), "value": str(page.from_applicant + page.from_registers), "more": ""}
    yield {"label": _("Where"), "value": capfirst(page.availability_text), "more": ""}


def _part(
    title: str,
    *texts: str,
    items: Iterable[tuple[str, str]] = (),
    facts: Iterable[tuple[str, str]] = (),
    numbered: bool = False,
) -> dict[str, Any]:
    return {
        "title": title,
        "texts": [text for text in texts if text],
        "items": [{"text": text, "note": note} for text, note in items],
        "facts": [{"label": label, "text": text} for label, text in facts if text],
        "numbered": numbered,
    }


def _parts(page: CardPage) -> Iterator[dict[str, Any]]:
    """Return the parts in the order of the law."""
    card, authority = page.card, page.service.authority
    provider = [
        (_("Name"), authority.display_name),
        (_("Address"), authority.address),
        (_("Hours"), authority.hours),
        (_("Phones"), authority.phones),
        (_("E-mail"), authority.email),
        (_("Site"), authority.site),
    ]
    yield _part(_("Who gives the service"), facts=provider)
    centres = [offering.centre for offering in page.ways.offerings]
    yield _part(_("Where to apply"), items=[(centre.name, _line(centre.address, centre.phones)) for centre in centres])
    yield _part(_("Who may apply"), "" if page.has_short_who else card.who_may_apply)
    documents = [(row.name, _document_note(row)) for row in card.documents.all()]
    yield _part(_("Which documents are needed"), items=documents, numbered=True)
    yield _part(_("How to apply"), card.how_to_apply, card.online_ground)
    exempt = [(_("Who does not pay"), card.fee_exempt)]
    yield _part(_("Fee and how to pay"), card.fee_text, facts=[*page.account, *exempt])
    stages = [(row.title, row.text) for row in card.stages.all()]
    yield _part(_("What happens to the application"), items=stages, numbered=True)
    grounds = [(row.text, "") for row in card.refusal_grounds.all()]
    yield _part(_("When it may be refused"), items=grounds)
    yield _part(_("Result"), card.result, card.ways_to_receive)
    yield _part(_("If you do not agree with the decision"), card.appeal)
    yield _part(_("Working conditions"), card.working_conditions)
    yield _part(_("On what ground"), items=[(_act_citation(act), act.url) for act, _is_newer in page.acts])
    yield _part(_("More about the service"), *_paragraphs(card.more_html))


def _document_note(document: CardDocument) -> str:
    source = _("from you") if document.source == DocumentSource.APPLICANT else _("we take it from a register")
    shape = str(document.get_brought_as_display()) if document.brought_as else ""
    requirement = _line(source, document.register, shape, card_phrases.condition_phrase(document))
    return ". ".join(filter(None, (capfirst(requirement), document.detail)))


def _act_citation(act: LegalAct) -> str:
    number = f"№ {act.number}" if act.number else ""
    adopted = dates.format_date(act.adopted_on) if act.adopted_on else ""
    return ", ".join(filter(None, (act.title, number, adopted, act.articles)))


def _paragraphs(html: str) -> list[str]:
    """Return the paragraphs of an HTML text without formatting."""
    for end in ("</p>", "</li>", "</h1>", "</h2>", "</h3>", "</h4>", "</tr>", "<br>", "<br/>", "<br />"):
        html = html.replace(end, f"\n{end}")
    return [" ".join(line.split()) for line in unescape(strip_tags(html)).split("\n") if line.strip()]


def _approved(page: CardPage) -> Iterator[str]:
    card = page.card
    if card.approved_by:
        yield " ".join((_("Card approved:"), card.approved_by))
    if page.version:
        words = {"number": page.version.number, "date": dates.format_date(page.version.published_at.date())}
        yield _("Version %(number)d, in force since %(date)s.") % words
    if page.service.official_id:
        yield _("Identifier of the service: %(id)s.") % {"id": page.service.official_id}
