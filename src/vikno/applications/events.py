"""Events of an application. Fields hold codes, dates and ids of rows, never personal data.

Fields that end in `_id` are primary keys of the rows that an event is about. Events recorded before these fields existed have
None there.
"""

import datetime
import uuid
from dataclasses import dataclass
from typing import Annotated, TypedDict

from pydantic import Field

from vikno.applications.models import Application, ApplicationChannel, ApplicationSignature, DecisionOutcome
from vikno.outbox.domain_events import DomainEvent


class ApplicationFields(TypedDict):
    """The fields that all events of an application share."""

    application: uuid.UUID
    number: str | None
    service: str
    centre: str


def application_fields(application: Application) -> ApplicationFields:
    """Return what every event says of the application that it is about."""
    return {
        "application": application.uid,
        "number": application.number,
        "service": application.service.code,
        "centre": application.centre.code,
    }


@dataclass(frozen=True, kw_only=True)
class ApplicationEvent(DomainEvent):
    """A fact about an application."""

    application: uuid.UUID
    """`uid` of the application."""
    number: str | None
    """Its number; a draft has none."""
    service: str
    """Code of the service."""
    centre: str
    """Code of the centre that handles it."""
    quiet: bool = False
    """Whether the applicant gets no letter about this event: another system tells it in words of its own, or nobody does."""


@dataclass(frozen=True, kw_only=True)
class ApplicationSubmitted(ApplicationEvent):
    """The application was handed in: online by the applicant, or at the desk."""

    NAME = "application.submitted"

    channel: ApplicationChannel
    """Whether it came online or was entered at the desk."""
    acts: str = ""
    """Kind of representation, where the applicant acts for somebody else."""
    submission_id: int | None = None
    """The `Submission` with what was handed in."""
    status_change_id: int | None = None
    """The `StatusChange` from draft to submitted."""


@dataclass(frozen=True, kw_only=True)
class ApplicationSigned(ApplicationEvent):
    """The applicant signed the application, before handing it in."""

    NAME = "application.signed"

    way: ApplicationSignature.SigningMethod
    """How it was signed."""
    signature_id: int | None = None
    """The `ApplicationSignature`."""


@dataclass(frozen=True, kw_only=True)
class ApplicationRegistered(ApplicationEvent):
    """The application was entered in the register of the centre, or of the system that works on it."""

    NAME = "application.registered"

    registration: str
    """The incoming number."""
    on: datetime.date
    """The date of registration."""
    registration_id: int | None = None
    """The `Registration`."""
    status_change_id: int | None = None
    """The `StatusChange`; none where another system registered it after work on it had begun."""


@dataclass(frozen=True, kw_only=True)
class ApplicationTaken(ApplicationEvent):
    """An officer, or another system, began to work on the application, or went on with it after a correction."""

    NAME = "application.taken"

    status_change_id: int | None = None
    """The `StatusChange`; its officer works on the case."""


@dataclass(frozen=True, kw_only=True)
class ApplicationTakenOver(ApplicationEvent):
    """An officer took the application over from a colleague, or back from another system."""

    NAME = "application.taken_over"

    taken_from: Annotated[str, Field(alias="from")]
    """`ref` of the colleague, or code of the connection of the other system."""


@dataclass(frozen=True, kw_only=True)
class ApplicationReturned(ApplicationEvent):
    """The applicant was asked to correct the application."""

    NAME = "application.returned"

    questions: tuple[str, ...]
    """Keys of the answers to be corrected."""
    until: datetime.date
    """The date by which they are to be corrected."""
    correction_id: int | None = None
    """The `CorrectionRequest` with the reason and the remarks."""
    status_change_id: int | None = None
    """The `StatusChange`."""


@dataclass(frozen=True, kw_only=True)
class ApplicationResubmitted(ApplicationEvent):
    """The applicant handed in a correction."""

    NAME = "application.resubmitted"

    submission_id: int | None = None
    """The `Submission` with what was handed in."""
    status_change_id: int | None = None
    """The `StatusChange`."""


@dataclass(frozen=True, kw_only=True)
class ApplicationDeadlineExtended(ApplicationEvent):
    """The term of the case was extended."""

    NAME = "application.extended"

    days: int
    """Days added, in the unit of the term."""
    due_on: datetime.date
    """The new date by which the case is due."""
    extension_id: int | None = None
    """The `DeadlineExtension` with the reason."""


@dataclass(frozen=True, kw_only=True)
class ApplicationProgressed(ApplicationEvent):
    """The system that works on the case told news of it that change no status."""

    NAME = "application.progressed"

    words: dict[str, str]
    """The news by language; they name no person."""
    needs_action: bool
    """Whether the applicant has to do something."""


@dataclass(frozen=True, kw_only=True)
class ApplicationDecided(ApplicationEvent):
    """The application was granted or refused."""

    NAME = "application.decided"

    outcome: DecisionOutcome
    """Whether it was granted or refused."""
    decision_id: int | None = None
    """The `Decision` with grounds and reasons."""
    status_change_id: int | None = None
    """The `StatusChange`."""


@dataclass(frozen=True, kw_only=True)
class ApplicationIssued(ApplicationEvent):
    """The result was handed over."""

    NAME = "application.issued"

    as_file: bool
    """Whether the result is a file; otherwise it is collected on paper."""
    result_id: int | None = None
    """The `Result`."""
    status_change_id: int | None = None
    """The `StatusChange`."""


@dataclass(frozen=True, kw_only=True)
class ApplicationResultAdded(ApplicationEvent):
    """One more file was added to a result that had been handed over."""

    NAME = "application.result_added"

    result_id: int | None = None
    """The `Result`."""


@dataclass(frozen=True, kw_only=True)
class ApplicationWithdrawn(ApplicationEvent):
    """The applicant took the application back."""

    NAME = "application.withdrawn"

    status_change_id: int | None = None
    """The `StatusChange`."""


@dataclass(frozen=True, kw_only=True)
class ApplicationDraftWaits(ApplicationEvent):
    """A draft has not been touched for some days, and its owner is to be reminded of it."""

    NAME = "application.draft_waits"
