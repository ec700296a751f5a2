"""Rate limits: a maximum of tries of an action within a period, counted in the cache."""

import datetime
import ipaddress
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from vikno.kernel.crypto import blind_index
from vikno.kernel.errors import Refused

# One subscriber is given a whole /64 of IPv6 addresses.
IPV6_SUBSCRIBER_BITS = 64


class RateLimitExceeded(Refused):
    """All tries are used up; the first is free again at `again_at`."""

    def __init__(self, again_at: datetime.datetime) -> None:
        super().__init__()
        self.again_at = again_at


@dataclass(frozen=True, kw_only=True)
class RateLimit:
    """A maximum of tries of an action within a sliding period: each try is free again after the period."""

    name: str
    tries: int
    within: datetime.timedelta

    def acquire(self, whose: str, *, at: datetime.datetime) -> str:
        """Use one try and return its key, which `release_try` takes. Raises `RateLimitExceeded`.

        Each try has a cache entry, and two simultaneous requests cannot both add the same entry. The used entries are read
        first, so that a try costs one write, and a refused try costs none.
        """
        # The cache stores no addresses, only an index that tells them apart.
        owner = blind_index(whose, kind=f"limit:{self.name}")
        keys = [f"limit:{self.name}:{owner}:{number}" for number in range(self.tries)]
        used = cache.get_many(keys)
        for key in keys:
            if key not in used and cache.add(key, at + self.within, timeout=self.within.total_seconds()):
                return key
        # Another request may have used the last try since they were read.
        raise RateLimitExceeded(min((used or cache.get_many(keys)).values(), default=at))


def release_try(key: str) -> None:
    """Free a try that does not count, because the input was right."""
    cache.delete(key)


def client_address(request: HttpRequest) -> str:
    """Return the address of the client: the peer or, behind our own proxy, the last address that the proxy added.

    Anything further left in X-Forwarded-For comes from the client and is not trusted. IPv6 addresses are cut to their /64.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.BEHIND_PROXY:
        address = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip() or address
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if known.version == 4:
        return str(known)
    return str(ipaddress.ip_network((known, IPV6_SUBSCRIBER_BITS), strict=False))
