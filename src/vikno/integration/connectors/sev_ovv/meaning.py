"""What a letter means for a case here: the updates it gives, or why a person has to look at it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from vikno.integration.connectors.base import Asked, Decided, Registered, RemoteFile, Update
from vikno.integration.connectors.sev_ovv.letters import (
    Acknowledgement,
    AckType,
    Document,
    Letter,
    MessageType,
    Role,
    case_of,
    is_ours,
)
from vikno.kernel import references
from vikno.kernel.errors import Rejected

_NUMBER = re.compile(r"\b\d{4}-\d{6,9}-\d\b")


@dataclass(frozen=True, kw_only=True)
class Words:
    """By which words in the kind and the title of a reply it is known what it is: beginnings of words, in small letters.

    The order has no code for it: a reply is a letter. What has none of these words says only itself, as a status for the map.
    """

    correction: tuple[str, ...] = ("доопрацюванн", "усунення недолік", "уточненн")
    refusal: tuple[str, ...] = ("відмов",)
    result: tuple[str, ...] = (
        "результат", "рішення", "витяг", "довідк", "виписк", "свідоцтв", "дозв", "ліценз", "посвідчен", "сертифікат",
    )  # fmt: skip

    def meant_by(self, document: Document) -> str:
        """Return which of the three a reply is, or nothing."""
        for name in ("correction", "refusal", "result"):
            beginnings: tuple[str, ...] = getattr(self, name)
            said = f"{document.kind} {document.title}".casefold()
            if any(re.search(rf"\b{re.escape(beginning.casefold())}", said) for beginning in beginnings):
                return name
        return ""


def updates(letter: Letter, words: Words = Words()) -> list[Update]:
    """Return what a letter says of cases. Raises `Rejected` with one sentence where a person must decide what to do with it."""
    if letter.acknowledgement and letter.type is MessageType.NOTIFICATION:
        return [replace(_acknowledged(letter.acknowledgement), at=letter.at, who=letter.sender.organization)]
    return [_replied(letter, words)]


def _acknowledged(told: Acknowledgement) -> Update:
    remote = case_of(told.msg_id)
    if told.type is AckType.DECLINED:
        return Update(remote=remote, declined=told.words or _("No reason was given."))
    if told.is_error or told.type is AckType.UNKNOWN:
        words = told.words or _("No reason was given.")
        raise Rejected(_("The other side reports an error with our message: %(words)s") % {"words": words})
    if told.type is AckType.REGISTERED:
        if told.number is None:
            raise Rejected(_("The other side says that it has registered our message, but not under which number."))
        return Update(remote=remote, received=True, registered=Registered(number=told.number.number, on=told.number.on))
    return Update(remote=remote, received=True)


def _replied(letter: Letter, words: Words) -> Update:
    """Return what a document says of the case that it answers."""
    about = next(_about(letter), None)
    if about is None:
        raise Rejected(_("The document does not name an application of ours."))
    document = letter.document or Document()
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
    meant = words.meant_by(document)
    if meant == "correction":
        return replace(update, asked=Asked(reason=said))
    if meant == "refusal":
        return replace(update, decided=Decided(granted=False, reasons=said))
    return replace(update, decided=Decided(granted=True)) if meant == "result" else update


def _about(letter: Letter) -> Iterator[Update]:
    """Yield the cases that a document names, surest first: by our numbers in references and in words, then by foreign ones."""
    document = letter.document or Document()
    for one in letter.referred:
        number, remote = references.read_application_number(one.number), case_of(one.id) if is_ours(one.id) else ""
        if number or remote:
            yield Update(application=number or "", remote=remote)
    for found in _NUMBER.findall(f"{document.annotation} {document.title}"):
        if number := references.read_application_number(found):
            yield Update(application=number)
    for one in letter.referred:
        yield Update(remote=one.id or one.number)


def _results(letter: Letter) -> Iterator[RemoteFile]:
    """Yield the files of a reply, each signature beside what it signs."""
    for one in letter.files:
        if one.role is not Role.ACKNOWLEDGEMENT:
            yield RemoteFile(key=one.key, name=one.name, media_type=one.media_type, size=one.size, sha256=one.sha256)
