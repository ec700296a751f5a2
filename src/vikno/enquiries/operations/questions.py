"""Making questions with answers from an answered enquiry and from an import file."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from wagtail.models import Locale

from vikno.audit.models import AuditEntry
from vikno.audit.operations import record as record_audit
from vikno.catalogue.models import Service
from vikno.centres.models import Officer
from vikno.enquiries.access import require_enquiry_access
from vikno.enquiries.models import Enquiry, EnquiryStatus, QuestionAnswer, QuestionTheme
from vikno.enquiries.operations.officer_actions import EnquiryAnswerMissing
from vikno.enquiries.operations.transitions import WrongEnquiryStatus, lock_enquiry
from vikno.kernel.data_import import CREATED, UNCHANGED, UPDATED, transliterate

IMPORT_ACTION = "question.imported"
MAX_SLUG_LENGTH = 80
# Imported themes stand after those that editors put in order.
IMPORTED_POSITION = 1000


@transaction.atomic
def draft_question(*, enquiry: Enquiry, officer: Officer, question: str, answer: str, at: datetime) -> QuestionAnswer:
    """Make a draft for editors from an answered enquiry, in words from which the officer has removed names.

    No words of the enquiry are copied. Raises `EnquiryNotYours`, `WrongEnquiryStatus`, `EnquiryAnswerMissing`.
    """
    enquiry = lock_enquiry(enquiry)
    require_enquiry_access(officer, enquiry)
    if enquiry.status != EnquiryStatus.ANSWERED:
        raise WrongEnquiryStatus(_("Answer the enquiry first."))
    if not question.strip() or not answer.strip():
        raise EnquiryAnswerMissing(_("Write the question as many would ask it, and the answer."))
    locale = Locale.objects.filter(language_code=enquiry.language).first() or Locale.get_default()
    row = QuestionAnswer(question=question.strip(), answer=linebreaks(answer.strip(), autoescape=True), locale=locale)
    row.live = False
    if enquiry.service_id is not None:
        row.services.set(Service.objects.filter(pk=enquiry.service_id))
    _insert(row)
    row.save_revision(user=officer.person)
    record_audit(actor=officer.person.ref, action="question.drafted", subject=enquiry.ref, at=at)
    return row


@dataclass(frozen=True, kw_only=True)
class ImportedQuestion:
    """A question as a file has it: the answer as HTML, the theme by its title, services by their codes."""

    question: str
    answer: str
    theme: str = ""
    services: tuple[str, ...] = ()
    keywords: str = ""


@dataclass(frozen=True, kw_only=True)
class QuestionImportResult:
    """The outcome of importing a question. It is skipped where somebody has changed it here since the last import."""

    outcome: str
    is_skipped: bool = False


@transaction.atomic
def upsert_question(*, source_id: str, question: ImportedQuestion, publish: bool, at: datetime) -> QuestionImportResult:
    """Create the question of a file, published or as a draft for editors, or update it.

    A question that was changed here since the last import stays as it is. `publish` counts for a new question only.
    Raises `ValidationError` for values that cannot be stored; then nothing has changed.
    """
    locale = Locale.get_default()
    row = QuestionAnswer.objects.select_for_update().filter(source_id=source_id, locale=locale).first()
    if row is None:
        row = QuestionAnswer(source_id=source_id, locale=locale, live=False)
        _write(row, question, publish=publish)
        _record_digest(row, at)
        return QuestionImportResult(outcome=CREATED)
    if _as_import(row) == question:
        return QuestionImportResult(outcome=UNCHANGED)
    # Neither the question nor a newer draft of it may have been changed since the import.
    imported = AuditEntry.objects.about(_ref(row)).filter(action=IMPORT_ACTION).last()
    newest = row.get_latest_revision_as_object()
    if imported is None or not imported.detail.get("question") == _digest(row) == _digest(newest):
        return QuestionImportResult(outcome=UNCHANGED, is_skipped=True)
    _write(row, question, publish=row.live)
    _record_digest(row, at)
    return QuestionImportResult(outcome=UPDATED)


def _write(row: QuestionAnswer, question: ImportedQuestion, *, publish: bool) -> None:
    row.question, row.answer, row.keywords = question.question, question.answer, question.keywords
    row.theme = None
    if question.theme:
        row.theme, _is_new = QuestionTheme.objects.get_or_create(
            title=question.theme, locale=row.locale, defaults={"position": IMPORTED_POSITION}
        )
    row.services.set(Service.objects.filter(code__in=question.services))
    if row.pk is None:
        _insert(row)
    else:
        row.full_clean()
        row.save(update_fields=["question", "answer", "keywords", "theme"])
        row.services.commit()
    revision = row.save_revision()
    if publish:
        revision.publish()


def _insert(row: QuestionAnswer) -> None:
    row.slug = unused_slug(row.question)
    row.full_clean()
    row.save(force_insert=True)


def unused_slug(question: str) -> str:
    """Return a slug that no question has in any language: a question shares it with its translations."""
    base = (
        re.sub(r"[^a-z0-9]+", "-", transliterate(question)).strip("-")[: MAX_SLUG_LENGTH - 5].strip("-") or "question"
    )
    known, number, slug = set(QuestionAnswer.objects.values_list("slug", flat=True)), 1, base
    while slug in known:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _as_import(row: QuestionAnswer) -> ImportedQuestion:
    return ImportedQuestion(
        question=row.question,
        answer=row.answer,
        theme=row.theme.title if row.theme else "",
        services=tuple(sorted(service.code for service in row.services.all())),
        keywords=row.keywords,
    )


def _record_digest(row: QuestionAnswer, at: datetime) -> None:
    """Record a digest of the question after the import. A question that differs from it later was changed by somebody."""
    record_audit(actor="import", action=IMPORT_ACTION, subject=_ref(row), at=at, detail={"question": _digest(row)})


def _digest(row: QuestionAnswer) -> str:
    content = json.dumps(asdict(_as_import(row)), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _ref(row: QuestionAnswer) -> str:
    return f"question:{row.source_id}"[:80]
