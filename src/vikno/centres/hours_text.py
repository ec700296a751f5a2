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

from vikno.kernel.imports import line, untagged


class NotUnderstood(ValueError):
    """The text says something that cannot be read without a guess; the message names it."""


class Opening(NamedTuple):
    """From when to when on a weekday (0 is Monday); two on one day make a break."""

    weekday: int
    opens_at: datetime.time
    closes_at: datetime.time


class Span(NamedTuple):
    start: datetime.time
    end: datetime.time


def read_hours(text: str, breaks: str = "") -> list[Opening]:
    """Return the hours that a text says, with breaks that may stand in a text of their own. Raises `NotUnderstood`."""
    said = _Reading(list(_words(text))).week()
    for span in _Reading(list(_words(breaks))).breaks():
        said.add_break(span)
    said.must_be_whole()
    return said.openings()


def tidy(text: str) -> str:
    """Return the text as one line, without HTML; where the lines broke, bars stand."""
    parts = untagged(text.replace("\n", " "), between="|").split("|")
    return " | ".join(filter(None, (line(part).strip(" ;") for part in parts)))


class Word(Enum):
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
class Said:
    """One word of the text, with what it stands for: a day, a time."""

    word: Word
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

_LEXICON: tuple[tuple[Word | None, str], ...] = (
    (Word.NO_BREAK, r"без (?:обідньої )?перерви(?: на обід)?|без обіду"),
    (Word.BREAK, r"(?:обідня |технічна |технологічна )?перерва(?: на обід)?|обід\b"),
    (Word.OFF, r"вихідн(?:ий|і)(?: день| дні)?|не працю(?:є|ємо)|зачинено"),
    (None, r"(?:режим|графік|час|години) (?:роботи|прийому)(?: громадян)?"),
    # A dash between hours and minutes only where it cannot stand between two hours.
    (Word.TIME, r"\d{1,2}(?:\s?[.:]\s?\d{2}|-(?:00|30|45))(?!\d)\.?|\d{1,2}(?![\d.:])"),
    (Word.FROM, r"(?:з|із|зі|від)\b"),
    (Word.TO, r"(?:до|по)\b"),
    (Word.AND, r"(?:та|і|й)\b"),
    (Word.DAY, r"(?:пн|вт|ср|чт|пт|сб|нд)\.|[а-яґєії][а-яґєії']+"),
    (Word.DASH, r"-+"),
    (Word.COMMA, r","),
    (Word.COLON, r":"),
    (Word.END, r"[|;.()]"),
)
_MARKS = str.maketrans({**dict.fromkeys('’`´ʼ′‘"', "'"), **dict.fromkeys("–—‑−", "-")})
_LATIN = str.maketrans("aceiopxyABCEHIKMOPTX", "асеіорхуАВСЕНІКМОРТХ")


def _words(text: str) -> Iterator[Said]:
    rest = tidy(text).translate(_MARKS).translate(_LATIN).casefold()
    while rest := rest.lstrip():
        for word, pattern in _LEXICON:
            if match := re.match(pattern, rest):
                if word is not None:
                    yield _said(word, match[0])
                rest = rest[match.end() :]
                break
        else:
            raise NotUnderstood(f"“{rest[:20]}”")


def _said(word: Word, text: str) -> Said:
    match word:
        case Word.DAY:
            return Said(word, text, day=_day(text))
        case Word.TIME:
            return Said(word, text, time=_time(text))
    return Said(word, text)


def _time(text: str) -> datetime.time:
    hour, *minute = re.findall(r"\d+", text)
    try:
        return datetime.time(int(hour), int(minute[0]) if minute else 0)
    except ValueError:
        raise NotUnderstood(f"“{text}” is no time") from None


def _day(text: str) -> int:
    """Return the weekday. One letter wrong, too many or too few is still the same day: no two days are that near."""
    found = {
        day
        for day, forms in enumerate(_FORMS)
        if text.rstrip(".") == _SHORT[day] or any(_is_near(text, form) for form in forms)
    }
    if len(found) != 1:
        raise NotUnderstood(f"“{text}”")
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
class Week:
    """What a text said of the days of a week."""

    open: dict[int, list[Span]] = field(default_factory=dict)
    off: set[int] = field(default_factory=set)
    breaks: dict[int, Span] = field(default_factory=dict)
    every_day_break: list[Span] = field(default_factory=list)

    def add(self, days: list[int], spans: list[Span]) -> None:
        for day in days:
            if day in self.open or day in self.off:
                raise NotUnderstood(f"“{_DAYS[day]}” is said twice")
            self.open[day] = list(spans)

    def close(self, days: list[int]) -> None:
        for day in days:
            if day in self.open:
                raise NotUnderstood(f"“{_DAYS[day]}” is said twice")
        self.off.update(days)

    def add_break(self, span: Span) -> None:
        """Give the break to the days said so far that have none; said before any day, it is for every day."""
        waiting = [day for day in self.open if day not in self.breaks]
        if not self.open:
            self.every_day_break.append(span)
        elif not waiting:
            raise NotUnderstood("a second break")
        self.breaks.update(dict.fromkeys(waiting, span))

    def must_be_whole(self) -> None:
        """Raise `NotUnderstood` when the text leaves it open whether a day is worked.

        A weekend that is not spoken of is off; but where days off are named, the day that is missing was forgotten.
        """
        if not self.open:
            raise NotUnderstood("no days")
        needed = range(7) if self.off else range(5)
        missing = [_DAYS[day] for day in needed if day not in self.open and day not in self.off]
        if missing:
            raise NotUnderstood(f"nothing on “{'”, “'.join(missing)}”")

    def openings(self) -> list[Opening]:
        return [
            Opening(day, *span)
            for day in sorted(self.open)
            for span in _without_breaks(self.open[day], [*self.every_day_break, *filter(None, [self.breaks.get(day)])])
        ]


