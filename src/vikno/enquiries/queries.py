"""What can be asked of enquiries for a screen."""

import datetime
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from vikno.catalogue.models import Service
from vikno.centres.models import Centre
from vikno.enquiries.models import (
    VERDICT_REASONS,
    ComplaintCategory,
    Enquiry,
    EnquiryStatus,
    EnquiryTopic,
    PageVerdict,
    PageVerdictKind,
    QuestionAnswer,
    QuestionTheme,
)
from vikno.kernel.references import is_access_code, read_enquiry_number
from vikno.people.models import Person

# Questions and answers.


@dataclass(frozen=True, kw_only=True)
class QuestionGroup:
    """Questions under one heading; those without a theme have an empty title."""

    title: str
    language: str
    questions: list[QuestionAnswer]


def questions_in(language: str) -> QuerySet[QuestionAnswer]:
    """Return the published questions as a reader of this language sees them: where one is not translated, the original."""
    live: QuerySet[QuestionAnswer] = QuestionAnswer.objects.filter(live=True).select_related("locale", "theme")
    own = live.filter(locale__language_code=language)
    if language == settings.LANGUAGE_CODE:
        return own.order_by("position", "pk")
    originals = live.filter(locale__language_code=settings.LANGUAGE_CODE)
    untranslated = originals.exclude(translation_key__in=own.order_by().values("translation_key"))
    return (own | untranslated).order_by("position", "pk")


def questions_of(service: Service, language: str) -> list[QuestionAnswer]:
    """Return what is asked about a service."""
    return list(questions_in(language).filter(services=service))


def group_by_theme(questions: Iterable[QuestionAnswer], language: str) -> list[QuestionGroup]:
    """Return the questions under their themes, in the order of the themes; last those without one."""
    gathered: dict[object, list[QuestionAnswer]] = {}
    for question in questions:
        gathered.setdefault(question.theme and question.theme.translation_key, []).append(question)
    themes = _themes_in(language)
    known = [key for key in themes if key in gathered]
    groups = [
        QuestionGroup(title=themes[key].title, language=themes[key].locale.language_code, questions=gathered[key])
        for key in known
    ]
    rest = [one for key, ones in gathered.items() if key not in known for one in ones]
    return [*groups, QuestionGroup(title="", language=language, questions=rest)] if rest else groups


def _themes_in(language: str) -> dict[object, QuestionTheme]:
    """Return the themes by their translation key, in order and in this language where there is such a translation."""
    rows = QuestionTheme.objects.select_related("locale").order_by("position", "pk")
    found: dict[object, QuestionTheme] = {}
    for row in rows:
        if row.translation_key not in found or row.locale.language_code == language:
            found[row.translation_key] = row
    return found


# What readers think of pages.


@dataclass(kw_only=True)
class PageReport:
    """What was said of one page: how often it was useful or not, and what was wrong, most often first."""

    path: str
    language: str
    useful: int = 0
    useless: int = 0
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def sorted_reasons(self) -> list[tuple[str, int]]:
        return sorted(self.reasons.items(), key=lambda reason: (-reason[1], reason[0]))

    @property
    def useful_percent(self) -> int:
        """Return how many in a hundred found it useful."""
        votes = self.useful + self.useless
        return round(100 * self.useful / votes) if votes else 0


def page_reports(*, since: datetime.date) -> list[PageReport]:
    """Return what was said of pages since a day: those come first that failed most people."""
    reports: dict[tuple[str, str], PageReport] = {}
    spoken = PageVerdict.objects.filter(on__gte=since).values("path", "language", "verdict")
    for row in spoken.annotate(sum=Sum("times")).order_by("path", "language", "verdict"):
        report = reports.setdefault(
            (row["path"], row["language"]), PageReport(path=row["path"], language=row["language"])
        )
        _add(report, PageVerdictKind(row["verdict"]), row["sum"])
    _add_complaints(reports, since)
    return sorted(reports.values(), key=lambda one: (one.useful - one.useless, one.path, one.language))


def _add(report: PageReport, verdict: PageVerdictKind, times: int) -> None:
    if verdict in VERDICT_REASONS:
        reason = str(verdict.label)
        report.reasons[reason] = report.reasons.get(reason, 0) + times
    elif verdict == PageVerdictKind.USEFUL:
        report.useful += times
    else:
        report.useless += times


