"""Webhooks by Standard Webhooks 1.0.0: signed, to an address that the guard has checked; the body of the response is not read."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
from standardwebhooks import Webhook

from vikno.integration.connectors.transport import DIRECT, PartnerTransport
from vikno.kernel.errors import Rejected, Unreachable
from vikno.outbound.address_guard import AddressGuard, IpNetwork
from vikno.outbound.bounds import ResponseTooSlow
from vikno.outbound.client import OutboundSettings

# For each wait on the network, for the connection, and for everything until the status has come.
SILENCE_SECONDS, CONNECT_SECONDS, TOTAL_SECONDS = 10, 5, 15.0


@dataclass(frozen=True, kw_only=True)
class WebhookEndpoint:
    """A receiver: its https address, the secrets to sign with (`whsec_…`), and the networks of our own that may be reached.

    Plain http goes into those networks too. Through a bus the address is that of our security server. A receiver that has not
    answered after `total_seconds` counts as unreachable.
    """

    url: str
    secrets: Sequence[str]
    allowed: Sequence[IpNetwork] = ()
    transport: PartnerTransport = DIRECT
    total_seconds: float = TOTAL_SECONDS

    def send(self, *, key: str, kind: str, data: dict[str, Any], at: datetime) -> int:
        """Send one event; return the status of the response. Raises `Unreachable`, `Rejected`."""
        body = json.dumps({"type": kind, "timestamp": at.isoformat(), "data": data}, separators=(",", ":"))
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Vikno-Webhook/1",
            "webhook-id": key,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": " ".join(Webhook(secret).sign(key, at, body) for secret in self.secrets),
        }
        limits = OutboundSettings(
            total_seconds=self.total_seconds,
            silence_seconds=SILENCE_SECONDS,
            connect_seconds=CONNECT_SECONDS,
            guard=AddressGuard(allowed=self.allowed, label="the webhook"),
        )
        url = self.transport.address(self.url)
        try:
            # Only the status is read: a slow body delays nothing.
            with (
                self.transport.open_client(limits) as client,
                client.stream("POST", url, content=body, headers=headers) as response,
            ):
                return check_status(response)
        except httpx.InvalidURL:
            raise Rejected("The address of the webhook is none.") from None
        except (httpx.HTTPError, ResponseTooSlow):
            raise Unreachable("The webhook was not answered.") from None


def check_status(response: httpx.Response) -> int:
    """Return the status of a response that accepts the event. Raises `Rejected` for 410, `Unreachable` for the others."""
    if response.is_success:
        return response.status_code
    if response.status_code == httpx.codes.GONE:
        raise Rejected("The webhook is gone: it answered 410.")
    raise Unreachable(f"The webhook answered {response.status_code}.", after=retry_after_seconds(response))


def retry_after_seconds(response: httpx.Response) -> float | None:
    """Return the seconds of `Retry-After`, a day at most; None where it holds no number."""
    value = response.headers.get("Retry-After", "")
    return min(float(value), 86400) if value.isdecimal() else None
