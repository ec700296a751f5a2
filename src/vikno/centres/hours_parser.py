"""Opening hours as centres write them, read into rows; or not read at all.

Hours that are wrong send people to a closed door, so nothing is guessed: a word that is not known, a day said twice, a weekday
left out, and the whole text stays text.
"""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import pairwise
from typing import NamedTuple

from vikno.kernel.data_import import clean_line, html_to_text


class HoursNotUnderstood(ValueError):
    """The text says something that cannot be read without a guess; the message names it."""


class WeekdayOpening(NamedTuple):
    """From when to when on a weekday (0 is Monday); two on one day make a break."""

    weekday: int
    opens_at: datetime.time
    closes_at: datetime.time


class TimeSpan(NamedTuple):
    start: datetime.time
    end: datetime.time


def parse_hours(text: str, breaks: str = "") -> list[WeekdayOpening]:
    """Return the hours that a text says, with breaks that may stand in a text of their own. Raises `NotUnderstood`."""
    said = _HoursParser(list(_words(text))).parse_week()
    for span in _HoursParser(list(_words(breaks))).parse_breaks():
        said.add_break(span)
    said.require_whole_week()
    return said.openings()


def clean_hours_text(text: str) -> str:
    """Return the text as one line, without HTML; where the lines broke, bars stand."""
    parts = html_to_text(text.replace("\n", " "), between="|").split("|")
    return " | ".join(filter(None, (clean_line(part).strip(" ;") for part in parts)))


class HoursTokenKind(Enum):
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
    """One word of the text, with what it stands for: a day, a time."""

    kind: HoursTokenKind
    text: str
    day: int = -1
    time: datetime.time = datetime.time()


_DAYS = ("понеділок", "вівторок", "середа", "четвер", "п'ятниця", "субота", "неділя")
_FORMS = (
    ("понеділок", "понеділка", "понеділку"),
    ("вівторок", "вівторка", "вівторку"),
    ("середа", "середи", "середу", "середі"),
    ("четвер", "четверга", "четвергу"),
    ("п'ятниця", "п'ятниці", "п'ятницю"),
    ("субота", "суботи", "суботу", "суботі"),
    ("неділя", "неділі", "неділю"),
)
_SHORT = ("пн", "вт", "ср", "чт", "пт", "сб", "нд")

