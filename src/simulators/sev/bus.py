"""The SOAP endpoint: document/literal, eight operations, as the bus's XSD has them. Names and namespaces are taken strictly."""

import base64
import binascii
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST
from lxml import etree
from lxml.etree import _Element as Element

from simulators import keyring, settings
from simulators.sev.mailbox import MOST_PART, Letter, Refusal, Session, mailbox
from simulators.sev.troubles import Trouble, switch

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
TEMPURI = "http://tempuri.org/"
CONTRACTS = "http://schemas.datacontract.org/2004/07/Cover.Contracts"
WRONG_IDENTITY = 1


class ClientFault(Exception):
    """The envelope is not what the operation wants."""


@dataclass(frozen=True)
class Call:
    """An operation with its arguments. Whoever reads them names them as the description does."""

    name: str
    node: Element

    def text(self, name: str) -> str:
        found = self.node.find(f"{{{TEMPURI}}}{name}")
        return (found.text or "").strip() if found is not None else ""

    def number(self, name: str) -> int:
        try:
            return int(self.text(name))
        except ValueError:
            raise ClientFault(f"{name} is missing or not a number") from None

    def octets(self, name: str) -> bytes:
        try:
            return base64.b64decode(self.text(name), validate=True)
        except binascii.Error:
            raise ClientFault(f"{name} is not base64") from None

    def record(self, name: str) -> dict[str, str]:
        """Return the fields of a contract by their names."""
        found = self.node.find(f"{{{TEMPURI}}}{name}")
        return {
            etree.QName(one).localname: (one.text or "").strip()
            for one in (found if found is not None else ())
            if etree.QName(one).namespace == CONTRACTS
        }

    @property
    def system(self) -> str:
        return self.record("identity").get("SystemId", "")


@require_POST
def endpoint(request: HttpRequest) -> HttpResponseBase:
    try:
        call = _read(request)
    except ClientFault as error:
        return _fault("Client", str(error))
    trouble = switch.take(call.name)
    if (spoiled := _spoiled(trouble)) is not None:
        return spoiled
    try:
        answer = _answered(call, trouble)
    except ClientFault as error:
        return _fault("Client", str(error))
    return HttpResponse("Gateway Timeout", status=504) if trouble is Trouble.LOST else _sent(answer, trouble)


def _read(request: HttpRequest) -> Call:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(request.body, parser)
    except etree.XMLSyntaxError:
        raise ClientFault("not XML") from None
    body = root.find(f"{{{SOAP}}}Body")
    if root.tag != f"{{{SOAP}}}Envelope" or body is None or len(body) != 1:
        raise ClientFault("not an envelope")
    name = etree.QName(body[0])
    action = request.headers.get("SOAPAction", "").strip('"')
    if name.namespace != TEMPURI or name.localname not in OPERATIONS:
        raise ClientFault(f"no operation {name.localname}")
    if action != f"{TEMPURI}ICoverIntegrationService/{name.localname}":
        raise ClientFault("another SOAPAction")
    return Call(name.localname, body[0])


def _answered(call: Call, trouble: Trouble) -> Element:
    """Return the result: with the error inside, where the bus refuses."""
    result = etree.Element(f"{{{TEMPURI}}}{call.name}Result", nsmap={None: TEMPURI, "a": CONTRACTS})
    ring = keyring.ring()
    identity = call.record("identity")
    try:
        if (identity.get("SystemId"), identity.get("Password")) != (ring.client_id, ring.client_secret):
            raise Refusal(WRONG_IDENTITY, "Систему не розпізнано")
        if trouble is Trouble.ERROR:
            raise Refusal(99, "Внутрішня помилка шини")
        OPERATIONS[call.name](call, trouble, result)
    except Refusal as error:
        if call.name == "GetInputMessages":
            raise ClientFault(error.text) from None
        holder = etree.SubElement(result, _name("Session")) if call.name in WITH_SESSION else result
        _error(holder, error)
    return result


def _input_messages(call: Call, trouble: Trouble, result: Element) -> None:
    # The first letter of the parameter is Cyrillic.
    count = call.number("сount")
    letters = mailbox.inbox(call.system)[:count]
    if trouble is Trouble.TWICE:
        letters = [one for letter in letters for one in (letter, letter)]
    for letter in reversed(letters) if trouble is Trouble.REVERSED else letters:
        _fill(etree.SubElement(result, _name("MessageInfo")), _info(letter))


def _info(letter: Letter) -> Iterator[tuple[str, str]]:
    yield "CreationDate", f"{letter.at:%Y-%m-%dT%H:%M:%S.%fZ}"
    yield "Creator", "Sed"
    yield "Format", "Plain"
    yield "FromOrgId", letter.from_org
    yield "FromSysId", letter.from_system
    yield "MessageId", letter.id
    yield "SessionId", "0"
    yield "Size", str(len(letter.body))
    yield "ToOrgId", letter.to_org
    yield "ToSysId", "СЕВ"
    yield "Type", letter.type


def _open_upload(call: Call, trouble: Trouble, result: Element) -> None:
    told = call.record("messageInfo")
    if not {"MessageId", "Size", "Type", "FromOrgId", "FromSysId", "ToOrgId"} <= told.keys():
        raise ClientFault("messageInfo is not whole")
    _session(result, mailbox.open_upload(call.system, told, call.text("hash")))


