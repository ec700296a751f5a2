"""The SOAP endpoint of the bus: document/literal, eight operations of the bus's XSD, strict names and namespaces."""

import base64
import binascii
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST
from lxml import etree
from lxml.etree import _Element as Element

from simulators import credentials, settings
from simulators.sev.bus_faults import BusFault, switch
from simulators.sev.mailbox import MAX_PART_BYTES, BusError, TransferSession, mailbox

SOAP_NAMESPACE = "http://schemas.xmlsoap.org/soap/envelope/"
OPERATIONS_NAMESPACE = "http://tempuri.org/"
CONTRACTS_NAMESPACE = "http://schemas.datacontract.org/2004/07/Cover.Contracts"
WRONG_IDENTITY = 1


class ClientFault(Exception):
    """An error in the envelope of a call."""


@dataclass(frozen=True)
class SoapCall:
    """An operation with its arguments, under their names in the XSD."""

    name: str
    node: Element

    def text(self, name: str) -> str:
        argument = self.node.find(f"{{{OPERATIONS_NAMESPACE}}}{name}")
        return (argument.text or "").strip() if argument is not None else ""

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
        contract = self.node.find(f"{{{OPERATIONS_NAMESPACE}}}{name}")
        return {
            etree.QName(field).localname: (field.text or "").strip()
            for field in (contract if contract is not None else ())
            if etree.QName(field).namespace == CONTRACTS_NAMESPACE
        }

    @property
    def system(self) -> str:
        return self.record("identity").get("SystemId", "")


@require_POST
def endpoint(request: HttpRequest) -> HttpResponseBase:
    try:
        call = _parse_call(request)
    except ClientFault as error:
        return _soap_fault("Client", str(error))
    fault = switch.next_fault(call.name)
    if (failure := _failure_response(fault)) is not None:
        return failure
    try:
        result = _perform(call, fault)
    except ClientFault as error:
        return _soap_fault("Client", str(error))
    return HttpResponse("Gateway Timeout", status=504) if fault is BusFault.LOST else _response(result, fault)


def _parse_call(request: HttpRequest) -> SoapCall:
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


def _perform(call: SoapCall, fault: BusFault) -> Element:
    """Perform the operation and return its result, with an error inside when the bus refuses."""
    result = etree.Element(
        f"{{{OPERATIONS_NAMESPACE}}}{call.name}Result", nsmap={None: OPERATIONS_NAMESPACE, "a": CONTRACTS_NAMESPACE}
    )
    ring = credentials.load_credentials()
    identity = call.record("identity")
    try:
        if (identity.get("SystemId"), identity.get("Password")) != (ring.client_id, ring.client_secret):
            raise BusError(WRONG_IDENTITY, "Систему не розпізнано")
        if fault is BusFault.ERROR:
            raise BusError(99, "Внутрішня помилка шини")
        OPERATIONS[call.name](call, fault, result)
    except BusError as error:
        if call.name == "GetInputMessages":
            raise ClientFault(error.text) from None
        holder = etree.SubElement(result, _name("Session")) if call.name in OPERATIONS_WITH_SESSION else result
        _add_error(holder, error)
    return result


def _input_messages(call: SoapCall, fault: BusFault, result: Element) -> None:
    # The first letter of the parameter name is Cyrillic.
    count = call.number("сount")
    letters = mailbox.inbox(call.system)[:count]
    if fault is BusFault.TWICE:
        letters = [letter for letter in letters for _repeat in range(2)]
    for letter in reversed(letters) if fault is BusFault.REVERSED else letters:
        fields = {
            "CreationDate": f"{letter.at:%Y-%m-%dT%H:%M:%S.%fZ}",
            "Creator": "Sed",
            "Format": "Plain",
            "FromOrgId": letter.from_org,
            "FromSysId": letter.from_system,
            "MessageId": letter.id,
            "SessionId": "0",
            "Size": str(len(letter.body)),
            "ToOrgId": letter.to_org,
            "ToSysId": "СЕВ",
            "Type": letter.type,
        }
        _fill(etree.SubElement(result, _name("MessageInfo")), fields)


def _open_upload(call: SoapCall, fault: BusFault, result: Element) -> None:
    message_info = call.record("messageInfo")
    if not {"MessageId", "Size", "Type", "FromOrgId", "FromSysId", "ToOrgId"} <= message_info.keys():
        raise ClientFault("messageInfo is not whole")
    _fill_session(result, mailbox.open_upload(call.system, message_info, call.text("hash")))


