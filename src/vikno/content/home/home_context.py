"""The context of the first page: the centre, services, life events, news."""

import datetime
from typing import Any

from django.core.cache import cache

from vikno.applications.queries import most_requested_services
from vikno.catalogue.queries import (
    ServiceCriteria,
    ServiceListItem,
    find_services,
    life_events_in_use,
    load_service_list,
)
from vikno.centres.queries import main_centre, receptions

MAX_POPULAR = 8
POPULAR_PERIOD = datetime.timedelta(days=90)
POPULAR_CACHE_SECONDS = 600


def home_facts(*, at: datetime.datetime) -> dict[str, Any]:
    centre = main_centre()
    online = find_services(ServiceCriteria(online=True))
    asked, services = _popular(online, at=at)
    return {
        "reception": receptions([centre], at=at)[0] if centre else None,
        "online_count": len(online),
        "services": services,
        "services_are_asked": asked,
        "events": life_events_in_use(),
    }


def _popular(online: list[int], *, at: datetime.datetime) -> tuple[bool, list[ServiceListItem]]:
    """Return whether there is enough demand to rank services, and the most requested or else the online ones."""
    # The count reads all applications of three months, so its result is cached.
    keys = cache.get_or_set(
        "most-asked",
        lambda: most_requested_services(since=at - POPULAR_PERIOD, most=MAX_POPULAR),
        timeout=POPULAR_CACHE_SECONDS,
    )
    asked = load_service_list(keys or [])
    if len(asked) >= MAX_POPULAR // 2:
        return True, asked
    return False, load_service_list((online or find_services(ServiceCriteria()))[:MAX_POPULAR])
