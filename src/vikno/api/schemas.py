"""Schemas of the agency API, in and out. docs/edms-agency-api.md explains them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, StringConstraints
from stdnum.ua import rntrc

# No control characters but line breaks and tabs: databases refuse some of them.
_PLAIN = r"^[^\x00-\x08\x0B\x0C\x0E-\x1F\x7F]*$"
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_PLAIN)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000, pattern=_PLAIN)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,60}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-fA-F]{64}$")]
ApplicationNumber = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{6,9}-[0-9]$")]
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def _in_this_century(at: datetime) -> datetime:
    if not EARLIEST <= at <= LATEST:
        raise ValueError("the date is not of this century")
    return at


Moment = Annotated[AwareDatetime, AfterValidator(_in_this_century)]


class PartnerInput(Schema):
    """A message of a partner. An unknown field is a mistake of its program and is refused."""

    model_config = ConfigDict(extra="forbid")


class CaseMessageIn(PartnerInput):
    """The fields that every message about a case may have: the time by the partner's clock and its running number.

    A message older than an earlier one is late and changes nothing.
    """

    at: Moment | None = None
    order: int | None = Field(
        default=None, ge=0, le=2**53, description="The partner's own running number of facts on this case"
    )
    remote: ShortText | None = Field(default=None, description="What the partner calls the case")


class AckIn(CaseMessageIn):
    state: Literal["received", "registered", "declined"]
    number: Annotated[ShortText, Field(max_length=40)] | None = Field(
        default=None, description="With `registered`: the incoming number there"
    )
    on: date | None = Field(default=None, description="With `registered`: of which day; today where it is left out")
    reason: LongText = Field(default="", description="With `declined`: why")


class StatusIn(CaseMessageIn):
    status: ShortText = Field(description="The partner's own word; the status map of the portal says what it means")
    who: Annotated[str, Field(max_length=200, pattern=_PLAIN)] = Field(default="", description="Who works on it there")
    note: LongText = ""


class ReturnIn(CaseMessageIn):
    reason: Annotated[LongText, Field(min_length=1)]
    remarks: dict[Code, LongText] = Field(
        default={}, max_length=200, description="By the key of the question: what is wrong with its answer"
    )
    due_on: date | None = None


class DecisionIn(CaseMessageIn):
    outcome: Literal["granted", "refused"]
    ground: LongText = Field(default="", description="With a refusal: the ground in law")
    reasons: LongText = Field(default="", description="With a refusal: why, for the applicant")


class OutcomeOut(Schema):
    """The outcome of a message."""

    model_config = ConfigDict(
        json_schema_extra={
            "description": "What became of a message: `applied`, `late` (something newer was told before; nothing moved), "
            "`waiting` (it builds on what\nhas not come yet and is tried again), `needs_person` (the centre looks at it)."
        }
    )

    message: str
    outcome: Literal["applied", "late", "waiting", "needs_person"]
    detail: str = ""
    number: str
    status: str


class FeedDataOut(Schema):
    number: str
    withdrawn: bool = Field(description="A tombstone: the content of the application is not given out any more")
    href: str


class FeedItemOut(Schema):
    """A CloudEvents 1.0 event in structured mode; `sequence` is the cursor after it."""

    specversion: Literal["1.0"] = "1.0"
    id: UUID
    source: str
    type: str = Field(examples=["application.submitted"])
    subject: str = Field(description="The number of the application")
    time: datetime
    sequence: str
    data: FeedDataOut


class FeedOut(Schema):
    items: list[FeedItemOut]
    next: str = Field(description="Give this as `after` the next time, also where nothing came")
    has_more: bool


class NamedOut(Schema):
    code: str
    title: str


class ServiceOut(NamedOut):
    identifier: str = Field(description="In the national register of services")


class FileOut(Schema):
    key: str
    name: str
    media_type: str
    size: int
    sha256: str
    href: str


class AnswerOut(Schema):
    label: str
    text: str


class RegisteredOut(Schema):
    number: str
    on: date


class ApplicationOut(Schema):
    number: str
    uid: UUID
    remote: str
    status: str
    channel: str
    submission: int = Field(description="Which hand-in this is: after a correction 2, and so on")
    submitted_at: datetime
    due_on: date | None
    service: ServiceOut
    authority: str
    centre: NamedOut
    applicant: dict[str, Any]
    represented: dict[str, Any]
    answers: dict[str, Any]
    labelled: list[AnswerOut]
    papers: list[dict[str, Any]]
    files: list[FileOut]
    is_signed: bool
    registered: RegisteredOut | None


class DigestOut(Schema):
    key: str
    sha256: str


class CaseOut(Schema):
    """A case as it stands here, for comparing: no persons."""

    number: str
    remote: str
    status: str
    submission: int
    sha256: str = Field(description="Over answers and files of the last hand-in")
    files: list[DigestOut]
    results: list[DigestOut]
    registered: RegisteredOut | None


class CasesOut(Schema):
    items: list[CaseOut]
    next: str
    has_more: bool


def _valid_rnokpp(number: str) -> str:
    if not rntrc.is_valid(number):
        raise ValueError("the check digit does not agree")
    return number


class ApplicantIn(PartnerInput):
    family_name: ShortText
    given_name: ShortText
    patronymic: ShortText | None = None
    born_on: date | None = None
    phone: Annotated[str, StringConstraints(pattern=r"^\+[0-9]{10,15}$")] | None = None
    email: (
        Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,180}\.[A-Za-z]{2,20}$")]
        | None
    ) = None
    rnokpp: Annotated[str, StringConstraints(pattern=r"^[0-9]{10}$"), AfterValidator(_valid_rnokpp)] | None = None


class PaperIn(PartnerInput):
    name: ShortText
    sheets: int = Field(default=1, ge=1, le=10_000)


class RegistrationIn(PartnerInput):
    number: Annotated[ShortText, Field(max_length=40)]
    on: date | None = None


class PaperApplicationIn(PartnerInput):
    service: Code = Field(description="The code of the service on the portal")
    centre: Code | None = Field(default=None, description="The centre, where it is not that of the connection")
    applicant: ApplicantIn
    papers: list[PaperIn] = Field(default=[], max_length=200)
    remote: ShortText | None = None
    registered: RegistrationIn | None = None


class PaperApplicationOut(Schema):
    number: str
    access_code: str = Field(description="With the number, the applicant follows the case on the portal with it")
    status: str
    follow: str


class ResultIn(PartnerInput):
    name: ShortText = Field(description="Name of the file, with its ending")
    title: Annotated[str, Field(max_length=200, pattern=_PLAIN)] = Field(
        default="", description="What it is, for the applicant"
    )
    size: int = Field(ge=1, le=10 * 1024 * 1024)
    sha256: Sha256


class UploadOut(Schema):
    upload: UUID
    size: int
    received: int
    chunk_most: int
    is_complete: bool


class FigureIn(PartnerInput):
    code: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,60}$")]
    service: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{0,60}$")] = ""
    value: Annotated[Decimal, Field(ge=-(10**12), le=10**12, decimal_places=4)]


class StatisticsIn(PartnerInput):
    since: date
    until: date
    figures: list[FigureIn] = Field(min_length=1, max_length=1000)


class StatisticsOut(Schema):
    stored: int