def _upload(call: SoapCall, fault: BusFault, result: Element) -> None:
    chunk = call.octets("messageChunk")
    if len(chunk) > MAX_PART_BYTES:
        raise ClientFault("the chunk is larger than MaxPartSize")
    if fault is BusFault.HALF:
        chunk = chunk[: len(chunk) // 2]
    _fill_session(result, mailbox.append_chunk(call.number("sessionId"), chunk))


def _session_info(call: SoapCall, fault: BusFault, result: Element) -> None:
    _fill_session(result, mailbox.session(call.number("sessionId")))


def _open_download(call: SoapCall, fault: BusFault, result: Element) -> None:
    _fill_session(result, mailbox.open_download(call.system, call.text("messageId")))


def _download(call: SoapCall, fault: BusFault, result: Element) -> None:
    session = mailbox.session(call.number("sessionId"))
    at, count = call.number("fromPosition"), call.number("count")
    if fault is BusFault.HALF:
        count = max(1, count // 2)
    chunk = bytes(session.body[at : at + min(count, MAX_PART_BYTES)])
    etree.SubElement(result, _name("MessageChunk")).text = base64.b64encode(chunk).decode()
    _fill_session(etree.SubElement(result, _name("Session")), session)


def _validation(call: SoapCall, fault: BusFault, result: Element) -> None:
    session = mailbox.session(call.number("sessionId"))
    wrong = "0" * 64
    etree.SubElement(result, _name("Hash")).text = wrong if fault is BusFault.WRONG_HASH else session.hash
    _fill_session(etree.SubElement(result, _name("Session")), session)


def _end(call: SoapCall, fault: BusFault, result: Element) -> None:
    session = call.record("sessionInfo")
    if not session.get("SessionId", "").isdecimal():
        raise ClientFault("sessionInfo has no SessionId")
    _fill_session(result, mailbox.end_download(call.system, int(session["SessionId"]), session.get("Status", "")))


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


def _fill(node: Element, fields: Mapping[str, str]) -> None:
    for name, text in fields.items():
        etree.SubElement(node, _name(name)).text = text


def _fill_session(node: Element, session: TransferSession) -> None:
    if session.error:
        _add_error(node, session.error)
    fields = {
        "MaxPartSize": str(MAX_PART_BYTES),
        "MessageId": session.message_id,
        "MessageSize": str(session.size),
        "SessionId": str(session.id),
        "Status": session.status,
        "TransferredBytesCount": str(session.transferred_bytes if session.type == "Upload" else session.size),
        "Type": session.type,
    }
    _fill(node, fields)


def _add_error(node: Element, error: BusError) -> None:
    _fill(etree.SubElement(node, _name("Error")), {"Code": str(error.code), "Text": error.text})


def _response(result: Element, fault: BusFault) -> HttpResponseBase:
    envelope = etree.Element(f"{{{SOAP_NAMESPACE}}}Envelope", nsmap={"soap": SOAP_NAMESPACE})
    response = etree.SubElement(
        etree.SubElement(envelope, f"{{{SOAP_NAMESPACE}}}Body"), result.tag.removesuffix("Result") + "Response"
    )
    response.append(result)
    content = etree.tostring(envelope, xml_declaration=True, encoding="utf-8")
    if fault is BusFault.TRICKLE:
        return StreamingHttpResponse(_trickle(content), content_type="text/xml; charset=utf-8")
    return HttpResponse(content[:-40] if fault is BusFault.CUT else content, content_type="text/xml; charset=utf-8")


def _trickle(content: bytes) -> Iterator[bytes]:
    for at in range(len(content)):
        time.sleep(settings.TRICKLE_SECONDS)
        yield content[at : at + 1]


def _failure_response(fault: BusFault) -> HttpResponse | None:
    """Return the answer of a bus that fails before the operation, or None when the bus performs the operation."""
    if fault is BusFault.SLOW:
        time.sleep(settings.SLOW_SECONDS)
    if fault is BusFault.FAULT:
        return _soap_fault("Server", "Внутрішня помилка сервера")
    answers = {
        BusFault.DOWN: HttpResponse("Service Unavailable", status=503, headers={"Retry-After": "120"}),
        BusFault.HTML: HttpResponse("<!doctype html><title>Помилка</title><p>Внутрішня помилка сервера"),
    }
    return answers.get(fault)


def _soap_fault(code: str, text: str) -> HttpResponse:
    envelope = etree.Element(f"{{{SOAP_NAMESPACE}}}Envelope", nsmap={"soap": SOAP_NAMESPACE})
    fault = etree.SubElement(etree.SubElement(envelope, f"{{{SOAP_NAMESPACE}}}Body"), f"{{{SOAP_NAMESPACE}}}Fault")
    etree.SubElement(fault, "faultcode").text = f"soap:{code}"
    etree.SubElement(fault, "faultstring").text = text
    content = etree.tostring(envelope, xml_declaration=True, encoding="utf-8")
    return HttpResponse(content, status=500, content_type="text/xml; charset=utf-8")
