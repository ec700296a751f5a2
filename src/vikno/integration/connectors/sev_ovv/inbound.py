"""Reading of a letter from the XML of order 1207."""

import datetime
import mimetypes
import re
from collections import Counter
from collections.abc import Iterator
from enum import IntEnum
from typing import BinaryIO, TypeVar

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from vikno.integration.connectors.sev_ovv import xml_tree
from vikno.integration.connectors.sev_ovv.letters import (
    STANDARD,
    AckPolicy,
    AckType,
    BusLetter,
    LetterAcknowledgement,
    LetterCorrespondent,
    LetterDocument,
    LetterFile,
    LetterNumber,
    LetterParty,
    LetterTask,
    MessageType,
    pad_code,
)
from vikno.integration.connectors.sev_ovv.xml_tree import EmbeddedFile, XmlNode
from vikno.kernel.errors import Rejected

Code = TypeVar("Code", bound=IntEnum)


def read_letter(stream: BinaryIO) -> BusLetter:
    """Return the letter of a message. Raises `Rejected` with one sentence where it is no message of order 1207."""
    root = xml_tree.read_tree(stream)
    if root.name != "Header":
        raise Rejected(_("This is not a message of order 1207: its root is not Header."))
    if root.get("standart") not in ("", STANDARD):
        raise Rejected(_("The message says that it is of another standard than 1207."))
    kind = _parse_code(MessageType, root.get("msg_type"), _("The message does not say of which type it is."))
    letter = BusLetter(
        standard=root.get("standart"),
        version=root.get("version"),
        type=kind,
        msg_id=root.get("msg_id"),
        acknow=AckPolicy(int(policy)) if (policy := root.get("msg_acknow")) in ("0", "1", "2") else AckPolicy.NEVER,
        at=_parse_time(root.get("time")),
        sender=_party(root, "from"),
        recipient=_party(root, "to"),
        document=_document(root.find("Document")),
        acknowledgement=_acknowledgement(root.find("Acknowledgement")),
        referred=tuple(_referred_numbers(root)),
        tasks=tuple(
            LetterTask(
                text=node.get("task_text"),
                number=number.text if (number := node.find("TaskNumber")) else "",
                deadline=_parse_day(node.get("deadline")),
            )
            for node in root.all("Task")
        ),
        notes=tuple(node.text for node in root.all("Note") if node.text),
        files=_files(root),
    )
    _check_complete(letter)
    return letter


def _check_complete(letter: BusLetter) -> None:
    """Raise `Rejected` where a letter lacks what its type requires."""
    if not letter.msg_id:
        raise Rejected(_("The message has no msg_id."))
    if letter.type is MessageType.NOTIFICATION:
        if letter.acknowledgement is None:
            raise Rejected(_("The notification acknowledges nothing."))
    elif letter.document is None and letter.type in (MessageType.DOCUMENT, MessageType.REPLY):
        raise Rejected(_("The message has no document."))


def _parse_code(codes: type[Code], text: str, otherwise: str) -> Code:
    try:
        return codes(int(text))
    except ValueError:
        raise Rejected(otherwise) from None


def _party(root: XmlNode, side: str) -> LetterParty:
    return LetterParty(
        edrpou=pad_code(root.get(f"{side}_org_id"), 8),
        organization=root.get(f"{side}_organization"),
        department=root.get(f"{side}_department"),
        system_id=root.get(f"{side}_sys_id"),
        system=root.get(f"{side}_system"),
    )


def _document(node: XmlNode | None) -> LetterDocument | None:
    if node is None:
        return None
    confident, response = node.find("Confident"), node.find("Approval", "ApprovalResponse")
    return LetterDocument(
        id=node.get("idnumber"),
        type=node.get("type"),
        kind=node.get("kind"),
        title=node.get("title"),
        annotation=node.get("annotation"),
        purpose=node.get("purpose_type"),
        is_urgent=node.get("urgent") == "1",
        is_confidential=confident is not None and confident.get("flag") == "1",
        number=_number(node.find("RegNumber")),
        authors=tuple(_people(node, "Author")),
        addressees=tuple(_people(node, "Addressee")),
        writer=next(_people(node, "Writer"), None),
        attestation=" ".join(filter(None, (response.get("attestation"), response.get("comment")))) if response else "",
    )


