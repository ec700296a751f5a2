"""What stands on the first page beside what editors write there: the centre, services, life events, news."""

import datetime
from typing import Any

from django.core.cache import cache

from vikno.applications.queries import most_asked
from vikno.catalogue.queries import Listed, Wanted, found, life_events, listed
from vikno.centres.queries import main_centre, receptions

POPULAR_MOST = 8
POPULAR_SINCE = datetime.timedelta(days=90)
POPULAR_KEPT_SECONDS = 600


def facts(*, at: datetime.datetime) -> dict[str, Any]:
    centre = main_centre()
    online = found(Wanted(online=True))
    asked, services = _popular(online, at=at)
    return {
        "reception": receptions([centre], at=at)[0] if centre else None,
        "online_count": len(online),
        "services": services,
        "services_are_asked": asked,
        "events": life_events(),
    }


def _popular(online: list[int], *, at: datetime.datetime) -> tuple[bool, list[Listed]]:
    """Return the services asked for most, and whether people did ask: a new site has only what can be had online."""
    # Counting goes through all applications of three months, so it is done now and then, not for each visitor.
    keys = cache.get_or_set(
        "most-asked", lambda: most_asked(since=at - POPULAR_SINCE, most=POPULAR_MOST), timeout=POPULAR_KEPT_SECONDS
    )
    asked = listed(keys or [])
    if len(asked) >= POPULAR_MOST // 2:
        return True, asked
    return False, listed((online or found(Wanted()))[:POPULAR_MOST])
