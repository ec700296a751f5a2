"""A personal checklist as PDF, to tick off and take along."""

import datetime
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from vikno.catalogue.checklist import RequiredDocument
from vikno.catalogue.models import Authority
from vikno.centres.models import Centre
from vikno.content.checklists.page import ChecklistPage
from vikno.kernel import dates, pdf_documents, public_urls

TEMPLATE = Path(__file__).parent / "checklist.typ"


def render_checklist(shown: ChecklistPage, *, at: datetime.datetime) -> bytes:
    """Return the checklist as PDF: labels in the language of the reader, documents in that of the card."""
    page = shown.page
    language = get_language() or settings.LANGUAGE_CODE
    address = public_urls.public_url("content:checklist", page.service.code, language=language)
    letterhead = page.reception.centre if page.reception else page.service.authority
    centres = [offering.centre for offering in page.ways.offerings if offering.at_desk]
    data = {
        "title": _("What I need: %(service)s") % {"service": page.title},
        "language": language,
        "content_language": page.card.language,
        "service": page.title,
        "centre": {"name": letterhead.name, "line": _contact_line(letterhead)},
        "panes": _panes(shown),
        "qr": pdf_documents.qr_svg(f"{address}?{shown.query}"),
        "answers": [{"label": question, "text": answer, "is_content": True} for question, answer in shown.answers],
        "from_you": _rows(shown.outcome.from_you),
        "from_registers": _rows(shown.outcome.from_registers),
        "notes": list(shown.outcome.notes),
        "fee_text": shown.outcome.fee.fee_text,
        "account": [{"label": label, "text": text} for label, text in shown.account],
        "where": [{"text": centre.name, "note": _contact_line(centre)} for centre in centres],
        "foot": _("Made on %s") % dates.format_date(at.date()),
        "words": _words(),
    }
    return pdf_documents.render(template=TEMPLATE, data=data, at=at)


def _words() -> dict[str, str]:
    return {
        "card": _("My checklist"),
        "from_you": _("Bring with you"),
        "nothing": _("No papers are needed from you."),
        "from_registers": _("We take it from registers, do not bring it"),
        "notes": _("Good to know"),
        "pay": _("Where to pay"),
        "where": _("Where to come"),
        "answers": _("Your answers"),
        "page": _("Page"),
        "left_out": "–",
        "qr_alt": _("QR code: this list on the site"),
        "qr_says": _("Scan to open this list as it stands now."),
    }


def _contact_line(place: Centre | Authority) -> str:
    return " · ".join(filter(None, (place.address, place.phones)))


def _panes(shown: ChecklistPage) -> list[dict[str, str]]:
    number = len(shown.outcome.from_you)
    from_you = ngettext("%(number)s from you", "%(number)s from you", number) % {"number": number}
    panes = (
        (_("Documents"), from_you, ""),
        (_("Fee"), capfirst(shown.fee), ""),
        (_("Term"), capfirst(shown.term), shown.term_more),
        (_("Where"), capfirst(shown.page.availability_text), ""),
    )
    return [{"label": label, "value": value, "more": more} for label, value, more in panes]


def _rows(documents: Iterable[RequiredDocument]) -> list[dict[str, str]]:
    rows = []
    for document in documents:
        notes = (capfirst(document.copy_requirement), document.register, document.detail)
        rows.append({"text": document.name, "note": ". ".join(filter(None, notes))})
    return rows