def _people(document: XmlNode, role: str) -> Iterator[LetterCorrespondent]:
    for node in (child for child in document.children if child.name == role):
        if (organization := node.find("Organization")) is not None:
            official = organization.find("OfficialPerson", "Name")
            yield LetterCorrespondent(
                name=organization.get("fullname") or organization.get("shortname"),
                code=pad_code(organization.get("ogrn"), 8),
                official=_full_name(official),
            )
        elif (person := node.find("PrivatePerson")) is not None:
            yield LetterCorrespondent(name=_full_name(person.find("Name")), code=pad_code(person.get("inn"), 10))


def _full_name(node: XmlNode | None) -> str:
    if node is None:
        return ""
    return " ".join(filter(None, (node.get(part) for part in ("secname", "firstname", "fathersname")))) or node.text


def _acknowledgement(node: XmlNode | None) -> LetterAcknowledgement | None:
    if node is None:
        return None
    if not node.get("msg_id"):
        raise Rejected(_("The acknowledgement does not say of which message it is."))
    return LetterAcknowledgement(
        msg_id=node.get("msg_id"),
        type=_parse_code(AckType, node.get("ack_type"), _("The acknowledgement does not say what it acknowledges.")),
        number=_number(node.find("RegNumber")),
        errors=tuple(
            (child.get("errorcode"), child.get("errortext")) for child in node.children if child.name == "AckResult"
        ),
    )


def _referred_numbers(root: XmlNode) -> Iterator[LetterNumber]:
    """Yield the documents that a letter refers to: by references, or by links of a folder of additions."""
    links = (link for folder in root.all("Folder") for link in folder.children if link.name == "Document")
    for node in (*root.all("Referred"), *links):
        number = _number(node.find("RegNumber"))
        if number or node.get("idnumber"):
            yield LetterNumber(
                number=number.number if number else "", on=number.on if number else None, id=node.get("idnumber")
            )


def _number(node: XmlNode | None) -> LetterNumber | None:
    if node is None or not node.text:
        return None
    return LetterNumber(number=node.text, on=_parse_day(node.get("regdate")))


def _files(root: XmlNode) -> tuple[LetterFile, ...]:
    """Return the files of a letter and the signatures over them, in the order of the message."""
    files: list[LetterFile] = []
    for node in root.all("DocTransfer"):
        if node.content is None:
            continue
        ending = node.get("type").lower().lstrip(".")
        name = re.split(r"[/\\]", node.get("description"))[-1].strip() or f"document-{node.content.key}"
        if re.fullmatch(r"\w{1,10}", ending) and not name.lower().endswith(f".{ending}"):
            name = f"{name}.{ending}"
        files.append(_letter_file(node.content, name, id=node.get("idnumber")))
    names = {file.id: file.name for file in files if file.id}
    signature_counts: Counter[str] = Counter()
    for info in root.all("SignInfo"):
        data, file_id = info.find("SignData"), info.get("docTransfer_idnumber")
        if data is None or data.content is None:
            continue
        signature_counts[file_id] += 1
        name = names.get(file_id) or f"document-{file_id or data.content.key}"
        suffix = ".p7s" if signature_counts[file_id] == 1 else f".{signature_counts[file_id]}.p7s"
        files.append(_letter_file(data.content, f"{name}{suffix}", signs=file_id))
    return tuple(sorted(files, key=lambda file: int(file.key)))


def _letter_file(content: EmbeddedFile, name: str, *, id: str = "", signs: str = "") -> LetterFile:  # noqa: A002 - as the order calls it
    media_type = "application/pkcs7-signature" if name.endswith(".p7s") else mimetypes.guess_type(name)[0]
    return LetterFile(
        key=content.key,
        role=content.role,
        name=name,
        media_type=media_type or "application/octet-stream",
        size=content.size,
        sha256=content.sha256,
        id=id,
        signs=signs,
    )


def _parse_day(text: str) -> datetime.date | None:
    try:
        return parse_date(text[:10])
    except ValueError:
        return None


def _parse_time(text: str) -> datetime.datetime | None:
    """Return a time with its zone; without a zone it is UTC, as in the order's samples."""
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return at.replace(tzinfo=datetime.UTC) if at and at.tzinfo is None else at
