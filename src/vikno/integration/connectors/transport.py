"""How a connector's HTTP travels: straight, through an X-Road security server (Trembita 2.0), or through UXP (Trembita 1.x).

Only the address, a few headers and the certificates differ (X-Road: Message Protocol for REST 1.0.3; UXP: REST proxy). A
connector writes its requests the same way for each; a fault of the bus is told from what the other side answered.
"""

import functools
import ssl
import uuid
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import quote

import httpx
import pydantic

from vikno.kernel.bounded_http import BoundedTransport, ResponseDeadline
from vikno.kernel.errors import Rejected, Unreachable

TIMEOUT = httpx.Timeout(30, connect=5)
# For everything that is asked with one client, where nothing else is said.
WHOLE_SECONDS = 180


class PartnerTransport(pydantic.BaseModel):
    """`client` and `service` are INSTANCE/CLASS/MEMBER/SUBSYSTEM, the service with its own code at the end.

    `certificate` and `key`, which we show, and `authority`, which vouches for the other side where the system does not, are
    files on our machine.
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
    def _addressed(self) -> "PartnerTransport":
        if self.kind != "direct" and (self.client.count("/") != 3 or self.service.count("/") < 4):
            raise ValueError("the bus needs client (four parts) and service (five)")
        return self

    def address(self, url: str) -> str:
        """Return under what address the other side's own paths begin: `url` is its own, or that of our security server."""
        if self.kind == "direct":
            return url
        return f"{url.rstrip('/')}/{f'r1/{_encoded(self.service)}' if self.kind == 'xroad' else 'restapi'}"

    def headers(self, *, issue: str = "", request_id: str = "") -> dict[str, str]:
        """Return what the bus must be told of one request: `issue` is the number of the application that it is about."""
        if self.kind == "xroad":
            told = {"X-Road-Client": _encoded(self.client)}
            return told | _filled({"X-Road-Id": request_id, "X-Road-UserId": self.user, "X-Road-Issue": issue})
        if self.kind == "uxp":
            told = {"Uxp-Client": _encoded(self.client), "Uxp-Service": _encoded(self.service)}
            return told | _filled({"Uxp-Purpose-Ids": self.purpose})
        return {}

    def parameters(self, *, request_id: str) -> dict[str, str]:
        """Return what UXP wants in the query: by `queryId` the signed container of the exchange is found later."""
        return {"queryId": request_id, **_filled({"userId": self.user})} if self.kind == "uxp" else {}

    def open_client(
        self,
        *,
        issue: str = "",
        base_url: str = "",
        headers: Mapping[str, str] | None = None,
        deadline: ResponseDeadline | None = None,
        **more: Any,
    ) -> httpx.Client:
        """Return a client for the other side, which tells the bus what it must be told of each request.

        It shows our certificate, follows nothing, and knows nothing of the machine's proxies. Raises `Rejected` where a
        certificate cannot be read; a request raises `Unreachable` where the bus did not carry it, `TooSlow` after the deadline.
        """
        verify = _trust(self.authority, self.certificate, self.key)
        return httpx.Client(
            base_url=base_url,
            headers=dict(headers or {}),
            transport=BoundedTransport(deadline or ResponseDeadline(WHOLE_SECONDS), verify=verify),
            follow_redirects=False,
            trust_env=False,
            event_hooks={
                "request": [functools.partial(self._tell, issue=issue)],
                "response": [] if self.kind == "direct" else [refuse_bus_errors],
            },
            **{"timeout": TIMEOUT, **more},
        )

    def _tell(self, request: httpx.Request, *, issue: str) -> None:
        request_id = str(uuid.uuid4())
        request.headers.update(self.headers(issue=issue, request_id=request_id))
        request.url = request.url.copy_merge_params(self.parameters(request_id=request_id))


DIRECT = PartnerTransport()


def refuse_bus_errors(response: httpx.Response) -> None:
    """Raise `Unreachable` where the bus failed. What the other side answered itself, an error too, is left to the connector."""
    fault = response.headers.get("X-Road-Error") or response.headers.get("Uxp-Error")
    if fault:
        raise Unreachable(f"The bus did not carry it: {fault[:100]}")


@functools.cache
def _trust(authority: str, certificate: str, key: str) -> ssl.SSLContext:
    """Return whom we believe on the way, and what we show: reading it takes longer than many a request."""
    try:
        context = httpx.create_ssl_context(trust_env=False)
        if authority:
            context.load_verify_locations(cafile=authority)
        if certificate:
            context.load_cert_chain(certificate, key or None)
    except OSError:
        raise Rejected("A certificate of the connection cannot be read.") from None
    return context


def _encoded(parts: str) -> str:
    return "/".join(quote(part, safe="") for part in parts.split("/"))


def _filled(headers: dict[str, str]) -> dict[str, str]:
    return {name: quote(value, safe="/-.:@ ") for name, value in headers.items() if value}
