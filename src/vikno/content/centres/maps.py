"""Points on a map. There is a map only if the installation names a server of tiles."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from vikno.centres.models import Centre
from vikno.centres.timetable import Timetable


@dataclass(frozen=True, kw_only=True)
class CentreMap:
    """The data of the script that draws a map; without tiles or points no map is shown."""

    points: list[dict[str, Any]]

    @property
    def is_shown(self) -> bool:
        return bool(self.points and settings.MAP_TILES)

    @property
    def tiles(self) -> str:
        return settings.MAP_TILES

    @property
    def attribution(self) -> str:
        return settings.MAP_ATTRIBUTION


def centres_map(centres: Iterable[Centre]) -> CentreMap:
    language = get_language() or settings.LANGUAGE_CODE
    return CentreMap(
        points=[
            _point(centre, centre.text_in_language("name", language)[0], reverse("content:centre", args=[centre.code]))
            for centre in centres
            if centre.latitude is not None and centre.longitude is not None
        ]
    )


def centre_map(timetable: Timetable) -> CentreMap:
    """Return the map of a centre, with the stops of a mobile one."""
    own = centres_map([timetable.centre]).points
    stops = {(stop.latitude, stop.longitude): stop for stop in timetable.stops if stop.latitude is not None}
    return CentreMap(points=[*own, *(_point(stop, stop.place) for stop in stops.values())])


def _point(place: Any, name: str, address: str = "") -> dict[str, Any]:
    return {"at": [float(place.latitude), float(place.longitude)], "name": name, "url": address}
