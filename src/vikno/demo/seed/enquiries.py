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
from vikno.demo.seed.cards import Services
from vikno.demo.seed.cases import SEED, ScheduledAction
from vikno.demo.seed.community import DATA, MAIN, CentresByCode
from vikno.demo.seed.people import DemoPeople
from vikno.demo.seed.timeline import DemoTimeline
from vikno.enquiries import operations
from vikno.enquiries.models import (
    AnswerMethod,
    ComplaintCategory,
    Enquiry,
    EnquiryTopic,
    PageVerdict,
    PageVerdictKind,
    QuestionAnswer,
    QuestionTheme,
)
from vikno.enquiries.operations import EnquiryContent
from vikno.enquiries.operations.questions import unused_slug

TRANSLATED = ("cs", "en")
VERDICT_DAYS = 28


@cache
def enquiry_data() -> dict[str, Any]:
    return tomllib.loads((DATA / "questions.toml").read_text(encoding="utf-8"))


def make(*, services: Services, now: datetime.datetime) -> None:
    """Publish the questions, and count what was said of pages."""
    _questions(services)
    _verdicts(now)


def scheduled_actions(
    *, places: CentresByCode, services: Services, cast: DemoPeople, now: datetime.datetime
) -> list[ScheduledAction]:
    """Return what happens to the letters, each step at its time."""
    moments = DemoTimeline(now=now, zone=places[MAIN].zone)
    letters = [
        EnquiryStory(row, number, moments, places, services, cast)
        for number, row in enumerate(enquiry_data()["enquiries"])
    ]
    return [
        ScheduledAction(at=at, perform=partial(act, letter), is_own=letter.is_own)
        for letter in letters
        for at, act in letter.schedule()
    ]


def _questions(services: Services) -> None:
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in ("uk", *TRANSLATED)}
    themes = [_theme(row, position, locales) for position, row in enumerate(enquiry_data()["themes"])]
    for position, row in enumerate(enquiry_data()["questions"]):
        original = QuestionAnswer(
            **_words(row), locale=locales["uk"], theme=themes[row["theme"]], position=position, live=False
        )
        original.slug = unused_slug(original.question)
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
    for row in enquiry_data()["verdicts"]:
        for verdict in PageVerdictKind:
            for _press in range(row.get(verdict, 0)):
                on = now.date() - datetime.timedelta(days=luck.randrange(VERDICT_DAYS))
                key = (row["path"], row.get("language", "uk"), on, verdict.value)
                counted[key] = counted.get(key, 0) + 1
    PageVerdict.objects.bulk_create(
        PageVerdict(path=path, language=language, on=on, verdict=verdict, times=times)
        for (path, language, on, verdict), times in counted.items()
    )


@dataclass
class EnquiryStory:
    """One enquiry of the demo while its story is played."""

    row: dict[str, Any]
    number: int
    timeline: DemoTimeline
    centres: CentresByCode
    services: Services
    people: DemoPeople
    enquiry: Enquiry | None = None

    @property
    def is_own(self) -> bool:
        return bool(self.row["who"] == "resident")

    @property
    def officer(self) -> Officer:
        return self.people.officers[self.row.get("centre", "officer")]

    def schedule(self) -> list[tuple[datetime.datetime, "EnquiryAction"]]:
        """Return what happens when, in order."""
        luck = Random(f"{SEED}/letter/{self.number}")  # noqa: S311 - variety, not secrets
        steps = [step.partition("+") for step in self.row["way"]]
        times = self.timeline.action_times(self.row["ago"], [int(days) for _, _, days in steps], None, luck)
        return list(zip(times, [send_enquiry, *(ENQUIRY_ACTIONS[verb] for verb, _, _ in steps)], strict=True))


EnquiryAction = Callable[[EnquiryStory, datetime.datetime], object]


def send_enquiry(letter: EnquiryStory, at: datetime.datetime) -> None:
    row = letter.row
    who = letter.people.resident if letter.is_own else letter.people.residents[row["who"]]
    letter.enquiry = operations.submit_enquiry(
        content=EnquiryContent(
            topic=EnquiryTopic(row["topic"]),
            category=ComplaintCategory(row["category"]) if "category" in row else None,
            text=row["text"].strip(),
            service=letter.services.get(row.get("service", "")),
            page=row.get("page", ""),
            name=who.person_name.given_and_family,
            email=who.email or "",
            phone=who.phone,
            wants_answer=row["topic"] != EnquiryTopic.THANKS,
        ),
        centre=letter.centres[row.get("centre", MAIN)],
        language=row.get("language", "uk"),
        key=uuid.uuid5(uuid.NAMESPACE_URL, f"demo/{letter.number}"),
        person=who if letter.is_own else None,
        at=at,
    )


def _take(letter: EnquiryStory, at: datetime.datetime) -> None:
    assert letter.enquiry is not None
    operations.take(enquiry=letter.enquiry, officer=letter.officer, at=at)


def _answer(letter: EnquiryStory, at: datetime.datetime) -> None:
    assert letter.enquiry is not None
    text = letter.row["answer"].strip()
    operations.answer(enquiry=letter.enquiry, officer=letter.officer, text=text, by=AnswerMethod.EMAIL, at=at)


def _pass_on(letter: EnquiryStory, at: datetime.datetime) -> None:
    assert letter.enquiry is not None
    to, words = letter.row["to"], letter.row["answer"]
    operations.pass_on(enquiry=letter.enquiry, officer=letter.officer, to=to, words=words, at=at)


def _close(letter: EnquiryStory, at: datetime.datetime) -> None:
    assert letter.enquiry is not None
    operations.close(enquiry=letter.enquiry, officer=letter.officer, reason=letter.row["reason"], at=at)


ENQUIRY_ACTIONS: dict[str, EnquiryAction] = {"take": _take, "answer": _answer, "pass_on": _pass_on, "close": _close}
