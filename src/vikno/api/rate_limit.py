"""Limit of requests a minute for each partner: a token bucket for each, in the cache that all web processes share.

The bucket is refilled evenly, so a partner below the limit is never held up and a burst is served up to the size of the bucket.
"""

import math
import threading

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from ninja.throttling import BaseThrottle

from vikno.api.models import Partner


class PartnerThrottle(BaseThrottle):
    """The throttle of the agency API: `API_PER_MINUTE` requests of each partner."""

    def __init__(self) -> None:
        # One throttle serves all threads, and ninja asks for the wait in a second call.
        self._local = threading.local()

    def allow_request(self, request: HttpRequest) -> bool:
        partner = getattr(request, "auth", None)
        assert isinstance(partner, Partner), "ninja authenticates before it throttles"
        self._local.wait = take_token(partner, per_minute=settings.API_PER_MINUTE, seconds=timezone.now().timestamp())
        return not self._local.wait

    def wait(self) -> float | None:
        """Return the seconds after which the refused request may come again."""
        wait: int = self._local.wait
        return wait or None


@transaction.atomic
def take_token(partner: Partner, *, per_minute: int, seconds: float) -> int:
    """Take a token from the bucket of a partner. Return 0, or after how many seconds there is one.

    `seconds` is a Unix timestamp. The row of the partner is locked, because a cache cannot read and write in one step.
    """
    Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    rate = per_minute / 60
    key = f"api-tokens:{partner.pk}"
    tokens, filled_at = cache.get(key) or (float(per_minute), seconds)
    tokens = min(float(per_minute), tokens + max(0.0, seconds - filled_at) * rate)
    if tokens < 1:
        return max(1, math.ceil((1 - tokens) / rate))
    # After a minute the bucket is full again, whether it is remembered or not.
    cache.set(key, (tokens - 1, seconds), timeout=60)
    return 0
