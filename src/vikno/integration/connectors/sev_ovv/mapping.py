"""What a letter means for a case here: the updates it gives, or why a person has to look at it."""

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

_NUMBER = re.compile(r"\b\d{4}-\d{6,9}-\d\b")


@dataclass(frozen=True, kw_only=True)
class ReplyWords:
    """By which words in the kind and the title of a reply it is known what it is: beginnings of words, in small letters.

    The order has no code for it: a reply is a letter. What has none of these words says only itself, as a status for the map.
    """

    correction: tuple[str, ...] = ("доопрацюванн", "усунення недолік", "уточненн")
    refusal: tuple[str, ...] = ("відмов",)
    result: tuple[str, ...] = (
        "результат", "рішення", "витяг", "довідк", "виписк", "свідоцтв", "дозв", "ліценз", "посвідчен", "сертифікат",
    )  # fmt: skip

    def reply_kind(self, document: LetterDocument) -> str:
        """Return which of the three a reply is, or nothing."""
        for name in ("correction", "refusal", "result"):
            beginnings: tuple[str, ...] = getattr(self, name)
            said = f"{document.kind} {document.title}".casefold()
            if any(re.search(rf"\b{re.escape(beginning.casefold())}", said) for beginning in beginnings):
                return name
        return ""


def updates_of(letter: BusLetter, words: ReplyWords = ReplyWords()) -> list[CaseUpdate]:
    """Return what a letter says of cases. Raises `Rejected` with one sentence where a person must decide what to do with it."""
    if letter.acknowledgement and letter.type is MessageType.NOTIFICATION:
        return [replace(_acknowledged(letter.acknowledgement), at=letter.at, who=letter.sender.organization)]
    return [_replied(letter, words)]


def _acknowledged(told: LetterAcknowledgement) -> CaseUpdate:
    remote = case_guid_of(told.msg_id)
    if told.type is AckType.DECLINED:
        return CaseUpdate(remote=remote, declined=told.words or _("No reason was given."))
    if told.is_error or told.type is AckType.UNKNOWN:
        words = told.words or _("No reason was given.")
        raise Rejected(_("The other side reports an error with our message: %(words)s") % {"words": words})
    if told.type is AckType.REGISTERED:
        if told.number is None:
            raise Rejected(_("The other side says that it has registered our message, but not under which number."))
        return CaseUpdate(
            remote=remote, received=True, registered=RemoteRegistration(number=told.number.number, on=told.number.on)
        )
    return CaseUpdate(remote=remote, received=True)


def _replied(letter: BusLetter, words: ReplyWords) -> CaseUpdate:
    """Return what a document says of the case that it answers."""
    about = next(_about(letter), None)
    if about is None:
        raise Rejected(_("The document does not name an application of ours."))
    document = letter.document or LetterDocument()
    said = document.annotation or document.title
    update = replace(
        about,
        at=letter.at,
        status=document.kind or document.title,
        who=document.authors[0].name if document.authors else letter.sender.organization,
        note=said,
        files=tuple(_results(letter)),
    )
    if letter.type not in (MessageType.REPLY, MessageType.REPLY_ADDITION):
        return update
    meant = words.reply_kind(document)
    if meant == "correction":
        return replace(update, asked=RemoteCorrectionRequest(reason=said))
    if meant == "refusal":
        return replace(update, decided=RemoteDecision(granted=False, reasons=said))
    return replace(update, decided=RemoteDecision(granted=True)) if meant == "result" else update


def _about(letter: BusLetter) -> Iterator[CaseUpdate]:
    """Yield the cases that a document names, surest first: by our numbers in references and in words, then by foreign ones."""
    document = letter.document or LetterDocument()
    for one in letter.referred:
        number, remote = (
            references.read_application_number(one.number),
            case_guid_of(one.id) if is_our_guid(one.id) else "",
        )
        if number or remote:
            yield CaseUpdate(application=number or "", remote=remote)
    for found in _NUMBER.findall(f"{document.annotation} {document.title}"):
        if number := references.read_application_number(found):
            yield CaseUpdate(application=number)
    for one in letter.referred:
        yield CaseUpdate(remote=one.id or one.number)


def _results(letter: BusLetter) -> Iterator[RemoteFile]:
    """Yield the files of a reply, each signature beside what it signs."""
    for one in letter.files:
        if one.role is not FileRole.ACKNOWLEDGEMENT:
            yield RemoteFile(key=one.key, name=one.name, media_type=one.media_type, size=one.size, sha256=one.sha256)
