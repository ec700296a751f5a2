"""How a connector's HTTP travels: straight, through an X-Road security server (Trembita 2.0), or through UXP (Trembita 1.x).

Only the address, a few headers and the client's certificate differ (X-Road: Message Protocol for REST 1.0.3; UXP: REST proxy).
A connector writes its requests the same way for each, and `refuse_bus_errors` tells what the bus could not carry from what the
other side answered.
"""

import uuid
from typing import Literal
from urllib.parse import quote

import httpx
import pydantic

from vikno.kernel.errors import Unreachable

TIMEOUT = httpx.Timeout(30, connect=5)


class Transport(pydantic.BaseModel):
    """`client` and `service` are INSTANCE/CLASS/MEMBER/SUBSYSTEM, the service with its own code at the end.

    `base_url` is of the other side, or of our security server. `certificate` and `key` are files on our machine.
    """

    kind: Literal["direct", "xroad", "uxp"] = "direct"
    base_url: str = pydantic.Field(pattern=r"^https?://", max_length=300)
    client: str = pydantic.Field(default="", max_length=300)
    service: str = pydantic.Field(default="", max_length=300)
    user: str = pydantic.Field(default="", max_length=100)
    purpose: str = pydantic.Field(default="", max_length=100)
    certificate: str = pydantic.Field(default="", max_length=300)
    key: str = pydantic.Field(default="", max_length=300)
    authority: str = pydantic.Field(default="", max_length=300)

    @pydantic.model_validator(mode="after")
    def _addressed(self) -> "Transport":
        if self.kind != "direct" and (self.client.count("/") != 3 or self.service.count("/") < 4):
            raise ValueError("the bus needs client (four parts) and service (five)")
        return self

    @property
    def address(self) -> str:
        """Return under what address the other side's own paths begin."""
        base = self.base_url.rstrip("/")
        if self.kind == "xroad":
            return f"{base}/r1/{_encoded(self.service)}"
        return f"{base}/restapi" if self.kind == "uxp" else base

    def headers(self, *, issue: str = "", request_id: str = "") -> dict[str, str]:
        """Return what the bus must be told of one request: `issue` is the number of the application that it is about."""
        request_id = request_id or str(uuid.uuid4())
        if self.kind == "xroad":
            told = {"X-Road-Client": _encoded(self.client), "X-Road-Id": request_id}
            return told | _filled({"X-Road-UserId": self.user, "X-Road-Issue": issue})
        if self.kind == "uxp":
            told = {"Uxp-Client": _encoded(self.client), "Uxp-Service": _encoded(self.service)}
            return told | _filled({"Uxp-Purpose-Ids": self.purpose})
        return {}

    def parameters(self, *, request_id: str = "") -> dict[str, str]:
        """Return what UXP wants in the query: by `queryId` the signed container of the exchange is found later."""
        if self.kind != "uxp":
            return {}
        return {"queryId": request_id or str(uuid.uuid4()), **_filled({"userId": self.user})}

    def open(self) -> httpx.Client:
        """Return a client for the other side: with our certificate, no redirects, nothing of the machine's proxies."""
        context = httpx.create_ssl_context(verify=self.authority or True)
        if self.certificate:
            context.load_cert_chain(self.certificate, self.key or None)
        return httpx.Client(
            base_url=self.address, timeout=TIMEOUT, follow_redirects=False, trust_env=False, verify=context
        )


def refuse_bus_errors(response: httpx.Response) -> None:
    """Raise `Unreachable` where the bus failed. What the other side answered itself, an error too, is left to the connector."""
    fault = response.headers.get("X-Road-Error") or response.headers.get("Uxp-Error")
    if fault:
        raise Unreachable(f"The bus did not carry it: {fault[:100]}")


def _encoded(parts: str) -> str:
    return "/".join(quote(part, safe="") for part in parts.split("/"))


def _filled(headers: dict[str, str]) -> dict[str, str]:
    return {name: quote(value, safe="/-.:@ ") for name, value in headers.items() if value}
