"""Links to reach a centre: phones, maps, sites."""

import re
from dataclasses import dataclass
from decimal import Decimal

from vikno.centres.models import Centre, RouteStop

_BETWEEN = re.compile(r"[,;\n]+")
# Only a text that is nothing but a number can be dialled: «(0472) 33-07-01», not «ext. 12».
_NUMBER = re.compile(r"\+?[\d\s()./–-]{5,24}")


@dataclass(frozen=True, kw_only=True)
class PhoneNumber:
    """A phone as written and as dialled; `dial` is empty where the text is not plainly one number."""

    text: str
    dial: str


def parse_phones(phones: str) -> list[PhoneNumber]:
    """Return the numbers of a text that separates them by commas, semicolons or line breaks."""
    texts = [text.strip() for text in _BETWEEN.split(phones)]
    return [
        PhoneNumber(text=text, dial=re.sub(r"[^+\d]", "", text) if _NUMBER.fullmatch(text) else "")
        for text in texts
        if text
    ]


def map_link(place: Centre | RouteStop) -> str:
    """Return the address of a place on OpenStreetMap, or an empty text without coordinates."""
    if place.latitude is None or place.longitude is None:
        return ""
    latitude, longitude = _plain(place.latitude), _plain(place.longitude)
    return f"https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=18/{latitude}/{longitude}"


def google_link(centre: Centre) -> str:
    point = coordinates(centre).replace(" ", "")
    return f"https://www.google.com/maps/search/?api=1&query={point}" if point else ""


def geo_link(centre: Centre) -> str:
    """Return a `geo:` address (RFC 5870), which opens the map app of the device."""
    point = coordinates(centre).replace(" ", "")
    return f"geo:{point}" if point else ""


def coordinates(centre: Centre) -> str:
    """Return the coordinates in the form people copy: «48.913200, 31.874100»."""
    if centre.latitude is None or centre.longitude is None:
        return ""
    return f"{_plain(centre.latitude)}, {_plain(centre.longitude)}"


def display_url(url: str) -> str:
    """Return a web address without scheme and «www»: «cnap.example.org»."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/")


def _plain(degrees: Decimal) -> str:
    """Return degrees with a decimal point in every language."""
    return f"{degrees:.6f}"
