"""Queries of enquiries, questions and page verdicts for pages."""

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
    """Return the published questions for readers of this language; a question that is not translated in its original language."""
    live: QuerySet[QuestionAnswer] = QuestionAnswer.objects.filter(live=True).select_related("locale", "theme")
    own = live.filter(locale__language_code=language)
    if language == settings.LANGUAGE_CODE:
        return own.order_by("position", "pk")
    originals = live.filter(locale__language_code=settings.LANGUAGE_CODE)
    untranslated = originals.exclude(translation_key__in=own.order_by().values("translation_key"))
    return (own | untranslated).order_by("position", "pk")


def questions_of(service: Service, language: str) -> list[QuestionAnswer]:
    """Return the questions about a service for readers of this language."""
    return list(questions_in(language).filter(services=service))


def group_by_theme(questions: Iterable[QuestionAnswer], language: str) -> list[QuestionGroup]:
    """Return the questions grouped by theme, in the order of the themes; the last group has those without a theme."""
    by_theme: dict[object, list[QuestionAnswer]] = {}
    for question in questions:
        by_theme.setdefault(question.theme and question.theme.translation_key, []).append(question)
    # The themes in order, by translation key; in this language where they are translated.
    themes: dict[object, QuestionTheme] = {}
    for theme in QuestionTheme.objects.select_related("locale").order_by("position", "pk"):
        if theme.translation_key not in themes or theme.locale.language_code == language:
            themes[theme.translation_key] = theme
    groups = [
        QuestionGroup(title=theme.title, language=theme.locale.language_code, questions=by_theme[key])
        for key, theme in themes.items()
        if key in by_theme
    ]
    rest = [question for key, group in by_theme.items() if key not in themes for question in group]
    return [*groups, QuestionGroup(title="", language=language, questions=rest)] if rest else groups


# Page verdicts.


@dataclass(kw_only=True)
class PageReport:
    """The verdicts on one page: how often it was useful or not, and how often each reason was given."""

    path: str
    language: str
    useful: int = 0
    useless: int = 0
    reasons: dict[str, int] = field(default_factory=dict)

    def add_reason(self, label: str, times: int) -> None:
        self.reasons[label] = self.reasons.get(label, 0) + times

    @property
    def sorted_reasons(self) -> list[tuple[str, int]]:
        return sorted(self.reasons.items(), key=lambda reason: (-reason[1], reason[0]))

    @property
    def useful_percent(self) -> int:
        """The percentage of readers who found it useful."""
        votes = self.useful + self.useless
        return round(100 * self.useful / votes) if votes else 0


def page_reports(*, since: datetime.date) -> list[PageReport]:
    """Return the verdicts on pages since a day, the pages that failed most readers first."""
    reports: dict[tuple[str, str], PageReport] = {}
    verdicts = PageVerdict.objects.filter(on__gte=since).values("path", "language", "verdict")
    for row in verdicts.annotate(sum=Sum("times")).order_by("path", "language", "verdict"):
        report = reports.setdefault(
            (row["path"], row["language"]), PageReport(path=row["path"], language=row["language"])
        )
        verdict = PageVerdictKind(row["verdict"])
        if verdict == PageVerdictKind.USEFUL:
            report.useful += row["sum"]
        elif verdict == PageVerdictKind.USELESS:
            report.useless += row["sum"]
        else:
            report.add_reason(str(verdict.label), row["sum"])
    # Of written complaints about pages their categories count, not their words.
    complaints = Enquiry.objects.filter(received_at__date__gte=since, topic=EnquiryTopic.COMPLAINT).exclude(page="")
    for complaint in (
        complaints.values("page", "language", "category").annotate(n=Count("pk")).order_by("page", "category")
    ):
        key = (complaint["page"], complaint["language"])
        report = reports.setdefault(key, PageReport(path=complaint["page"], language=complaint["language"]))
        report.add_reason(str(ComplaintCategory(complaint["category"]).label), complaint["n"])
    return sorted(reports.values(), key=lambda report: (report.useful - report.useless, report.path, report.language))


# Enquiries.


def find_enquiry_by_code(number: str, code: str) -> Enquiry | None:
    """Return the enquiry for a number and its access code.

    A wrong number and a wrong code cost the same work and give the same answer, so that nobody learns which numbers exist.
    """
    known = read_enquiry_number(number) or ""
    pk, expected = Enquiry.objects.filter(number=known).values_list("pk", "access_code").first() or (0, None)
    if not is_access_code(code, expected):
        return None
    return Enquiry.objects.select_related("centre", "service").get(pk=pk)


def find_sent_enquiry(uid: uuid.UUID) -> Enquiry | None:
    """Return the enquiry for the page that confirms its submission; the address of that page is signed."""
    return Enquiry.objects.select_related("centre").filter(uid=uid).first()


# Shorter words of a name are left in the text: they are parts of too many other words.
_SHORTEST_NAME = 3


def anonymise_answer(enquiry: Enquiry) -> str:
    """Return the answer without the name and contacts of the author, as a start for an answer for everybody."""
    personal = [word for word in enquiry.name.split() if len(word) >= _SHORTEST_NAME]
    personal += [contact for contact in (enquiry.email, enquiry.phone) if contact]
    if not personal:
        return str(enquiry.answer)
    return re.sub("|".join(map(re.escape, personal)), "…", enquiry.answer, flags=re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class EnquiryHistoryItem:
    """A step of an enquiry in words. `by` names the officer, for colleagues only."""

    code: str
    title: str
    at: datetime.datetime
    by: str = ""
    note: str = ""


def enquiry_history(enquiry: Enquiry, *, for_staff: bool = False) -> list[EnquiryHistoryItem]:
    """Return the steps of an enquiry, the oldest first."""
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
    """Return the enquiries of a resident, the latest first, without their encrypted fields."""
    rows = Enquiry.objects.of(person).defer(*_SEALED).select_related("centre", "service")
    return rows.order_by("-received_at", "-pk")[:MAX_SHOWN_ENQUIRIES]


# A list does not show these fields, so they are not decrypted.
_SEALED = ("text", "answer", "note", "name", "email", "phone", "access_code")
_OF_OFFICER = ("born_on", "phone", "rnokpp", "unzr", "document_number", "address", "password")


def enquiries_for(centres: Iterable[Centre]) -> QuerySet[Enquiry]:
    """Return the enquiries of these centres with all that a list shows, so that a page costs the same for any number of rows."""
    sealed_of_officer = (f"officer__person__{name}" for name in _OF_OFFICER)
    rows = Enquiry.objects.at(centres).defer(*_SEALED, *sealed_of_officer)
    return rows.select_related("service", "centre", "officer__person")
