"""Queries of applications, for pages and documents."""

from vikno.applications.queries.answers import (
    PreparedSubmission,
    details_to_send,
    editable_questions,
    prepare_submission,
    problems_of,
    represented_to_send,
    required_level,
)
from vikno.applications.queries.case_lists import (
    SOON_DAYS,
    CaseUrgency,
    cases_for,
    urgency,
)
from vikno.applications.queries.case_search import (
    search_cases,
    search_digests,
)
from vikno.applications.queries.contents import (
    attachments_of,
    form_of,
    latest_submission,
    live_attachments,
)
from vikno.applications.queries.public_lookups import (
    application_by_code,
    applications_changed_between,
    most_requested_services,
    result_by_code,
)
from vikno.applications.queries.signatures import (
    signatures_of,
    signatures_on,
    valid_signatures_on,
)
from vikno.applications.queries.submissions import (
    AnswerChange,
    changes_in,
    changes_to_send,
    draft_sections,
    submitted_sections,
)
from vikno.applications.queries.timeline import (
    TimelineEntry,
    timeline,
)

__all__ = [
    "SOON_DAYS",
    "AnswerChange",
    "CaseUrgency",
    "PreparedSubmission",
    "TimelineEntry",
    "application_by_code",
    "applications_changed_between",
    "attachments_of",
    "cases_for",
    "changes_in",
    "changes_to_send",
    "details_to_send",
    "draft_sections",
    "editable_questions",
    "form_of",
    "latest_submission",
    "live_attachments",
    "most_requested_services",
    "prepare_submission",
    "problems_of",
    "represented_to_send",
    "required_level",
    "result_by_code",
    "search_cases",
    "search_digests",
    "signatures_of",
    "signatures_on",
    "submitted_sections",
    "timeline",
    "urgency",
    "valid_signatures_on",
]
