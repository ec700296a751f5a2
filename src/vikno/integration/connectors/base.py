"""The protocol of connectors to outside systems, and the plain values that pass between a connector and the portal.

A connector is one module and one line in `connectors/__init__.py`. It knows a protocol and nothing of our tables: an event
reaches it as an `OutboundMessage`, and it turns what comes in into `CaseUpdate`s. It raises `Unreachable` and `Rejected` only.
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
    """A file of an application. `sha256` is the hex digest of its bytes, which `read` decrypts."""

    key: str
    name: str
    media_type: str
    size: int
    sha256: str
    read: Callable[[], bytes] = field(repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class CaseDossier:
    """Everything that an outside system may need of a case, as of its last submission.

    `applicant` has family_name, given_name and, where known, patronymic, born_on, phone, email, rnokpp; `represented` is empty
    or has kind, name, ground and numbers; `papers` lists the documents on paper: `[{"name": …, "sheets": 2}]`.
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
        """The application as a document for people."""
        return self.make_pdf()

    @cached_property
    def container(self) -> bytes | None:
        """The signed ASiC-E container, if the application was signed."""
        return self.make_container()

    @property
    def applicant_name(self) -> str:
        return PersonName.from_details(self.applicant).full


@dataclass(frozen=True, kw_only=True)
class OutboundMessage:
    """An event for an outside system, with stable names and none of our keys.

    `id` stays the same in a retry: the other side knows a repeat by it. `kind` is the last part of `name` (`submitted`,
    `resubmitted`, `withdrawn`, …). `remote` is the other side's name of the case, empty while it is not known.
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
    """The response of the other side to a delivery. `received` means that it acknowledged at once: nothing more will come."""

    remote: str = ""
    words: str = ""
    received: bool = False


@dataclass(frozen=True, kw_only=True)
class RawInboundMessage:
    """A message of the other side as it came. The same `id` is the same message, however often it comes."""

    id: str
    kind: str
    body: bytes = field(repr=False)
    at: datetime.datetime | None = None


@dataclass(frozen=True, kw_only=True)
class RemoteFile:
    """A file of the other side. `sha256` is in hex, empty where it is not known."""

    key: str
    name: str
    media_type: str = ""
    size: int | None = None
    sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class RemoteRegistration:
    """The registration of the case at the other side: its number and day."""

    number: str
    on: datetime.date | None = None


@dataclass(frozen=True, kw_only=True)
class RemoteDecision:
    """The decision of the other side. A refusal has a ground and reasons where they are known."""

    granted: bool
    ground: str = ""
    reasons: str = ""


@dataclass(frozen=True, kw_only=True)
class RemoteCorrectionRequest:
    """A correction request of the other side: the reason, remarks by question (may be empty), and the last day."""

    reason: str
    remarks: Mapping[str, str] = field(default_factory=dict)
    due_on: datetime.date | None = None


@dataclass(frozen=True, kw_only=True)
class CaseUpdate:
    """The content of one incoming message about one case. A field that the message does not mention stays empty.

    `at` and `order` are by the other side's count. `application` is our number, `remote` its own name of the case: one of them
    is given. `status` is its own word, which the status map translates. `declined` is the reason why it did not accept the case.
    `files` are results.
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
    # For so long after the message, a part of it may still be on its way: it is not handled before.
    settles_in: datetime.timedelta = datetime.timedelta(0)
    # In the answer of `look`: the files of ours that it holds, by digest; None where it cannot tell.
    holds: tuple[RemoteFile, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class ConnectionCheck:
    """The outcome of a check of the other side, with a text for people."""

    is_ok: bool
    words: str | Promise


@dataclass(frozen=True, kw_only=True)
class PortalIdentity:
    """The portal as the other side knows it. `public_url` has no slash at the end; `connection` is the code of the connection.

    The centre is that of the connection; its code and name are empty where the connection serves all centres.
    """

    connection: str
    centre_code: str
    centre_name: str
    public_url: str


class Connector(Protocol):
    """An outside system behind one protocol. It is created anew for each use, from settings that `Settings` has validated."""

    code: ClassVar[str]
    title: ClassVar[str | Promise]
    Settings: ClassVar[type[pydantic.BaseModel]]
    # The meaning of its statuses as long as nobody has edited the status map: {"У роботі": "in_work"}.
    default_status_map: ClassVar[Mapping[str, str]]
    # Whether `look` works.
    can_look: ClassVar[bool]

    def __init__(self, settings: Any, place: PortalIdentity) -> None: ...

    @classmethod
    def wants(cls, kind: str) -> bool:
        """Return whether messages of this kind are delivered at all."""
        ...

    def deliver(self, message: OutboundMessage) -> DeliveryReceipt:
        """Deliver a message. It may be called again with the same `id`. Raises `Unreachable`, `Rejected`."""
        ...

    def poll(self, cursor: str) -> Iterator[tuple[RawInboundMessage, str]]:
        """Yield the messages since the cursor, oldest first, each with the cursor after it. Raises `Unreachable`."""
        ...

    def confirm(self, incoming: RawInboundMessage) -> None:
        """Confirm to the other side that its message is stored here. Raises `Unreachable`."""
        ...

    def read(self, incoming: RawInboundMessage) -> list[CaseUpdate]:
        """Return the updates in a message, without any request. Raises `Rejected` where it cannot be understood."""
        ...

    def fetch(self, file: RemoteFile, incoming: RawInboundMessage) -> Iterator[bytes]:
        """Yield the bytes of a file that an update of this message names. Raises `Unreachable`, `Rejected`."""
        ...

    def look(self, remote: str) -> CaseUpdate | None:
        """Return the case as it stands there, or None where it is unknown. Raises `Unreachable`."""
        ...

    def check(self) -> ConnectionCheck:
        """Check the connection to the other side. Raises nothing that a broken partner can cause."""
        ...
