"""How often somebody may try something: so many tries within a period, counted in the cache."""

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
    """All tries are used up; the first one is free again at `again_at`."""

    def __init__(self, again_at: datetime.datetime) -> None:
        super().__init__()
        self.again_at = again_at


@dataclass(frozen=True, kw_only=True)
class RateLimit:
    """At most so many tries of one thing within a period that slides: each try is free again when the period has passed."""

    name: str
    tries: int
    within: datetime.timedelta

    def acquire(self, whose: str, *, at: datetime.datetime) -> str:
        """Use one try and return what `give_back` takes. Raises `TooOften`.

        Adding to the cache is the one step that two requests at once cannot both do, so each try is an entry of its own.
        """
        # The cache keeps no addresses, only what tells one from another.
        owner = blind_index(whose, kind=f"limit:{self.name}")
        places = [f"limit:{self.name}:{owner}:{number}" for number in range(self.tries)]
        free_at = at + self.within
        for place in places:
            if cache.add(place, free_at, timeout=self.within.total_seconds()):
                return place
        raise RateLimitExceeded(min(cache.get_many(places).values(), default=at))


def release_try(place: str) -> None:
    """Make a try free again, because it was a right one."""
    cache.delete(place)


def client_address(request: HttpRequest) -> str:
    """Return whose request this is: the peer or, behind our own proxy, the last address that proxy wrote down.

    What stands further left in X-Forwarded-For was sent by the client itself.
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
