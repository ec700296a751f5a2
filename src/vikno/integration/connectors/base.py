"""What every connector to an outside system is, and the plain values that pass between it and the portal.

A connector is one module and one line in `connectors/__init__.py`. It knows a protocol and nothing of our tables: what goes
out comes to it as a `Message`, what comes in leaves it as `Update`s. Two errors go outward: `Unreachable` and `Rejected`.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Protocol

import pydantic
from django.utils.functional import Promise

from vikno.kernel.person_names import PersonName


@dataclass(frozen=True, kw_only=True)
class EnclosedFile:
    """A file of an application. `sha256` is of its bytes, in hex; they are unsealed when they are asked for."""

    key: str
    name: str
    media_type: str
    size: int
    sha256: str
    read: Callable[[], bytes] = field(repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class CaseDossier:
    """All that an outside system may want of a case, as it was last handed in.

    `applicant` has family_name, given_name and, where known, patronymic, born_on, phone, email, rnokpp; `represented` is empty
    or has kind, name, ground and numbers; `papers` is what was handed in on paper: `[{"name": …, "sheets": 2}]`.
    """

    uid: str
    number: str
    submission: int
    channel: str
    submitted_at: datetime.datetime
    due_on: datetime.date | None
    service_code: str
    service_identifier: str
    service_title: str
    authority: str
    centre_code: str
    centre_name: str
    applicant: Mapping[str, Any] = field(repr=False)
    represented: Mapping[str, Any] = field(repr=False)
    answers: Mapping[str, Any] = field(repr=False)
    papers: tuple[Mapping[str, Any], ...] = ()
    enclosures: tuple[EnclosedFile, ...] = ()
    make_labelled_answers: Callable[[], tuple[tuple[str, str], ...]] = field(repr=False, compare=False)
    make_data: Callable[[], bytes] = field(repr=False, compare=False)
    make_pdf: Callable[[], bytes] = field(repr=False, compare=False)
    make_container: Callable[[], bytes | None] = field(repr=False, compare=False)

    @cached_property
    def labelled_answers(self) -> tuple[tuple[str, str], ...]:
        """The answers as people read them: question, answer."""
        return self.make_labelled_answers()

    @cached_property
    def data(self) -> bytes:
        """The answers for machines: canonical JSON, schema `vikno-application-1`."""
        return self.make_data()

    @cached_property
    def pdf(self) -> bytes:
        """The application as it is read."""
        return self.make_pdf()

    @cached_property
    def container(self) -> bytes | None:
        """The signed ASiC-E, if the application was signed."""
        return self.make_container()

    @property
    def applicant_name(self) -> str:
        return PersonName.from_details(self.applicant).full


@dataclass(frozen=True, kw_only=True)
class OutboundMessage:
    """A fact on its way out: stable names, none of our keys.

    `id` stays the same when it is tried again: the other side tells a repeat by it. `kind` is the last word of `name`
    (`submitted`, `resubmitted`, `withdrawn`, …). `remote` is how the other side calls the case, empty before it has said.
    """

    id: str
    name: str
    at: datetime.datetime
    payload: Mapping[str, Any]
    dossier: CaseDossier
    remote: str = ""

    @property
    def kind(self) -> str:
        return self.name.rpartition(".")[2]


@dataclass(frozen=True, kw_only=True)
class DeliveryReceipt:
    """What the other side said on delivery. `received`: it acknowledged at once, no separate word will come."""

    remote: str = ""
    words: str = ""
    received: bool = False


@dataclass(frozen=True, kw_only=True)
class RawInboundMessage:
    """One message of the other side as it came. The same `id` is the same message, however often it comes."""

    id: str
    kind: str
    body: bytes = field(repr=False)
    at: datetime.datetime | None = None


@dataclass(frozen=True, kw_only=True)
class RemoteFile:
    """A file that the other side gives. `sha256` in hex, empty where it is not told."""

    key: str
    name: str
    media_type: str = ""
    size: int | None = None
    sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class RemoteRegistration:
    """The number under which the other side entered the case, and of which day."""

    number: str
    on: datetime.date | None = None


@dataclass(frozen=True, kw_only=True)
class RemoteDecision:
    """What was decided there. A refusal has a ground and reasons where the other side tells them."""

    granted: bool
    ground: str = ""
    reasons: str = ""


@dataclass(frozen=True, kw_only=True)
class RemoteCorrectionRequest:
    """What the applicant is asked to mend: why, remarks by question (may be empty), until when."""

    reason: str
    remarks: Mapping[str, str] = field(default_factory=dict)
    due_on: datetime.date | None = None


@dataclass(frozen=True, kw_only=True)
class CaseUpdate:
    """What one incoming message says of one case. Only what was told is filled; `at` and `order` are by the other side's count.

    `application` is our number, `remote` its own name of the case: one of them is told. `status` is its own word, read by the
    status map. `declined` says why it would not take the case in. `files` are results.
    """

    application: str = ""
    remote: str = ""
    at: datetime.datetime | None = None
    order: int | None = None
    received: bool = False
    registered: RemoteRegistration | None = None
    declined: str = ""
    status: str = ""
    who: str = ""
    note: str = ""
    decided: RemoteDecision | None = None
    asked: RemoteCorrectionRequest | None = None
    files: tuple[RemoteFile, ...] = ()
    # So long after it came, a part of this may still be on its way to us: nothing is done about it before.
    settles_in: datetime.timedelta = datetime.timedelta(0)
    # Asked by `look`: the files of ours that it holds, by digest; None where it cannot tell.
    holds: tuple[RemoteFile, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class ConnectionCheck:
    """Whether the other side can be spoken to, and in words what was found."""

    is_ok: bool
    words: str | Promise


@dataclass(frozen=True, kw_only=True)
class PortalIdentity:
    """Who we are to the other side. `public_url` has no slash at the end; `connection` is the code of the connection.

    The centre is that of the connection; its code and name are empty where the connection serves all centres.
    """

    connection: str
    centre_code: str
    centre_name: str
    public_url: str


class Connector(Protocol):
    """One outside system, spoken to by one protocol. Made anew for each use, from settings that `Settings` has checked."""

    code: ClassVar[str]
    title: ClassVar[str | Promise]
    Settings: ClassVar[type[pydantic.BaseModel]]
    # What its words mean here as long as nobody has edited the status map: {"У роботі": "in_work"}.
    default_status_map: ClassVar[Mapping[str, str]]
    # Whether `look` can be asked.
    can_look: ClassVar[bool]

    def __init__(self, settings: Any, place: PortalIdentity) -> None: ...

    @classmethod
    def wants(cls, kind: str) -> bool:
        """Tell whether messages of this kind are delivered at all."""
        ...

    def deliver(self, message: OutboundMessage) -> DeliveryReceipt:
        """Hand a message over. May be called again with the same `id`. Raises `Unreachable`, `Rejected`."""
        ...

    def poll(self, cursor: str) -> Iterator[tuple[RawInboundMessage, str]]:
        """Yield what has come since the cursor, oldest first, each with the cursor after it. Raises `Unreachable`."""
        ...

    def confirm(self, incoming: RawInboundMessage) -> None:
        """Tell the other side that its message is kept here now. Raises `Unreachable`."""
        ...

    def read(self, incoming: RawInboundMessage) -> list[CaseUpdate]:
        """Return what a message means: asks nobody. Raises `Rejected` where it cannot be understood."""
        ...

    def fetch(self, file: RemoteFile, incoming: RawInboundMessage) -> Iterator[bytes]:
        """Yield the bytes of a file that an update of this message named. Raises `Unreachable`, `Rejected`."""
        ...

    def look(self, remote: str) -> CaseUpdate | None:
        """Return the case as it stands there, or None where it is not known. Raises `Unreachable`."""
        ...

    def check(self) -> ConnectionCheck:
        """Say whether the other side can be spoken to. Raises nothing that a broken partner can cause."""
        ...
