"""Telling a system that there is news: Standard Webhooks 1.0.0, signed, to an address that was looked at first.

The name is resolved once, each address it has is checked, and the connection is made to the one that was checked: a name that
answers differently the second time leads nowhere. Nothing is followed, no body is read, nobody is waited for longer than was set.
"""

import ipaddress
import json
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
from standardwebhooks import Webhook

from vikno.integration.connectors.transport import DIRECT, PartnerTransport
from vikno.kernel.bounded_http import ResponseDeadline, ResponseTooSlow
from vikno.kernel.errors import Rejected, Unreachable

IpNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network
# A silence, and everything until the status has come.
TIMEOUT, WHOLE_SECONDS = httpx.Timeout(10, connect=5), 15.0


@dataclass(frozen=True, kw_only=True)
class WebhookEndpoint:
    """Where to: an https address, the secrets to sign with (`whsec_…`), and the networks of our own that may be reached.

    Into those, plain http goes too. Through a bus the address is that of our security server. A receiver that has not answered
    after `whole` seconds has not answered.
    """

    url: str
    secrets: Sequence[str]
    allowed: Sequence[IpNetwork] = ()
    transport: PartnerTransport = DIRECT
    whole_seconds: float = WHOLE_SECONDS

    def send(self, *, key: str, kind: str, data: dict[str, Any], at: datetime) -> int:
        """Send one event; return the status that was answered. Raises `Unreachable`, `Rejected`."""
        body = json.dumps({"type": kind, "timestamp": at.isoformat(), "data": data}, separators=(",", ":"))
        url, pinned = self._pinned()
        headers = {
            "Host": url.netloc.decode(),
            "Content-Type": "application/json",
            "User-Agent": "Vikno-Webhook/1",
            "webhook-id": key,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": " ".join(Webhook(one).sign(key, at, body) for one in self.secrets),
        }
        with self.transport.open_client(timeout=TIMEOUT, deadline=ResponseDeadline(self.whole_seconds)) as client:
            return _sent(client, pinned, body, headers, url.host)

    def _pinned(self) -> tuple[httpx.URL, httpx.URL]:
        """Return the address as it is written, and with the host replaced by the checked address of it."""
        try:
            url = httpx.URL(self.transport.address(self.url))
        except httpx.InvalidURL:
            raise Rejected("The address of the webhook is none.") from None
        if url.scheme not in ("http", "https") or not url.host or url.userinfo:
            raise Rejected("The address of the webhook is none.")
        address = _checked(url, self.allowed)
        return url, url.copy_with(host=str(address))


def _checked(url: httpx.URL, allowed: Sequence[IpNetwork]) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    try:
        found = socket.getaddrinfo(url.host, url.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable("The name in the address of the webhook is not known.") from None
    addresses = [ipaddress.ip_address(one[4][0]) for one in found]
    # One that is not allowed among several is enough: the next time it could be the one that is taken.
    for address in addresses:
        ours = any(address in network for network in allowed)
        if not ours and not _is_public(address):
            raise Rejected("The address of the webhook lies in a network that is not reached from here.")
        if url.scheme != "https" and not ours:
            raise Rejected("The address of the webhook must begin with https.")
    return addresses[0]


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    return bool(inner.is_global and address.is_global and not inner.is_multicast)


def _sent(client: httpx.Client, url: httpx.URL, body: str, headers: dict[str, str], host: str) -> int:
    request = client.build_request("POST", url, content=body, headers=headers, extensions={"sni_hostname": host})
    try:
        response = client.send(request, stream=True)
        response.close()
    except (httpx.HTTPError, ResponseTooSlow):
        raise Unreachable("The webhook was not answered.") from None
    if response.is_success:
        return response.status_code
    if response.status_code == httpx.codes.GONE:
        raise Rejected("The webhook is gone: it answered 410.")
    raise Unreachable(f"The webhook answered {response.status_code}.", after=_after(response))


def _after(response: httpx.Response) -> float | None:
    value = response.headers.get("Retry-After", "")
    return min(float(value), 86400) if value.isdecimal() else None
