"""Questions with answers, what readers said of pages, and what people wrote to the centre."""

import datetime
import tomllib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from random import Random
from typing import Any

from wagtail.models import Locale

from vikno.centres.models import Officer
from vikno.demo.filling.cards import Services
from vikno.demo.filling.cases import SEED, Turn
from vikno.demo.filling.community import DATA, MAIN, Places
from vikno.demo.filling.moments import Moments
from vikno.demo.filling.people import Cast
from vikno.enquiries import operations
from vikno.enquiries.models import (
    AnsweredBy,
    Category,
    Enquiry,
    PageVerdict,
    QuestionAnswer,
    QuestionTheme,
    Topic,
    Verdict,
)
from vikno.enquiries.operations import Asked
from vikno.enquiries.operations.questions import free_slug

TRANSLATED = ("cs", "en")
VERDICT_DAYS = 28


@cache
def written() -> dict[str, Any]:
    return tomllib.loads((DATA / "questions.toml").read_text(encoding="utf-8"))


def make(*, services: Services, now: datetime.datetime) -> None:
    """Publish the questions, and count what was said of pages."""
    _questions(services)
    _verdicts(now)


def turns(*, places: Places, services: Services, cast: Cast, now: datetime.datetime) -> list[Turn]:
    """Return what happens to the letters, each step at its time."""
    moments = Moments(now=now, zone=places[MAIN].zone)
    letters = [
        Letter(row, number, moments, places, services, cast) for number, row in enumerate(written()["enquiries"])
    ]
    return [
        Turn(at=at, take=partial(act, letter), is_own=letter.is_own)
        for letter in letters
        for at, act in letter.agenda()
    ]


def _questions(services: Services) -> None:
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in ("uk", *TRANSLATED)}
    themes = [_theme(row, position, locales) for position, row in enumerate(written()["themes"])]
    for position, row in enumerate(written()["questions"]):
        original = QuestionAnswer(
            **_words(row), locale=locales["uk"], theme=themes[row["theme"]], position=position, live=False
        )
        original.slug = free_slug(original.question)
        _publish(original, row, services)
        for language in TRANSLATED:
            if language in row:
                shared = {name: getattr(original, name) for name in ("translation_key", "slug", "theme", "position")}
                translation = QuestionAnswer(**_words(row[language]), **shared, locale=locales[language], live=False)
                _publish(translation, row, services)


def _theme(row: dict[str, str], position: int, locales: dict[str, Locale]) -> QuestionTheme:
    original = QuestionTheme.objects.create(title=row["title"], position=position, locale=locales["uk"])
    for language in TRANSLATED:
        QuestionTheme.objects.create(
            title=row[language],
            position=position,
            locale=locales[language],
            translation_key=original.translation_key,
        )
    return original


def _words(row: dict[str, Any]) -> dict[str, str]:
    return {name: row[name].strip() for name in ("question", "answer", "keywords") if name in row}


def _publish(question: QuestionAnswer, row: dict[str, Any], services: Services) -> None:
    question.services.set(services[code] for code in row.get("services", []))
    question.save(force_insert=True)
    revision = question.save_revision()
    if not row.get("is_draft"):
        revision.publish()


def _verdicts(now: datetime.datetime) -> None:
    """Spread what was said over the last weeks, the same way each time."""
    luck = Random(SEED)  # noqa: S311 - variety, not secrets
    counted: dict[tuple[str, str, datetime.date, str], int] = {}
    for row in written()["verdicts"]:
        for verdict in Verdict:
            for _press in range(row.get(verdict, 0)):
                on = now.date() - datetime.timedelta(days=luck.randrange(VERDICT_DAYS))
                key = (row["path"], row.get("language", "uk"), on, verdict.value)
                counted[key] = counted.get(key, 0) + 1
    PageVerdict.objects.bulk_create(
        PageVerdict(path=path, language=language, on=on, verdict=verdict, times=times)
        for (path, language, on, verdict), times in counted.items()
    )


@dataclass
class Letter:
    """What one person wrote, being told."""

    row: dict[str, Any]
    number: int
    moments: Moments
    places: Places
    services: Services
    cast: Cast
    enquiry: Enquiry | None = None

    @property
    def is_own(self) -> bool:
        return bool(self.row["who"] == "resident")

    @property
    def officer(self) -> Officer:
        return self.cast.officers[self.row.get("centre", "officer")]

    def agenda(self) -> list[tuple[datetime.datetime, "Act"]]:
        """Return what happens when, in order."""
        luck = Random(f"{SEED}/letter/{self.number}")  # noqa: S311 - variety, not secrets
        steps = [step.partition("+") for step in self.row["way"]]
        times = self.moments.days(self.row["ago"], [int(days) for _, _, days in steps], None, luck)
        return list(zip(times, [ask, *(ACTS[verb] for verb, _, _ in steps)], strict=True))


Act = Callable[[Letter, datetime.datetime], object]


def ask(letter: Letter, at: datetime.datetime) -> None:
    row = letter.row
    who = letter.cast.resident if letter.is_own else letter.cast.residents[row["who"]]
    letter.enquiry = operations.ask(
        asked=Asked(
            topic=Topic(row["topic"]),
            category=Category(row["category"]) if "category" in row else None,
            text=row["text"].strip(),
            service=letter.services.get(row.get("service", "")),
            page=row.get("page", ""),
            name=f"{who.given_name} {who.family_name}",
            email=who.email or "",
            phone=who.phone,
            wants_answer=row["topic"] != Topic.THANKS,
        ),
        centre=letter.places[row.get("centre", MAIN)],
        language=row.get("language", "uk"),
        key=uuid.uuid5(uuid.NAMESPACE_URL, f"demo/{letter.number}"),
        person=who if letter.is_own else None,
        at=at,
    )


def _take(letter: Letter, at: datetime.datetime) -> None:
    assert letter.enquiry is not None
    operations.take(enquiry=letter.enquiry, officer=letter.officer, at=at)


def _answer(letter: Letter, at: datetime.datetime) -> None:
    assert letter.enquiry is not None
    text = letter.row["answer"].strip()
    operations.answer(enquiry=letter.enquiry, officer=letter.officer, text=text, by=AnsweredBy.EMAIL, at=at)


def _pass_on(letter: Letter, at: datetime.datetime) -> None:
    assert letter.enquiry is not None
    to, words = letter.row["to"], letter.row["answer"]
    operations.pass_on(enquiry=letter.enquiry, officer=letter.officer, to=to, words=words, at=at)


def _close(letter: Letter, at: datetime.datetime) -> None:
    assert letter.enquiry is not None
    operations.close(enquiry=letter.enquiry, officer=letter.officer, reason=letter.row["reason"], at=at)


ACTS: dict[str, Act] = {"take": _take, "answer": _answer, "pass_on": _pass_on, "close": _close}
