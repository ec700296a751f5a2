"""The context of the first page: the centre, services, life events, news."""

import datetime
from typing import Any

from django.core.cache import cache

from vikno.applications.queries import most_requested_services
from vikno.catalogue.queries import (
    ServiceCriteria,
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
    # The count reads all applications of three months, so its result is cached.
    most_requested = cache.get_or_set(
        "most-asked",
        lambda: most_requested_services(since=at - POPULAR_PERIOD, most=MAX_POPULAR),
        timeout=POPULAR_CACHE_SECONDS,
    )
    services = load_service_list(most_requested or [])
    has_demand = len(services) >= MAX_POPULAR // 2
    if not has_demand:
        services = load_service_list((online or find_services(ServiceCriteria()))[:MAX_POPULAR])
    return {
        "reception": receptions([centre], at=at)[0] if centre else None,
        "online_count": len(online),
        "services": services,
        "services_are_asked": has_demand,
        "events": life_events_in_use(),
    }