def _add_complaints(reports: dict[tuple[str, str], PageReport], since: datetime.date) -> None:
    """Add why people complained of a page in writing: what kind, not what they wrote."""
    written = Enquiry.objects.filter(received_at__date__gte=since, topic=EnquiryTopic.COMPLAINT).exclude(page="")
    for row in written.values("page", "language", "category").annotate(n=Count("pk")).order_by("page", "category"):
        key = (row["page"], row["language"])
        report = reports.setdefault(key, PageReport(path=row["page"], language=row["language"]))
        label = str(ComplaintCategory(row["category"]).label)
        report.reasons[label] = report.reasons.get(label, 0) + row["n"]


# Enquiries.


def find_enquiry_by_code(number: str, code: str) -> Enquiry | None:
    """Return the enquiry for a number and its access code.

    A wrong number and a wrong code do the same work and give the same answer: nobody learns which numbers exist.
    """
    known = read_enquiry_number(number) or ""
    pk, expected = Enquiry.objects.filter(number=known).values_list("pk", "access_code").first() or (0, None)
    if not is_access_code(code, expected):
        return None
    return Enquiry.objects.select_related("centre", "service").get(pk=pk)


def find_sent_enquiry(uid: uuid.UUID) -> Enquiry | None:
    """Return what was sent a moment ago, to whoever holds the signed address of the page that says so."""
    return Enquiry.objects.select_related("centre").filter(uid=uid).first()


_SHORTEST_NAME = 3


def anonymise_answer(enquiry: Enquiry) -> str:
    """Return the answer without the name and the contacts of who asked, as a beginning of one for everybody."""
    personal = [word for word in enquiry.name.split() if len(word) >= _SHORTEST_NAME]
    personal += [contact for contact in (enquiry.email, enquiry.phone) if contact]
    if not personal:
        return str(enquiry.answer)
    return re.sub("|".join(map(re.escape, personal)), "…", enquiry.answer, flags=re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class EnquiryHistoryItem:
    """One thing that happened to an enquiry, in words; `by` is for colleagues."""

    code: str
    title: str
    at: datetime.datetime
    by: str = ""
    note: str = ""


def enquiry_history(enquiry: Enquiry, *, for_staff: bool = False) -> list[EnquiryHistoryItem]:
    """Return what has happened, oldest first."""
    changes = enquiry.changes.select_related("officer__person").order_by("at", "pk")
    return [
        EnquiryHistoryItem(
            code=change.status,
            title=_step_title(enquiry, EnquiryStatus(change.status)),
            at=change.at,
            by=change.officer.person.short_name if for_staff and change.officer else "",
        )
        for change in changes
    ]


def _step_title(enquiry: Enquiry, status: EnquiryStatus) -> str:
    match status:
        case EnquiryStatus.NEW:
            return _("Received")
        case EnquiryStatus.TAKEN:
            return _("An officer works on it")
        case EnquiryStatus.ANSWERED:
            return _("Answered %(how)s") % {"how": enquiry.get_answered_by_display()}
        case EnquiryStatus.PASSED_ON:
            return _("Passed on")
    return _("Closed without an answer")


MAX_SHOWN_ENQUIRIES = 20


def latest_enquiries_of(person: Person) -> QuerySet[Enquiry]:
    """Return what a resident wrote, the latest first, without the words."""
    rows = Enquiry.objects.of(person).defer(*_SEALED).select_related("centre", "service")
    return rows.order_by("-received_at", "-pk")[:MAX_SHOWN_ENQUIRIES]


# What a list does not show stays sealed.
_SEALED = ("text", "answer", "note", "name", "email", "phone", "access_code")
_OF_OFFICER = ("born_on", "phone", "rnokpp", "unzr", "document_number", "address", "password")


def enquiries_for(centres: Iterable[Centre]) -> QuerySet[Enquiry]:
    """Return the enquiries of these centres with what a list shows of each, so that a page costs the same however many."""
    sealed_of_officer = (f"officer__person__{name}" for name in _OF_OFFICER)
    rows = Enquiry.objects.at(centres).defer(*_SEALED, *sealed_of_officer)
    return rows.select_related("service", "centre", "officer__person")
