"""Letters of the System of Electronic Interaction (СЕВ ОВВ): messages of order 1207 as plain values.

The format is that of the Ministry of Education and Science's order № 1207 of 20.10.2011, version 1.5: one XML with the letter,
its files in base64 and the signatures over them.
"""

import datetime
import hashlib
import uuid
from dataclasses import dataclass
from enum import IntEnum, StrEnum

STANDARD, VERSION = "1207", "1.5"
# Names of ours in the space of all GUIDs.
NAMESPACE = uuid.UUID("5b7a7c1e-5c5e-4bd0-9e0c-0d6f2b1f7a41")


class MessageType(IntEnum):
    NOTIFICATION = 0
    DOCUMENT = 1
    ADDITION = 2
    REPLY = 3
    REPLY_ADDITION = 4


class AckType(IntEnum):
    """The content of an acknowledgement. The fifth is in the schema without a meaning."""

    DELIVERED = 1
    ACCEPTED = 2
    REGISTERED = 3
    DECLINED = 4
    UNKNOWN = 5


class AckPolicy(IntEnum):
    """The acknowledgements that a sender wants."""

    NEVER = 0
    ON_ERRORS = 1
    ALWAYS = 2


class FileRole(StrEnum):
    """The place of a file in a message."""

    DOCUMENT = "document"
    TASK = "task"
    ADDED = "added"
    ACKNOWLEDGEMENT = "acknowledgement"
    SIGNATURE = "signature"


@dataclass(frozen=True, kw_only=True)
class LetterParty:
    """An organisation and its system. ЄДРПОУ has its leading zeros, however it was sent."""

    edrpou: str = ""
    organization: str = ""
    department: str = ""
    system_id: str = ""
    system: str = ""


@dataclass(frozen=True, kw_only=True)
class LetterNumber:
    """A registration number and its day; `id` is the key of the document in the system that registered it."""

    number: str
    on: datetime.date | None = None
    id: str = ""


@dataclass(frozen=True, kw_only=True)
class LetterCorrespondent:
    """An organisation or a person in a letter: its author, addressee or writer."""

    name: str
    code: str = ""
    official: str = ""


@dataclass(frozen=True, kw_only=True)
class LetterFile:
    """A file of a letter, or a signature over a file (`signs` is the id of that file). `key` counts files from the top."""

    key: str
    role: FileRole
    name: str
    media_type: str
    size: int
    sha256: str
    id: str = ""
    signs: str = ""


@dataclass(frozen=True, kw_only=True)
class LetterAcknowledgement:
    """An acknowledgement of a message. `errors` are codes with texts; «0» is no error."""

    msg_id: str
    type: AckType
    number: LetterNumber | None = None
    errors: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> str:
        return "; ".join(filter(None, (text for _, text in self.errors)))

    @property
    def is_error(self) -> bool:
        return any(code not in ("", "0") for code, _ in self.errors)


@dataclass(frozen=True, kw_only=True)
class LetterDocument:
    """The letter itself. `type` is 0 or 1 for a document between bodies, 2 for an appeal of a citizen."""

    id: str = ""
    type: str = ""
    kind: str = ""
    title: str = ""
    annotation: str = ""
    purpose: str = ""
    is_urgent: bool = False
    is_confidential: bool = False
    number: LetterNumber | None = None
    authors: tuple[LetterCorrespondent, ...] = ()
    addressees: tuple[LetterCorrespondent, ...] = ()
    writer: LetterCorrespondent | None = None
    attestation: str = ""


@dataclass(frozen=True, kw_only=True)
class LetterTask:
    text: str
    number: str = ""
    deadline: datetime.date | None = None


@dataclass(frozen=True, kw_only=True)
class BusLetter:
    """A complete message. `referred` are the documents that it answers or adds to."""

    standard: str
    version: str
    type: MessageType
    msg_id: str
    acknow: AckPolicy
    at: datetime.datetime | None
    sender: LetterParty
    recipient: LetterParty
    document: LetterDocument | None = None
    acknowledgement: LetterAcknowledgement | None = None
    referred: tuple[LetterNumber, ...] = ()
    tasks: tuple[LetterTask, ...] = ()
    notes: tuple[str, ...] = ()
    files: tuple[LetterFile, ...] = ()

    @property
    def signed_files(self) -> tuple[LetterFile, ...]:
        """The files that have a signature in the letter. The signatures are not verified here."""
        signed = {file.signs for file in self.files if file.signs}
        return tuple(file for file in self.files if file.id in signed)


def pad_code(code: str, length: int) -> str:
    """Return a code with its leading zeros: the schema has numbers there, and numbers lose them."""
    code = code.strip()
    return code.zfill(length) if code.isdecimal() else code


def guid_of(case: str, message: str) -> str:
    """Return the GUID of a message of ours: the same for the same message, with the case in its first half.

    So an acknowledgement, which names only a message, leads to its case (`case_guid_of`). Version 8 of RFC 9562.
    """
    head, tail = (hashlib.sha256(f"{NAMESPACE}/{part}".encode()).digest() for part in (case, message))
    octets = bytearray(head[:10] + tail[:6])
    octets[6] = 0x80 | octets[6] & 0x0F  # the version
    octets[8] = 0x80 | octets[8] & 0x3F  # the variant
    return str(uuid.UUID(bytes=bytes(octets)))


def case_guid_of(guid: str) -> str:
    """Return the common part of the GUIDs of one case; a GUID that is not ours stays as it is, in small letters."""
    parsed = _parse_guid(guid)
    if parsed is None:
        return guid.strip()
    return str(uuid.UUID(bytes=parsed.bytes[:10] + bytes(6))) if parsed.version == 8 else str(parsed)


def is_our_guid(guid: str) -> bool:
    """Return whether a GUID was made by `guid_of`: it has a version for private use."""
    parsed = _parse_guid(guid)
    return parsed is not None and parsed.version == 8


def _parse_guid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text.strip())
    except ValueError:
        return None