def _without_breaks(spans: list[Span], breaks: list[Span]) -> list[Span]:
    for pause in breaks:
        spans = [part for span in spans for part in _parted(span, pause)]
    return spans


def _parted(span: Span, pause: Span) -> list[Span]:
    if pause.end <= span.start or pause.start >= span.end:
        return [span]
    if span.start < pause.start and pause.end < span.end:
        return [Span(span.start, pause.start), Span(pause.end, span.end)]
    raise NotUnderstood("a break at the edge of the day")


class _Reading:
    """Words read from the left, statement by statement."""

    def __init__(self, words: list[Said]) -> None:
        self.words = words
        self.at = 0

    def week(self) -> Week:
        week = Week()
        while self._skip(Word.END, Word.COMMA, Word.COLON):
            self._statement(week)
        return week

    def breaks(self) -> Iterator[Span]:
        """Yield the breaks of a text that says nothing else."""
        while self._skip(Word.END, Word.COMMA, Word.NO_BREAK, Word.BREAK, Word.COLON, Word.DASH):
            yield self._span()

    def _statement(self, week: Week) -> None:
        match self._next():
            case Word.NO_BREAK:
                self._skip(Word.NO_BREAK)
            case Word.BREAK:
                self._skip(Word.BREAK, Word.COLON, Word.DASH)
                week.add_break(self._span())
            case Word.OFF:
                self._skip(Word.OFF, Word.COLON, Word.DASH)
                week.close(self._days())
            case _:
                self._days_and_hours(week)

    def _days_and_hours(self, week: Week) -> None:
        days = self._days()
        self._skip(Word.COMMA, Word.COLON, Word.DASH)
        if self._next() == Word.OFF:
            self._skip(Word.OFF)
            week.close(days)
            return
        spans = [self._span()]
        while (
            self._next() in (Word.COMMA, Word.AND) and self._next(1) in (Word.TIME, Word.FROM) and not self._day_ahead()
        ):
            self.at += 1
            spans.append(self._span())
        if any(before.end >= after.start for before, after in pairwise(spans)):
            raise NotUnderstood("hours that overlap")
        week.add(days, spans)

    def _day_ahead(self) -> bool:
        """Say whether what follows the comma is «from Monday», not «from 8.00»."""
        return self._next(1) == Word.FROM and self._next(2) == Word.DAY

    def _days(self) -> list[int]:
        days: list[int] = []
        if self._next() == Word.FROM and self._next(1) == Word.DAY:
            self.at += 1
        while self._next() == Word.DAY:
            first = last = self._take().day
            if self._next() in (Word.DASH, Word.TO) and self._next(1) == Word.DAY:
                self.at += 1
                last = self._take().day
            if last < first:
                raise NotUnderstood(f"from “{_DAYS[first]}” to “{_DAYS[last]}”")
            days += range(first, last + 1)
            if self._next() in (Word.COMMA, Word.AND) and self._next(1) == Word.DAY:
                self.at += 1
        if not days:
            raise NotUnderstood(f"“{self._rest()}” without a day")
        return days

    def _span(self) -> Span:
        self._skip(Word.FROM)
        start = self._must(Word.TIME)
        self._must(Word.DASH, Word.TO)
        end = self._must(Word.TIME)
        if start.time >= end.time:
            raise NotUnderstood(f"from “{start.text}” to “{end.text}”")
        return Span(start.time, end.time)

    def _must(self, *words: Word) -> Said:
        if self._next() not in words:
            raise NotUnderstood(f"“{self._rest()}” where hours should be")
        return self._take()

    def _next(self, ahead: int = 0) -> Word | None:
        return self.words[self.at + ahead].word if self.at + ahead < len(self.words) else None

    def _take(self) -> Said:
        self.at += 1
        return self.words[self.at - 1]

    def _skip(self, *words: Word) -> bool:
        """Skip such words; say whether there is anything after them."""
        while self._next() in words:
            self.at += 1
        return self.at < len(self.words)

    def _rest(self) -> str:
        return " ".join(said.text for said in self.words[self.at : self.at + 3]) or "the end"
