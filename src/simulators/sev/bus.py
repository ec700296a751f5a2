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

from simulators import credentials, settings
from simulators.sev.bus_faults import BusFault, switch
from simulators.sev.mailbox import MAX_PART_BYTES, BusError, MailboxMessage, TransferSession, mailbox

SOAP_NAMESPACE = "http://schemas.xmlsoap.org/soap/envelope/"
OPERATIONS_NAMESPACE = "http://tempuri.org/"
CONTRACTS_NAMESPACE = "http://schemas.datacontract.org/2004/07/Cover.Contracts"
WRONG_IDENTITY = 1


class ClientFault(Exception):
    """The envelope is not what the operation wants."""


@dataclass(frozen=True)
class SoapCall:
    """An operation with its arguments. Whoever reads them names them as the description does."""

    name: str
    node: Element

    def text(self, name: str) -> str:
        found = self.node.find(f"{{{OPERATIONS_NAMESPACE}}}{name}")
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
        found = self.node.find(f"{{{OPERATIONS_NAMESPACE}}}{name}")
        return {
            etree.QName(one).localname: (one.text or "").strip()
            for one in (found if found is not None else ())
            if etree.QName(one).namespace == CONTRACTS_NAMESPACE
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
    trouble = switch.next_fault(call.name)
    if (spoiled := _spoiled(trouble)) is not None:
        return spoiled
    try:
        answer = _answered(call, trouble)
    except ClientFault as error:
        return _fault("Client", str(error))
    return HttpResponse("Gateway Timeout", status=504) if trouble is BusFault.LOST else _sent(answer, trouble)


def _read(request: HttpRequest) -> SoapCall:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(request.body, parser)
    except etree.XMLSyntaxError:
        raise ClientFault("not XML") from None
    body = root.find(f"{{{SOAP_NAMESPACE}}}Body")
    if root.tag != f"{{{SOAP_NAMESPACE}}}Envelope" or body is None or len(body) != 1:
        raise ClientFault("not an envelope")
    name = etree.QName(body[0])
    action = request.headers.get("SOAPAction", "").strip('"')
    if name.namespace != OPERATIONS_NAMESPACE or name.localname not in OPERATIONS:
        raise ClientFault(f"no operation {name.localname}")
    if action != f"{OPERATIONS_NAMESPACE}ICoverIntegrationService/{name.localname}":
        raise ClientFault("another SOAPAction")
    return SoapCall(name.localname, body[0])


def _answered(call: SoapCall, trouble: BusFault) -> Element:
    """Return the result: with the error inside, where the bus refuses."""
    result = etree.Element(
        f"{{{OPERATIONS_NAMESPACE}}}{call.name}Result", nsmap={None: OPERATIONS_NAMESPACE, "a": CONTRACTS_NAMESPACE}
    )
    ring = credentials.load_credentials()
    identity = call.record("identity")
    try:
        if (identity.get("SystemId"), identity.get("Password")) != (ring.client_id, ring.client_secret):
            raise BusError(WRONG_IDENTITY, "Систему не розпізнано")
        if trouble is BusFault.ERROR:
            raise BusError(99, "Внутрішня помилка шини")
        OPERATIONS[call.name](call, trouble, result)
    except BusError as error:
        if call.name == "GetInputMessages":
            raise ClientFault(error.text) from None
        holder = etree.SubElement(result, _name("Session")) if call.name in OPERATIONS_WITH_SESSION else result
        _error(holder, error)
    return result


def _input_messages(call: SoapCall, trouble: BusFault, result: Element) -> None:
    # The first letter of the parameter is Cyrillic.
    count = call.number("сount")
    letters = mailbox.inbox(call.system)[:count]
    if trouble is BusFault.TWICE:
        letters = [one for letter in letters for one in (letter, letter)]
    for letter in reversed(letters) if trouble is BusFault.REVERSED else letters:
        _fill(etree.SubElement(result, _name("MessageInfo")), _info(letter))


def _info(letter: MailboxMessage) -> Iterator[tuple[str, str]]:
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


def _open_upload(call: SoapCall, trouble: BusFault, result: Element) -> None:
    told = call.record("messageInfo")
    if not {"MessageId", "Size", "Type", "FromOrgId", "FromSysId", "ToOrgId"} <= told.keys():
        raise ClientFault("messageInfo is not whole")
    _session(result, mailbox.open_upload(call.system, told, call.text("hash")))


def _upload(call: SoapCall, trouble: BusFault, result: Element) -> None:
    chunk = call.octets("messageChunk")
    if len(chunk) > MAX_PART_BYTES:
        raise ClientFault("the chunk is larger than MaxPartSize")
    if trouble is BusFault.HALF:
        chunk = chunk[: len(chunk) // 2]
    _session(result, mailbox.append_chunk(call.number("sessionId"), chunk))


def _session_info(call: SoapCall, trouble: BusFault, result: Element) -> None:
    _session(result, mailbox.session(call.number("sessionId")))


def _open_download(call: SoapCall, trouble: BusFault, result: Element) -> None:
    _session(result, mailbox.open_download(call.system, call.text("messageId")))


def _download(call: SoapCall, trouble: BusFault, result: Element) -> None:
    session = mailbox.session(call.number("sessionId"))
    at, count = call.number("fromPosition"), call.number("count")
    if trouble is BusFault.HALF:
        count = max(1, count // 2)
    chunk = bytes(session.body[at : at + min(count, MAX_PART_BYTES)])
    etree.SubElement(result, _name("MessageChunk")).text = base64.b64encode(chunk).decode()
    _session(etree.SubElement(result, _name("Session")), session)


def _validation(call: SoapCall, trouble: BusFault, result: Element) -> None:
    session = mailbox.session(call.number("sessionId"))
    wrong = "0" * 64
    etree.SubElement(result, _name("Hash")).text = wrong if trouble is BusFault.WRONG_HASH else session.hash
    _session(etree.SubElement(result, _name("Session")), session)


def _end(call: SoapCall, trouble: BusFault, result: Element) -> None:
    told = call.record("sessionInfo")
    if not told.get("SessionId", "").isdecimal():
        raise ClientFault("sessionInfo has no SessionId")
    _session(result, mailbox.end_download(call.system, int(told["SessionId"]), told.get("Status", "")))


Operation = Callable[[SoapCall, BusFault, Element], None]
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
OPERATIONS_WITH_SESSION = ("DownloadMessageChunk", "GetMessageValidationInfo")


def _name(name: str) -> str:
    return f"{{{CONTRACTS_NAMESPACE}}}{name}"


def _fill(node: Element, fields: Iterator[tuple[str, str]]) -> None:
    for name, text in fields:
        etree.SubElement(node, _name(name)).text = text


def _session(node: Element, session: TransferSession) -> None:
    if session.error:
        _error(node, session.error)
    _fill(node, _told(session))


def _told(session: TransferSession) -> Iterator[tuple[str, str]]:
    yield "MaxPartSize", str(MAX_PART_BYTES)
    yield "MessageId", session.message_id
    yield "MessageSize", str(session.size)
    yield "SessionId", str(session.id)
    yield "Status", session.status
    yield "TransferredBytesCount", str(session.transferred_bytes if session.type == "Upload" else session.size)
    yield "Type", session.type


def _error(node: Element, error: BusError) -> None:
    _fill(etree.SubElement(node, _name("Error")), iter((("Code", str(error.code)), ("Text", error.text))))


def _sent(result: Element, trouble: BusFault) -> HttpResponseBase:
    envelope = etree.Element(f"{{{SOAP_NAMESPACE}}}Envelope", nsmap={"soap": SOAP_NAMESPACE})
    response = etree.SubElement(
        etree.SubElement(envelope, f"{{{SOAP_NAMESPACE}}}Body"), result.tag.removesuffix("Result") + "Response"
    )
    response.append(result)
    content = etree.tostring(envelope, xml_declaration=True, encoding="utf-8")
    if trouble is BusFault.TRICKLE:
        return StreamingHttpResponse(_trickled(content), content_type="text/xml; charset=utf-8")
    return HttpResponse(content[:-40] if trouble is BusFault.CUT else content, content_type="text/xml; charset=utf-8")


def _trickled(content: bytes) -> Iterator[bytes]:
    for at in range(len(content)):
        time.sleep(settings.TRICKLE_SECONDS)
        yield content[at : at + 1]


def _spoiled(trouble: BusFault) -> HttpResponse | None:
    """Return the answer of a bus that is not well and does nothing; nothing when it is."""
    if trouble is BusFault.SLOW:
        time.sleep(settings.SLOW_SECONDS)
    if trouble is BusFault.FAULT:
        return _fault("Server", "Внутрішня помилка сервера")
    answers = {
        BusFault.DOWN: HttpResponse("Service Unavailable", status=503, headers={"Retry-After": "120"}),
        BusFault.HTML: HttpResponse("<!doctype html><title>Помилка</title><p>Внутрішня помилка сервера"),
    }
    return answers.get(trouble)


def _fault(code: str, text: str) -> HttpResponse:
    envelope = etree.Element(f"{{{SOAP_NAMESPACE}}}Envelope", nsmap={"soap": SOAP_NAMESPACE})
    fault = etree.SubElement(etree.SubElement(envelope, f"{{{SOAP_NAMESPACE}}}Body"), f"{{{SOAP_NAMESPACE}}}Fault")
    etree.SubElement(fault, "faultcode").text = f"soap:{code}"
    etree.SubElement(fault, "faultstring").text = text
    content = etree.tostring(envelope, xml_declaration=True, encoding="utf-8")
    return HttpResponse(content, status=500, content_type="text/xml; charset=utf-8")
