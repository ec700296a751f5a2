"""Documents of a case: the receipt, the inventory of incoming documents, the routing slip.

Labels are in the language of the reader: the applicant for the receipt, the centre for the other two. Answers and texts of cards
are not translated.
"""

import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from vikno.applications.case_documents import rows
from vikno.applications.models import Application, Submission
from vikno.applications.queries import latest_submission, submitted_sections
from vikno.kernel import dates, pdf_documents, public_urls

TEMPLATES = Path(__file__).parent


def receipt(application: Application, *, at: datetime.datetime) -> bytes:
    """Return the receipt for the applicant: number, code, deadline, next stages, and everything that was submitted."""
    language = application.applicant.language if application.applicant else settings.LANGUAGE_CODE
    with translation.override(language):
        submission = _submission(application)
        stages = rows.card_stages(application)
        enclosed = rows.enclosure_rows(submission)
        status_page = public_urls.public_url("content:status", language=language)
        link = f"{status_page}?{urlencode({'number': application.number or ''})}"
        data = {
            **_sheet(application, title=_("Receipt %s") % application.number, language=language, at=at),
            "panes": rows.summary_facts(application),
            "facts": rows.receipt_facts(application, submission),
            "qr": pdf_documents.qr_svg(link),
            "next": stages or rows.default_stages(application),
            "next_language": rows.CONTENT_LANGUAGE if stages else language,
            "sections": [
                {
                    "title": section.title,
                    "rows": [{"label": row.label, "text": row.text, "is_content": True} for row in section.rows],
                }
                for section in submitted_sections(application, submission)
            ],
            "enclosed": enclosed,
            "enclosed_head": ["№", _("Document"), _("Size"), _("SHA-256 begins")],
            "digest": submission.sha256,
            "words": {
                **_words(),
                "receipt": _("Receipt of an application"),
                "next": _("What happens next"),
                "answers": _("Your answers"),
                "enclosed": _("What was handed in with it"),
                "nothing_enclosed": _("No files and no papers."),
                "qr_alt": _("QR code: the page where the status of this application is checked"),
                "qr_says": _("Scan to see where your application is. You will need the access code."),
                "digest": _("Digest of everything handed in (SHA-256)"),
                "digest_says": _(
                    "If an answer or a file were changed later, this line would no longer agree with them."
                ),
            },
        }
        return pdf_documents.render(template=TEMPLATES / "receipt.typ", data=data, at=at)


def inventory(application: Application, *, at: datetime.datetime) -> bytes:
    """Return the inventory of incoming documents, in two copies: for the applicant and for the case."""
    with translation.override(settings.LANGUAGE_CODE):
        submission = _submission(application)
        documents = rows.document_rows(application, submission)
        heading = _("Inventory of incoming documents %s") % application.number
        data = {
            **_sheet(application, title=heading, language=settings.LANGUAGE_CODE, at=at),
            "heading": heading,
            "copies": [_("Copy 1 of 2, for the applicant"), _("Copy 2 of 2, for the case")],
            "facts": rows.inventory_facts(application, submission, at=at),
            "documents": documents,
            "documents_head": ["№", _("Document"), _("Sheets or size")],
            "signatures": [
                _("Officer: signature"),
                _("Officer: name"),
                _("Applicant: signature"),
                _("Applicant: name"),
                _("Place for a stamp"),
                _("Date and time"),
            ],
            "words": {
                **_words(),
                "documents": _("Documents handed in"),
                "no_documents": _("No documents."),
                "total": rows.total_text(documents),
                "agreed": _("Made in two copies of equal force. What is listed was handed over and received."),
            },
        }
        return pdf_documents.render(template=TEMPLATES / "inventory.typ", data=data, at=at)


def routing_slip(application: Application, *, at: datetime.datetime) -> bytes:
    """Return the routing slip: the stages behind the case with actor and time, those ahead with their terms."""
    with translation.override(settings.LANGUAGE_CODE):
        heading = _("Passing sheet of case %s") % application.number
        data = {
            **_sheet(application, title=heading, language=settings.LANGUAGE_CODE, at=at),
            "heading": heading,
            "facts": rows.routing_slip_facts(application),
            "stages": rows.stage_rows(application),
            "stages_head": ["№", _("Stage"), _("Who"), _("When, and by when"), _("Signature")],
            "card_stages": rows.card_stages(application),
            "words": {
                **_words(),
                "sheet": _("Passing sheet"),
                "stages": _("Stages"),
                "card_stages": _("Stages named in the service’s card"),
            },
        }
        return pdf_documents.render(template=TEMPLATES / "passing_sheet.typ", data=data, at=at)


def _sheet(application: Application, *, title: str, language: str, at: datetime.datetime) -> dict[str, Any]:
    """Return what every document has: its title, the issuing centre, the footer."""
    centre = application.centre
    return {
        "title": title,
        "language": language,
        "content_language": rows.CONTENT_LANGUAGE,
        "service": application.service.title,
        "centre": {"name": centre.name, "line": " · ".join(filter(None, [centre.address, centre.phones]))},
        "foot": " · ".join([str(application.number), _("Made on %s") % dates.format_datetime(at, centre.zone)]),
    }


def _words() -> dict[str, str]:
    return {"page": _("Page"), "left_out": _("Not answered")}


def _submission(application: Application) -> Submission:
    submission = latest_submission(application)
    assert submission is not None, "a draft has no documents"
    return submission