def _upload(call: Call, trouble: Trouble, result: Element) -> None:
    chunk = call.octets("messageChunk")
    if len(chunk) > MOST_PART:
        raise ClientFault("the chunk is larger than MaxPartSize")
    if trouble is Trouble.HALF:
        chunk = chunk[: len(chunk) // 2]
    _session(result, mailbox.take(call.number("sessionId"), chunk))


def _session_info(call: Call, trouble: Trouble, result: Element) -> None:
    _session(result, mailbox.session(call.number("sessionId")))


def _open_download(call: Call, trouble: Trouble, result: Element) -> None:
    _session(result, mailbox.open_download(call.system, call.text("messageId")))


def _download(call: Call, trouble: Trouble, result: Element) -> None:
    session = mailbox.session(call.number("sessionId"))
    at, count = call.number("fromPosition"), call.number("count")
    if trouble is Trouble.HALF:
        count = max(1, count // 2)
    chunk = bytes(session.body[at : at + min(count, MOST_PART)])
    etree.SubElement(result, _name("MessageChunk")).text = base64.b64encode(chunk).decode()
    _session(etree.SubElement(result, _name("Session")), session)


def _validation(call: Call, trouble: Trouble, result: Element) -> None:
    session = mailbox.session(call.number("sessionId"))
    wrong = "0" * 64
    etree.SubElement(result, _name("Hash")).text = wrong if trouble is Trouble.WRONG_HASH else session.hash
    _session(etree.SubElement(result, _name("Session")), session)


def _end(call: Call, trouble: Trouble, result: Element) -> None:
    told = call.record("sessionInfo")
    if not told.get("SessionId", "").isdecimal():
        raise ClientFault("sessionInfo has no SessionId")
    _session(result, mailbox.end_download(call.system, int(told["SessionId"]), told.get("Status", "")))


Operation = Callable[[Call, Trouble, Element], None]
OPERATIONS: dict[str, Operation] = {
    "GetInputMessages": _input_messages,
    "OpenUploadingSession": _open_upload,
    "UploadMessageChunk": _upload,
    "GetSessionInfo": _session_info,
    "OpenDownloadingSession": _open_download,
    "DownloadMessageChunk": _download,
    "GetMessageValidationInfo": _validation,
    "EndProcessingDownloadedMessage": _end,
}
WITH_SESSION = ("DownloadMessageChunk", "GetMessageValidationInfo")


def _name(name: str) -> str:
    return f"{{{CONTRACTS}}}{name}"


def _fill(node: Element, fields: Iterator[tuple[str, str]]) -> None:
    for name, text in fields:
        etree.SubElement(node, _name(name)).text = text


def _session(node: Element, session: Session) -> None:
    if session.error:
        _error(node, session.error)
    _fill(node, _told(session))


def _told(session: Session) -> Iterator[tuple[str, str]]:
    yield "MaxPartSize", str(MOST_PART)
    yield "MessageId", session.message_id
    yield "MessageSize", str(session.size)
    yield "SessionId", str(session.id)
    yield "Status", session.status
    yield "TransferredBytesCount", str(session.count if session.type == "Upload" else session.size)
    yield "Type", session.type


def _error(node: Element, error: Refusal) -> None:
    _fill(etree.SubElement(node, _name("Error")), iter((("Code", str(error.code)), ("Text", error.text))))


def _sent(result: Element, trouble: Trouble) -> HttpResponseBase:
    envelope = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soap": SOAP})
    response = etree.SubElement(
        etree.SubElement(envelope, f"{{{SOAP}}}Body"), result.tag.removesuffix("Result") + "Response"
    )
    response.append(result)
    content = etree.tostring(envelope, xml_declaration=True, encoding="utf-8")
    if trouble is Trouble.TRICKLE:
        return StreamingHttpResponse(_trickled(content), content_type="text/xml; charset=utf-8")
    return HttpResponse(content[:-40] if trouble is Trouble.CUT else content, content_type="text/xml; charset=utf-8")


def _trickled(content: bytes) -> Iterator[bytes]:
    for at in range(len(content)):
        time.sleep(settings.TRICKLE_SECONDS)
        yield content[at : at + 1]


def _spoiled(trouble: Trouble) -> HttpResponse | None:
    """Return the answer of a bus that is not well and does nothing; nothing when it is."""
    if trouble is Trouble.SLOW:
        time.sleep(settings.SLOW_SECONDS)
    if trouble is Trouble.FAULT:
        return _fault("Server", "Внутрішня помилка сервера")
    answers = {
        Trouble.DOWN: HttpResponse("Service Unavailable", status=503, headers={"Retry-After": "120"}),
        Trouble.HTML: HttpResponse("<!doctype html><title>Помилка</title><p>Внутрішня помилка сервера"),
    }
    return answers.get(trouble)


def _fault(code: str, text: str) -> HttpResponse:
    envelope = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soap": SOAP})
    fault = etree.SubElement(etree.SubElement(envelope, f"{{{SOAP}}}Body"), f"{{{SOAP}}}Fault")
    etree.SubElement(fault, "faultcode").text = f"soap:{code}"
    etree.SubElement(fault, "faultstring").text = text
    content = etree.tostring(envelope, xml_declaration=True, encoding="utf-8")
    return HttpResponse(content, status=500, content_type="text/xml; charset=utf-8")
