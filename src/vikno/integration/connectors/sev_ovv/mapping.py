"""The meaning of a letter for a case: its updates, or the reason why a person has to look at it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from vikno.integration.connectors.base import (
    CaseUpdate,
    RemoteCorrectionRequest,
    RemoteDecision,
    RemoteFile,
    RemoteRegistration,
)
from vikno.integration.connectors.sev_ovv.letters import (
    AckType,
    BusLetter,
    FileRole,
    LetterAcknowledgement,
    LetterDocument,
    MessageType,
    case_guid_of,
    is_our_guid,
)
from vikno.kernel import references
from vikno.kernel.errors import Rejected

_APPLICATION_NUMBER = re.compile(r"\b\d{4}-\d{6,9}-\d\b")


@dataclass(frozen=True, kw_only=True)
class ReplyWords:
    """The words in the kind and the title of a reply that mark its meaning: beginnings of words, in small letters.

    The order has no code for it. A reply without any of these words is only a status for the status map.
    """

    correction: tuple[str, ...] = ("доопрацюванн", "усунення недолік", "уточненн")
    refusal: tuple[str, ...] = ("відмов",)
    result: tuple[str, ...] = (
        "результат", "рішення", "витяг", "довідк", "виписк", "свідоцтв", "дозв", "ліценз", "посвідчен", "сертифікат",
    )  # fmt: skip

    def reply_kind(self, document: LetterDocument) -> str:
        """Return `correction`, `refusal` or `result`, or an empty string."""
        for name in ("correction", "refusal", "result"):
            beginnings: tuple[str, ...] = getattr(self, name)
            text = f"{document.kind} {document.title}".casefold()
            if any(re.search(rf"\b{re.escape(beginning.casefold())}", text) for beginning in beginnings):
                return name
        return ""


def updates_of(letter: BusLetter, words: ReplyWords = ReplyWords()) -> list[CaseUpdate]:
    """Return the updates in a letter. Raises `Rejected` with one sentence where a person must decide what to do with it."""
    if letter.acknowledgement and letter.type is MessageType.NOTIFICATION:
        return [replace(_acknowledgement_update(letter.acknowledgement), at=letter.at, who=letter.sender.organization)]
    named_case = next(_named_cases(letter), None)
    if named_case is None:
        raise Rejected(_("The document does not name an application of ours."))
    document = letter.document or LetterDocument()
    text = document.annotation or document.title
    update = replace(
        named_case,
        at=letter.at,
        status=document.kind or document.title,
        who=document.authors[0].name if document.authors else letter.sender.organization,
        note=text,
        # Each signature stands beside the file that it signs.
        files=tuple(
            RemoteFile(key=file.key, name=file.name, media_type=file.media_type, size=file.size, sha256=file.sha256)
            for file in letter.files
            if file.role is not FileRole.ACKNOWLEDGEMENT
        ),
    )
    if letter.type not in (MessageType.REPLY, MessageType.REPLY_ADDITION):
        return [update]
    match words.reply_kind(document):
        case "correction":
            return [replace(update, asked=RemoteCorrectionRequest(reason=text))]
        case "refusal":
            return [replace(update, decided=RemoteDecision(granted=False, reasons=text))]
        case "result":
            return [replace(update, decided=RemoteDecision(granted=True))]
    return [update]


def _acknowledgement_update(acknowledgement: LetterAcknowledgement) -> CaseUpdate:
    remote = case_guid_of(acknowledgement.msg_id)
    if acknowledgement.type is AckType.DECLINED:
        return CaseUpdate(remote=remote, declined=acknowledgement.words or _("No reason was given."))
    if acknowledgement.is_error or acknowledgement.type is AckType.UNKNOWN:
        words = acknowledgement.words or _("No reason was given.")
        raise Rejected(_("The other side reports an error with our message: %(words)s") % {"words": words})
    if acknowledgement.type is AckType.REGISTERED:
        number = acknowledgement.number
        if number is None:
            raise Rejected(_("The other side says that it has registered our message, but not under which number."))
        return CaseUpdate(
            remote=remote, received=True, registered=RemoteRegistration(number=number.number, on=number.on)
        )
    return CaseUpdate(remote=remote, received=True)


def _named_cases(letter: BusLetter) -> Iterator[CaseUpdate]:
    """Yield the cases that a document names: first by our numbers in references and texts, then by foreign ones."""
    document = letter.document or LetterDocument()
    for reference in letter.referred:
        number = references.read_application_number(reference.number)
        remote = case_guid_of(reference.id) if is_our_guid(reference.id) else ""
        if number or remote:
            yield CaseUpdate(application=number or "", remote=remote)
    for text in _APPLICATION_NUMBER.findall(f"{document.annotation} {document.title}"):
        if number := references.read_application_number(text):
            yield CaseUpdate(application=number)
    for reference in letter.referred:
        yield CaseUpdate(remote=reference.id or reference.number)
