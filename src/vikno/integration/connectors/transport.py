"""The way of a connector's HTTP: direct, through an X-Road security server (Trembita 2.0), or through UXP (Trembita 1.x).

Only the address, a few headers and the certificates differ (X-Road: Message Protocol for REST 1.0.3; UXP: REST proxy). A
connector writes its requests the same way for each; an error of the bus is told apart from a response of the other side.
"""

import dataclasses
import functools
import uuid
from typing import Any, Literal
from urllib.parse import quote

import httpx
import pydantic

from vikno.kernel.errors import Unreachable
from vikno.outbound.bounds import ResponseDeadline
from vikno.outbound.client import OutboundSettings, open_client
from vikno.outbound.tls import TlsCredentials

# The limits of a client, for all its requests together, where its caller sets no others.
DEFAULT_LIMITS = OutboundSettings(total_seconds=180, silence_seconds=30, connect_seconds=5)


class PartnerTransport(pydantic.BaseModel):
    """The way to a partner: by which bus, under which names, with which certificates.

    `client` and `service` are INSTANCE/CLASS/MEMBER/SUBSYSTEM, the service with its own code at the end. `certificate` and `key`,
    which identify us, and `authority`, which issued the other side's certificate if no usual authority did, are files on our
    machine.
    """

    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)

    kind: Literal["direct", "xroad", "uxp"] = "direct"
    client: str = pydantic.Field(default="", max_length=300)
    service: str = pydantic.Field(default="", max_length=300)
    user: str = pydantic.Field(default="", max_length=100)
    purpose: str = pydantic.Field(default="", max_length=100)
    certificate: str = pydantic.Field(default="", max_length=300)
    key: str = pydantic.Field(default="", max_length=300)
    authority: str = pydantic.Field(default="", max_length=300)

    @pydantic.model_validator(mode="after")
    def _check_names(self) -> "PartnerTransport":
        if self.kind != "direct" and (self.client.count("/") != 3 or self.service.count("/") < 4):
            raise ValueError("the bus needs client (four parts) and service (five)")
        return self

    def address(self, url: str) -> str:
        """Return the address before the other side's own paths. `url` is its own address, or that of our security server."""
        if self.kind == "direct":
            return url
        return f"{url.rstrip('/')}/{f'r1/{_encoded(self.service)}' if self.kind == 'xroad' else 'restapi'}"

    def headers(self, *, issue: str = "", request_id: str = "") -> dict[str, str]:
        """Return the headers of the bus for one request. `issue` is the number of the application that the request is about."""
        if self.kind == "xroad":
            client = {"X-Road-Client": _encoded(self.client)}
            return client | _filled({"X-Road-Id": request_id, "X-Road-UserId": self.user, "X-Road-Issue": issue})
        if self.kind == "uxp":
            parties = {"Uxp-Client": _encoded(self.client), "Uxp-Service": _encoded(self.service)}
            return parties | _filled({"Uxp-Purpose-Ids": self.purpose})
        return {}

    def parameters(self, *, request_id: str) -> dict[str, str]:
        """Return the query parameters of UXP: the signed container of the exchange is found later by `queryId`."""
        return {"queryId": request_id, **_filled({"userId": self.user})} if self.kind == "uxp" else {}

    def open_client(
        self,
        limits: OutboundSettings = DEFAULT_LIMITS,
        *,
        issue: str = "",
        deadline: ResponseDeadline | None = None,
        **options: Any,
    ) -> httpx.Client:
        """Return a client for the other side, with our certificate and with the headers of the bus on each request.

        `issue` is the number of the application that the requests are about. Raises `Rejected` where a certificate cannot be
        read; a request raises `Unreachable` where the bus did not carry it, and what `outbound.client` raises.
        """
        credentials = TlsCredentials(certificate=self.certificate, key=self.key, authority=self.authority)
        return open_client(
            dataclasses.replace(limits, credentials=credentials),
            deadline=deadline,
            on_request=functools.partial(self._address_request, issue=issue),
            on_response=None if self.kind == "direct" else refuse_bus_errors,
            **options,
        )

    def _address_request(self, request: httpx.Request, *, issue: str) -> None:
        request_id = str(uuid.uuid4())
        request.headers.update(self.headers(issue=issue, request_id=request_id))
        request.url = request.url.copy_merge_params(self.parameters(request_id=request_id))


DIRECT = PartnerTransport()


def refuse_bus_errors(response: httpx.Response) -> None:
    """Raise `Unreachable` where the bus failed. Responses of the other side, also errors, are left to the connector."""
    fault = response.headers.get("X-Road-Error") or response.headers.get("Uxp-Error")
    if fault:
        raise Unreachable(f"The bus did not carry it: {fault[:100]}")


def _encoded(parts: str) -> str:
    return "/".join(quote(part, safe="") for part in parts.split("/"))


def _filled(headers: dict[str, str]) -> dict[str, str]:
    return {name: quote(value, safe="/-.:@ ") for name, value in headers.items() if value}
