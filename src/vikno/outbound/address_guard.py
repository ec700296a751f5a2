"""A guard against addresses that lead into our own networks.

The name is resolved once, each of its addresses is checked, and the connection goes to the address that was checked: a name
that resolves differently the second time (DNS rebinding) leads nowhere.
"""

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from vikno.kernel.errors import Rejected, Unreachable

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
IpNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, kw_only=True)
class AddressGuard:
    """Lets requests out to public addresses by https, and to `allowed` networks of our own by http too.

    `label` names in messages whose address it is.
    """

    allowed: Sequence[IpNetwork] = ()
    label: str

    def pin(self, request: httpx.Request) -> None:
        """Check where a request goes, and replace the host by its checked address. Raises `Rejected`, `Unreachable`.

        The header `Host` and the name in TLS (SNI, and the name in the certificate) stay those of the written address.
        """
        url = request.url
        if url.scheme not in ("http", "https") or not url.host or url.userinfo:
            raise Rejected(f"The address of {self.label} is none.")
        try:
            found = socket.getaddrinfo(url.host, url.port or 443, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise Unreachable(f"The name in the address of {self.label} is not known.") from None
        addresses = [ipaddress.ip_address(entry[4][0]) for entry in found]
        # One forbidden address among several is enough to refuse: the next connection could go to it.
        for address in addresses:
            is_allowed = any(address in network for network in self.allowed)
            if not is_allowed and not is_public(address):
                raise Rejected(f"The address of {self.label} lies in a network that is not reached from here.")
            if url.scheme != "https" and not is_allowed:
                raise Rejected(f"The address of {self.label} must begin with https.")
        request.extensions = {**request.extensions, "sni_hostname": url.host}
        request.url = url.copy_with(host=str(addresses[0]))


def is_public(address: IpAddress) -> bool:
    """Return whether an address is public, also the IPv4 address inside an IPv6 one."""
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    return bool(inner.is_global and address.is_global and not inner.is_multicast)