_LEXICON: tuple[tuple[HoursTokenKind | None, str], ...] = (
    (HoursTokenKind.NO_BREAK, r"без (?:обідньої )?перерви(?: на обід)?|без обіду"),
    (HoursTokenKind.BREAK, r"(?:обідня |технічна |технологічна )?перерва(?: на обід)?|обід\b"),
    (HoursTokenKind.OFF, r"вихідн(?:ий|і)(?: день| дні)?|не працю(?:є|ємо)|зачинено"),
    (None, r"(?:режим|графік|час|години) (?:роботи|прийому)(?: громадян)?"),
    # A dash between hours and minutes only where it cannot stand between two hours.
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
_MARKS = str.maketrans({**dict.fromkeys('’`´ʼ′‘"', "'"), **dict.fromkeys("–—‑−", "-")})
_LATIN = str.maketrans("aceiopxyABCEHIKMOPTX", "асеіорхуАВСЕНІКМОРТХ")


def _words(text: str) -> Iterator[HoursToken]:
    rest = clean_hours_text(text).translate(_MARKS).translate(_LATIN).casefold()
    while rest := rest.lstrip():
        for word, pattern in _LEXICON:
            if match := re.match(pattern, rest):
                if word is not None:
                    yield _said(word, match[0])
                rest = rest[match.end() :]
                break
        else:
            raise HoursNotUnderstood(f"“{rest[:20]}”")


def _said(word: HoursTokenKind, text: str) -> HoursToken:
    match word:
        case HoursTokenKind.DAY:
            return HoursToken(word, text, day=_day(text))
        case HoursTokenKind.TIME:
            return HoursToken(word, text, time=_time(text))
    return HoursToken(word, text)


def _time(text: str) -> datetime.time:
    hour, *minute = re.findall(r"\d+", text)
    try:
        return datetime.time(int(hour), int(minute[0]) if minute else 0)
    except ValueError:
        raise HoursNotUnderstood(f"“{text}” is no time") from None


def _day(text: str) -> int:
    """Return the weekday. One letter wrong, too many or too few is still the same day: no two days are that near."""
    found = {
        day
        for day, forms in enumerate(_FORMS)
        if text.rstrip(".") == _SHORT[day] or any(_is_near(text, form) for form in forms)
    }
    if len(found) != 1:
        raise HoursNotUnderstood(f"“{text}”")
    return found.pop()


def _is_near(text: str, form: str) -> bool:
    if text == form:
        return True
    if len(text) < 5 or abs(len(text) - len(form)) > 1:
        return False
    same = next((n for n, (one, other) in enumerate(zip(text, form, strict=False)) if one != other), None)
    if same is None:
        return True
    after = max(len(text), len(form)) - same - 1
    return after == 0 or text[-after:] == form[-after:]


@dataclass
class ParsedWeek:
    """What a text said of the days of a week."""

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
        """Give the break to the days said so far that have none; said before any day, it is for every day."""
        waiting = [day for day in self.open_days if day not in self.breaks]
        if not self.open_days:
            self.every_day_break.append(span)
        elif not waiting:
            raise HoursNotUnderstood("a second break")
        self.breaks.update(dict.fromkeys(waiting, span))

    def require_whole_week(self) -> None:
        """Raise `NotUnderstood` when the text leaves it open whether a day is worked.

        A weekend that is not spoken of is off; but where days off are named, the day that is missing was forgotten.
        """
        if not self.open_days:
            raise HoursNotUnderstood("no days")
        needed = range(7) if self.days_off else range(5)
        missing = [_DAYS[day] for day in needed if day not in self.open_days and day not in self.days_off]
        if missing:
            raise HoursNotUnderstood(f"nothing on “{'”, “'.join(missing)}”")

    def openings(self) -> list[WeekdayOpening]:
        return [
            WeekdayOpening(day, *span)
            for day in sorted(self.open_days)
            for span in _without_breaks(
                self.open_days[day], [*self.every_day_break, *filter(None, [self.breaks.get(day)])]
            )
        ]


def _without_breaks(spans: list[TimeSpan], breaks: list[TimeSpan]) -> list[TimeSpan]:
    for pause in breaks:
        spans = [part for span in spans for part in _parted(span, pause)]
    return spans


def _parted(span: TimeSpan, pause: TimeSpan) -> list[TimeSpan]:
    if pause.end <= span.start or pause.start >= span.end:
        return [span]
    if span.start < pause.start and pause.end < span.end:
        return [TimeSpan(span.start, pause.start), TimeSpan(pause.end, span.end)]
    raise HoursNotUnderstood("a break at the edge of the day")


class _HoursParser:
    """Words read from the left, statement by statement."""

    def __init__(self, words: list[HoursToken]) -> None:
        self.words = words
        self.at = 0

    def parse_week(self) -> ParsedWeek:
        week = ParsedWeek()
        while self._skip(HoursTokenKind.END, HoursTokenKind.COMMA, HoursTokenKind.COLON):
            self._statement(week)
        return week

    def parse_breaks(self) -> Iterator[TimeSpan]:
        """Yield the breaks of a text that says nothing else."""
        while self._skip(
            HoursTokenKind.END,
            HoursTokenKind.COMMA,
            HoursTokenKind.NO_BREAK,
            HoursTokenKind.BREAK,
            HoursTokenKind.COLON,
            HoursTokenKind.DASH,
        ):
            yield self._span()

    def _statement(self, week: ParsedWeek) -> None:
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

    def _days_and_hours(self, week: ParsedWeek) -> None:
        days = self._days()
        self._skip(HoursTokenKind.COMMA, HoursTokenKind.COLON, HoursTokenKind.DASH)
        if self._next() == HoursTokenKind.OFF:
            self._skip(HoursTokenKind.OFF)
            week.add_days_off(days)
            return
        spans = [self._span()]
        while (
            self._next() in (HoursTokenKind.COMMA, HoursTokenKind.AND)
            and self._next(1) in (HoursTokenKind.TIME, HoursTokenKind.FROM)
            and not self._day_ahead()
        ):
            self.at += 1
            spans.append(self._span())
        if any(before.end >= after.start for before, after in pairwise(spans)):
            raise HoursNotUnderstood("hours that overlap")
        week.add_hours(days, spans)

    def _day_ahead(self) -> bool:
        """Say whether what follows the comma is «from Monday», not «from 8.00»."""
        return self._next(1) == HoursTokenKind.FROM and self._next(2) == HoursTokenKind.DAY

    def _days(self) -> list[int]:
        days: list[int] = []
        if self._next() == HoursTokenKind.FROM and self._next(1) == HoursTokenKind.DAY:
            self.at += 1
        while self._next() == HoursTokenKind.DAY:
            first = last = self._take().day
            if self._next() in (HoursTokenKind.DASH, HoursTokenKind.TO) and self._next(1) == HoursTokenKind.DAY:
                self.at += 1
                last = self._take().day
            if last < first:
                raise HoursNotUnderstood(f"from “{_DAYS[first]}” to “{_DAYS[last]}”")
            days += range(first, last + 1)
            if self._next() in (HoursTokenKind.COMMA, HoursTokenKind.AND) and self._next(1) == HoursTokenKind.DAY:
                self.at += 1
        if not days:
            raise HoursNotUnderstood(f"“{self._rest()}” without a day")
        return days

    def _span(self) -> TimeSpan:
        self._skip(HoursTokenKind.FROM)
        start = self._must(HoursTokenKind.TIME)
        self._must(HoursTokenKind.DASH, HoursTokenKind.TO)
        end = self._must(HoursTokenKind.TIME)
        if start.time >= end.time:
            raise HoursNotUnderstood(f"from “{start.text}” to “{end.text}”")
        return TimeSpan(start.time, end.time)

    def _must(self, *words: HoursTokenKind) -> HoursToken:
        if self._next() not in words:
            raise HoursNotUnderstood(f"“{self._rest()}” where hours should be")
        return self._take()

    def _next(self, ahead: int = 0) -> HoursTokenKind | None:
        return self.words[self.at + ahead].kind if self.at + ahead < len(self.words) else None

    def _take(self) -> HoursToken:
        self.at += 1
        return self.words[self.at - 1]

    def _skip(self, *words: HoursTokenKind) -> bool:
        """Skip such words; say whether there is anything after them."""
        while self._next() in words:
            self.at += 1
        return self.at < len(self.words)

    def _rest(self) -> str:
        return " ".join(said.text for said in self.words[self.at : self.at + 3]) or "the end"
