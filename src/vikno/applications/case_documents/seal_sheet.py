"""The last sheet of a sealed result: the issuer, the time, and a QR code of the page where anybody can check the result."""

import io
from datetime import datetime
from pathlib import Path

import pypdf
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from pypdf.errors import PyPdfError

from vikno.applications.models import Result
from vikno.kernel import dates, pdf_documents, public_urls

TEMPLATE = Path(__file__).parent / "seal_sheet.typ"
CONTENT_LANGUAGE = "uk"


class SealSheetNotAdded(Exception):
    """No sheet can be added to this PDF."""


def append_sheet(pdf: bytes, result: Result, *, at: datetime) -> bytes:
    """Return the PDF with the sheet after its last page. Raises `SealSheetNotAdded`."""
    try:
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
        writer.append(io.BytesIO(render_sheet(result, at=at)), import_outline=False)
        written = io.BytesIO()
        writer.write(written)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError, IndexError) as error:
        raise SealSheetNotAdded(type(error).__name__) from error
    return written.getvalue()


def render_sheet(result: Result, *, at: datetime) -> bytes:
    """Return the sheet as a separate PDF, in the language of the centre."""
    centre = result.application.centre
    with translation.override(settings.LANGUAGE_CODE):
        address = public_urls.public_url("content:issued", result.check_code, language=settings.LANGUAGE_CODE)
        data = {
            "title": _("Sheet of the electronic seal"),
            "language": settings.LANGUAGE_CODE,
            "content_language": CONTENT_LANGUAGE,
            "service": result.title,
            "centre": {"name": centre.name, "line": " · ".join(filter(None, [centre.address, centre.phones]))},
            "foot": _("Sealed on %s") % dates.format_datetime(at, centre.zone),
            "facts": [
                {"label": _("Issued by"), "text": centre.name},
                {"label": _("Issued on"), "text": dates.format_datetime(result.at, centre.zone)},
                {"label": _("Code for checking"), "text": group_by_fours(result.check_code or "")},
            ],
            "qr": pdf_documents.qr_svg(address),
            "address": address,
            "words": {
                "page": _("Page"),
                "left_out": "",
                "sheet": _("Sheet of the electronic seal"),
                "qr_alt": _("QR code: the page where anybody can check this document"),
                "qr_says": _("Scan to check that we issued this document."),
                "says": _(
                    "This document is sealed electronically: any change in it shows. The seal is in the file, "
                    "so keep the file; a print has only this code."
                ),
            },
        }
        return pdf_documents.render(template=TEMPLATE, data=data, at=at)


def group_by_fours(code: str) -> str:
    """Return a code in groups of four, as people read it aloud."""
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4))
