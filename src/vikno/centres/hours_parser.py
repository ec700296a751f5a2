"""Parser of opening hours in free text.

Wrong hours send people to a closed door, so the parser never guesses: an unknown word, a repeated day or a missing weekday makes
the whole text stay text.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from vikno.kernel.data_import import clean_line, html_to_text


class HoursNotUnderstood(ValueError):
    """A part of the text cannot be parsed without a guess; the message quotes it."""


class WeekdayOpening(NamedTuple):
    """Opening and closing times on a weekday (0 is Monday); two on one day make a break."""

    weekday: int
    opens_at: datetime.time
    closes_at: datetime.time


class TimeSpan(NamedTuple):
    """A span of time within a day."""

    start: datetime.time
    end: datetime.time


def parse_hours(text: str, breaks: str = "") -> list[WeekdayOpening]:
    """Return the hours in a text; its breaks may be in a separate text. Raises `HoursNotUnderstood`."""
    week = _HoursParser(list(_tokens(text))).parse_week()
    for span in _HoursParser(list(_tokens(breaks))).parse_breaks():
        week.add_break(span)
    week.require_whole_week()
    return week.openings()


def clean_hours_text(text: str) -> str:
    """Return the text as one line without HTML; line breaks become vertical bars."""
    parts = html_to_text(text.replace("\n", " "), between="|").split("|")
    return " | ".join(filter(None, (clean_line(part).strip(" ;") for part in parts)))


class HoursTokenKind(Enum):
    """The role of a word in a text of hours."""

    DAY = auto()
    TIME = auto()
    DASH = auto()
    COMMA = auto()
    COLON = auto()
    END = auto()
    FROM = auto()
    TO = auto()
    AND = auto()
    OFF = auto()
    BREAK = auto()
    NO_BREAK = auto()


@dataclass(frozen=True)
class HoursToken:
    """A word of the text, with its meaning: a day or a time."""

    kind: HoursTokenKind
    text: str
    day: int = -1
    time: datetime.time = datetime.time()


_DAYS = ("понеділок", "вівторок", "середа", "четвер", "п'ятниця", "субота", "неділя")
_DAY_FORMS = (
    ("понеділок", "понеділка", "понеділку"),
    ("вівторок", "вівторка", "вівторку"),
    ("середа", "середи", "середу", "середі"),
    ("четвер", "четверга", "четвергу"),
    ("п'ятниця", "п'ятниці", "п'ятницю"),
    ("субота", "суботи", "суботу", "суботі"),
    ("неділя", "неділі", "неділю"),
)
_DAY_ABBREVIATIONS = ("пн", "вт", "ср", "чт", "пт", "сб", "нд")

_LEXICON: tuple[tuple[HoursTokenKind | None, str], ...] = (
    (HoursTokenKind.NO_BREAK, r"без (?:обідньої )?перерви(?: на обід)?|без обіду"),
    (HoursTokenKind.BREAK, r"(?:обідня |технічна |технологічна )?перерва(?: на обід)?|обід\b"),
    (HoursTokenKind.OFF, r"вихідн(?:ий|і)(?: день| дні)?|не працю(?:є|ємо)|зачинено"),
    (None, r"(?:режим|графік|час|години) (?:роботи|прийому)(?: громадян)?"),
    # A dash separates hours and minutes only where it cannot join two hours.
    (HoursTokenKind.TIME, r"\d{1,2}(?:\s?[.:]\s?\d{2}|-(?:00|30|45))(?!\d)\.?|\d{1,2}(?![\d.:])"),
    (HoursTokenKind.FROM, r"(?:з|із|зі|від)\b"),
    (HoursTokenKind.TO, r"(?:до|по)\b"),
    (HoursTokenKind.AND, r"(?:та|і|й)\b"),
    (HoursTokenKind.DAY, r"(?:пн|вт|ср|чт|пт|сб|нд)\.|[а-яґєії][а-яґєії']+"),
    (HoursTokenKind.DASH, r"-+"),
    (HoursTokenKind.COMMA, r","),
    (HoursTokenKind.COLON, r":"),
    (HoursTokenKind.END, r"[|;.()]"),
)
_PUNCTUATION = str.maketrans({**dict.fromkeys('’`´ʼ′‘"', "'"), **dict.fromkeys("–—‑−", "-")})
_HOMOGLYPHS = str.maketrans("aceiopxyABCEHIKMOPTX", "асеіорхуАВСЕНІКМОРТХ")


def _tokens(text: str) -> Iterator[HoursToken]:
    rest = clean_hours_text(text).translate(_PUNCTUATION).translate(_HOMOGLYPHS).casefold()
    while rest := rest.lstrip():
        for kind, pattern in _LEXICON:
            if match := re.match(pattern, rest):
                if kind is not None:
                    yield _token(kind, match[0])
                rest = rest[match.end() :]
                break
        else:
            raise HoursNotUnderstood(f"“{rest[:20]}”")


def _token(kind: HoursTokenKind, text: str) -> HoursToken:
    match kind:
        case HoursTokenKind.DAY:
            return HoursToken(kind, text, day=_weekday(text))
        case HoursTokenKind.TIME:
            hour, *minute = re.findall(r"\d+", text)
            try:
                return HoursToken(kind, text, time=datetime.time(int(hour), int(minute[0]) if minute else 0))
            except ValueError:
                raise HoursNotUnderstood(f"“{text}” is no time") from None
    return HoursToken(kind, text)


def _weekday(text: str) -> int:
    """Return the weekday. One wrong, extra or missing letter is tolerated: no two day names are that similar."""
    max_errors = 1 if len(text) >= 5 else 0
    days = {
        day
        for day, forms in enumerate(_DAY_FORMS)
        if text.rstrip(".") == _DAY_ABBREVIATIONS[day]
        or any(Levenshtein.distance(text, form) <= max_errors for form in forms)
    }
    if len(days) != 1:
        raise HoursNotUnderstood(f"“{text}”")
    return days.pop()


@dataclass
class ParsedWeek:
    """The days, days off and breaks of a week found in a text."""

    open_days: dict[int, list[TimeSpan]] = field(default_factory=dict)
    days_off: set[int] = field(default_factory=set)
    breaks: dict[int, TimeSpan] = field(default_factory=dict)
    every_day_break: list[TimeSpan] = field(default_factory=list)

    def add_hours(self, days: list[int], spans: list[TimeSpan]) -> None:
        for day in days:
            if day in self.open_days or day in self.days_off:
                raise HoursNotUnderstood(f"“{_DAYS[day]}” is said twice")
            self.open_days[day] = list(spans)

    def add_days_off(self, days: list[int]) -> None:
        for day in days:
            if day in self.open_days:
                raise HoursNotUnderstood(f"“{_DAYS[day]}” is said twice")
        self.days_off.update(days)

    def add_break(self, span: TimeSpan) -> None:
        """Add the break to the days so far that have none; before any day, it applies to every day."""
        without_break = [day for day in self.open_days if day not in self.breaks]
        if not self.open_days:
            self.every_day_break.append(span)
        elif not without_break:
            raise HoursNotUnderstood("a second break")
        self.breaks.update(dict.fromkeys(without_break, span))

    def require_whole_week(self) -> None:
        """Raise `HoursNotUnderstood` if a day may be either open or off.

        A weekend that is not mentioned is off; but if days off are named, a missing day was forgotten.
        """
        if not self.open_days:
            raise HoursNotUnderstood("no days")
        needed = range(7) if self.days_off else range(5)
        missing = [_DAYS[day] for day in needed if day not in self.open_days and day not in self.days_off]
        if missing:
            raise HoursNotUnderstood(f"nothing on “{'”, “'.join(missing)}”")

    def openings(self) -> list[WeekdayOpening]:
        """Return the hours of the week without the breaks."""
        openings = []
        for day, spans in sorted(self.open_days.items()):
            for pause in [*self.every_day_break, *filter(None, [self.breaks.get(day)])]:
                spans = [part for span in spans for part in _split_by_break(span, pause)]
            openings += [WeekdayOpening(day, *span) for span in spans]
        return openings


def _split_by_break(span: TimeSpan, pause: TimeSpan) -> list[TimeSpan]:
    if pause.end <= span.start or pause.start >= span.end:
        return [span]
    if span.start < pause.start and pause.end < span.end:
        return [TimeSpan(span.start, pause.start), TimeSpan(pause.end, span.end)]
    raise HoursNotUnderstood("a break at the edge of the day")


class _HoursParser:
    """A parser that reads tokens from the left, statement by statement."""

    def __init__(self, tokens: list[HoursToken]) -> None:
        self.tokens = tokens
        self.position = 0

    def parse_week(self) -> ParsedWeek:
        week = ParsedWeek()
        while self._skip(HoursTokenKind.END, HoursTokenKind.COMMA, HoursTokenKind.COLON):
            match self._next():
                case HoursTokenKind.NO_BREAK:
                    self._skip(HoursTokenKind.NO_BREAK)
                case HoursTokenKind.BREAK:
                    self._skip(HoursTokenKind.BREAK, HoursTokenKind.COLON, HoursTokenKind.DASH)
                    week.add_break(self._span())
                case HoursTokenKind.OFF:
                    self._skip(HoursTokenKind.OFF, HoursTokenKind.COLON, HoursTokenKind.DASH)
                    week.add_days_off(self._days())
                case _:
                    self._days_and_hours(week)
        return week

    def parse_breaks(self) -> Iterator[TimeSpan]:
        """Yield the breaks of a text with nothing else in it."""
        while self._skip(
            HoursTokenKind.END,
            HoursTokenKind.COMMA,
            HoursTokenKind.NO_BREAK,
            HoursTokenKind.BREAK,
            HoursTokenKind.COLON,
            HoursTokenKind.DASH,
        ):
            yield self._span()

    def _days_and_hours(self, week: ParsedWeek) -> None:
        days = self._days()
        self._skip(HoursTokenKind.COMMA, HoursTokenKind.COLON, HoursTokenKind.DASH)
        if self._next() == HoursTokenKind.OFF:
            self._skip(HoursTokenKind.OFF)
            week.add_days_off(days)
            return
        spans = [self._span()]
        # «From Monday» after a comma begins another statement; «from 8.00» does not.
        while (
            self._next() in (HoursTokenKind.COMMA, HoursTokenKind.AND)
            and self._next(1) in (HoursTokenKind.TIME, HoursTokenKind.FROM)
            and (self._next(1), self._next(2)) != (HoursTokenKind.FROM, HoursTokenKind.DAY)
        ):
            self.position += 1
            spans.append(self._span())
        if any(before.end >= after.start for before, after in pairwise(spans)):
            raise HoursNotUnderstood("hours that overlap")
        week.add_hours(days, spans)

    def _days(self) -> list[int]:
        days: list[int] = []
        if self._next() == HoursTokenKind.FROM and self._next(1) == HoursTokenKind.DAY:
            self.position += 1
        while self._next() == HoursTokenKind.DAY:
            first = last = self._take().day
            if self._next() in (HoursTokenKind.DASH, HoursTokenKind.TO) and self._next(1) == HoursTokenKind.DAY:
                self.position += 1
                last = self._take().day
            if last < first:
                raise HoursNotUnderstood(f"from “{_DAYS[first]}” to “{_DAYS[last]}”")
            days += range(first, last + 1)
            if self._next() in (HoursTokenKind.COMMA, HoursTokenKind.AND) and self._next(1) == HoursTokenKind.DAY:
                self.position += 1
        if not days:
            raise HoursNotUnderstood(f"“{self._rest()}” without a day")
        return days

    def _span(self) -> TimeSpan:
        self._skip(HoursTokenKind.FROM)
        start = self._expect(HoursTokenKind.TIME)
        self._expect(HoursTokenKind.DASH, HoursTokenKind.TO)
        end = self._expect(HoursTokenKind.TIME)
        if start.time >= end.time:
            raise HoursNotUnderstood(f"from “{start.text}” to “{end.text}”")
        return TimeSpan(start.time, end.time)

    def _expect(self, *kinds: HoursTokenKind) -> HoursToken:
        if self._next() not in kinds:
            raise HoursNotUnderstood(f"“{self._rest()}” where hours should be")
        return self._take()

    def _next(self, offset: int = 0) -> HoursTokenKind | None:
        return self.tokens[self.position + offset].kind if self.position + offset < len(self.tokens) else None

    def _take(self) -> HoursToken:
        self.position += 1
        return self.tokens[self.position - 1]

    def _skip(self, *kinds: HoursTokenKind) -> bool:
        """Skip tokens of these kinds, and return whether any follow."""
        while self._next() in kinds:
            self.position += 1
        return self.position < len(self.tokens)

    def _rest(self) -> str:
        return " ".join(token.text for token in self.tokens[self.position : self.position + 3]) or "the end"
