"""SOAP 1.1 for the bus: zeep over httpx, from a description of our own (`bus.wsdl`).

Every failure becomes `Unreachable`, where a later attempt may help, or `Rejected`, where a person must look.
"""

import functools
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
import zeep
from django.utils.translation import gettext as _
from lxml import etree
from zeep.exceptions import Error as ZeepError
from zeep.exceptions import Fault

from vikno.kernel.errors import Rejected, Unreachable
from vikno.outbound.bounds import ResponseDeadline, ResponseTooLong, ResponseTooSlow, read_body
from vikno.outbound.client import OutboundSettings, open_client

WSDL_PATH = Path(__file__).with_name("bus.wsdl")
CONTRACTS, OPERATIONS = "http://schemas.datacontract.org/2004/07/Cover.Contracts", "http://tempuri.org/"
ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
# A response holds one chunk in base64 and little else.
MAX_RESPONSE_BYTES = 6 * 1024 * 1024
# For the connection, for each silence of the bus, and for a whole call.
CONNECT_SECONDS, SILENCE_SECONDS, CALL_SECONDS = 5.0, 30.0, 90.0
BUSY_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})


class SoapResponse:
    """A response as zeep needs it."""

    encoding = "utf-8"

    def __init__(self, status_code: int, headers: Mapping[str, str], content: bytes) -> None:
        self.status_code, self.headers, self.content = status_code, headers, content


class SoapTransport:
    """A transport for zeep over the outbound client. It loads nothing but our own description.

    It has what zeep calls of a transport; zeep's own class would bring another library for HTTP along.
    """

    def __init__(self, *, silence: float = SILENCE_SECONDS, call: float = CALL_SECONDS) -> None:
        self._deadline = ResponseDeadline(call)
        limits = OutboundSettings(
            total_seconds=call, deadline_per_request=True, silence_seconds=silence, connect_seconds=CONNECT_SECONDS
        )
        self.http = open_client(limits, deadline=self._deadline)

    def load(self, url: str) -> bytes:
        if url != str(WSDL_PATH):
            raise ValueError(f"not our description: {url}")
        return WSDL_PATH.read_bytes()

    def post_xml(self, address: str, envelope: Any, headers: Mapping[str, str]) -> SoapResponse:
        message = etree.tostring(envelope, xml_declaration=True, encoding="utf-8")
        with self.http.stream("POST", address, content=message, headers=dict(headers)) as response:
            _refuse_status(response)
            content = read_body(response.iter_bytes(), max_bytes=MAX_RESPONSE_BYTES, deadline=self._deadline)
            return SoapResponse(response.status_code, response.headers, content)


def _refuse_status(response: httpx.Response) -> None:
    """Raise for statuses that carry no envelope. 500 may carry one: SOAP has its faults there."""
    status = response.status_code
    is_xml = "xml" in response.headers.get("content-type", "")
    if status == 200 or (status == 500 and is_xml):
        return
    if status in BUSY_STATUSES:
        header = response.headers.get("retry-after", "")
        seconds = float(header) if header.isdecimal() and len(header) < 6 else None
        raise Unreachable(_("The bus answers with status %(status)s.") % {"status": status}, after=seconds)
    raise Rejected(
        _("The bus answers with status %(status)s: look at the address in the settings.") % {"status": status}
    )


@functools.cache
def _load_description() -> zeep.wsdl.Document:
    transport = SoapTransport()
    transport.http.close()
    return zeep.wsdl.Document(str(WSDL_PATH), transport, settings=_zeep_settings())


def _zeep_settings() -> zeep.Settings:
    return zeep.Settings(forbid_dtd=True, forbid_external=True, xsd_ignore_sequence_order=True)


class NamespaceNormalizer(zeep.Plugin):
    """Puts responses into the namespaces of our description: the bus's own descriptions differ in them."""

    def ingress(self, envelope: Any, http_headers: Any, operation: Any) -> tuple[Any, Any]:
        body = envelope.find(f"{{{ENVELOPE}}}Body")
        for response in body if body is not None else ():
            if isinstance(response.tag, str) and etree.QName(response).localname.endswith("Response"):
                results = [response, *response]
                for element in response.iter(etree.Element):
                    space = OPERATIONS if element in results else CONTRACTS
                    element.tag = f"{{{space}}}{etree.QName(element).localname}"
        return envelope, http_headers


class SoapClient:
    """A client that calls operations of the bus by name. It has to be closed.

    The bus may be silent for `silence` seconds; a call with its whole response may take `call` seconds.
    """

    def __init__(self, address: str, *, silence: float = SILENCE_SECONDS, call: float = CALL_SECONDS) -> None:
        self._transport = SoapTransport(silence=silence, call=call)
        client = zeep.Client(
            _load_description(), transport=self._transport, settings=_zeep_settings(), plugins=[NamespaceNormalizer()]
        )
        self._service = client.create_service(f"{{{OPERATIONS}}}Bus", address)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._transport.http.close()

    def call(self, name: str, **arguments: Any) -> Any:
        """Return the result of an operation. Raises `Unreachable`, `Rejected`."""
        try:
            return self._service[name](**arguments)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            raise Rejected(_("The address of the bus is not one.")) from None
        except httpx.HTTPError as error:
            raise Unreachable(_("The bus cannot be reached: %(error)s") % {"error": type(error).__name__}) from None
        except ResponseTooLong:
            raise Unreachable(_("The bus answers with more than any answer has.")) from None
        except ResponseTooSlow:
            raise Unreachable(_("The bus takes too long for its answer.")) from None
        except Fault as error:
            words = _("The bus refuses: %(words)s") % {"words": str(error.message)[:300]}
            # SOAP 1.1 §4.4.1: `Client` is our mistake, and a retry will not help.
            is_our_mistake = "client" in str(error.code or "").lower()
            raise (Rejected(words) if is_our_mistake else Unreachable(words)) from None
        except (ZeepError, etree.LxmlError, ValueError, TypeError, AttributeError, LookupError):
            raise Unreachable(_("The bus answers nothing of use.")) from None
