"""Hours of a day as plain values: «9:00–13:00, 14:00–18:00»."""

import datetime
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

HOUR = datetime.timedelta(hours=1)
_SPAN = re.compile(r"(\d{1,2})[:.](\d{2})\s*[-–—]\s*(\d{1,2})[:.](\d{2})")


class OpeningSpan(NamedTuple):
    """Opening and closing times, in the time zone of the centre."""

    opens_at: datetime.time
    closes_at: datetime.time

    def __str__(self) -> str:
        return f"{self.opens_at:%-H:%M}–{self.closes_at:%-H:%M}"


def parse_spans(text: str) -> list[OpeningSpan]:
    """Return the hours of one day from their text, in order. Raises `ValueError`."""
    spans = []
    for part in filter(None, map(str.strip, text.split(","))):
        match = _SPAN.fullmatch(part)
        if match is None:
            raise ValueError(part)
        opens, opens_minute, closes, closes_minute = map(int, match.groups())
        span = OpeningSpan(datetime.time(opens, opens_minute), datetime.time(closes, closes_minute))
        if span.opens_at >= span.closes_at:
            raise ValueError(part)
        spans.append(span)
    spans.sort()
    if any(before.closes_at > after.opens_at for before, after in pairwise(spans)):
        raise ValueError(text)
    return spans


def format_spans(spans: Iterable[OpeningSpan]) -> str:
    """Return the hours as text that `parse_spans` reads."""
    return ", ".join(map(str, spans))


def subtract_from_time(time: datetime.time, duration: datetime.timedelta) -> datetime.time:
    """Return the time earlier by a duration on the same day; midnight at the earliest."""
    minutes = time.hour * 60 + time.minute - duration // datetime.timedelta(minutes=1)
    return datetime.time(*divmod(max(0, minutes), 60))


def shorten_day(spans: Sequence[OpeningSpan]) -> list[OpeningSpan]:
    """Return the hours of a day that ends an hour earlier."""
    if not spans:
        return []
    *earlier, last = spans
    end = subtract_from_time(last.closes_at, HOUR)
    return [*earlier, OpeningSpan(last.opens_at, end)] if end > last.opens_at else earlier
