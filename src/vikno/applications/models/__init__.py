"""Applications: the whole case, from the first answer to the result."""

from vikno.applications.models.application import (
    OPEN_STATUSES,
    STATUSES_AT_CENTRE,
    TRANSITIONS,
    Application,
    ApplicationChannel,
    ApplicationQuerySet,
    ApplicationStatus,
    SearchKey,
)
from vikno.applications.models.casework import (
    CorrectionRequest,
    Decision,
    DecisionOutcome,
    Registration,
)
from vikno.applications.models.deadlines import (
    Deadline,
    DeadlineExtension,
)
from vikno.applications.models.history import (
    ImmutableRecord,
    StatusChange,
)
from vikno.applications.models.results import (
    Result,
    SealStatus,
)
from vikno.applications.models.signatures import (
    ApplicationSignature,
    SigningRequest,
)
from vikno.applications.models.submissions import (
    Attachment,
    Submission,
)

__all__ = [
    "OPEN_STATUSES",
    "STATUSES_AT_CENTRE",
    "TRANSITIONS",
    "Application",
    "ApplicationChannel",
    "ApplicationQuerySet",
    "ApplicationSignature",
    "ApplicationStatus",
    "Attachment",
    "CorrectionRequest",
    "Deadline",
    "DeadlineExtension",
    "Decision",
    "DecisionOutcome",
    "ImmutableRecord",
    "Registration",
    "Result",
    "SealStatus",
    "SearchKey",
    "SigningRequest",
    "StatusChange",
    "Submission",
]
