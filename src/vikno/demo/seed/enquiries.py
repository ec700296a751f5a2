"""Questions with answers, verdicts of readers on pages, and enquiries to the centre."""

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
    """Publish the questions and store the verdicts on pages."""
    _publish_questions(services)
    _store_verdicts(now)


def scheduled_actions(
    *, places: CentresByCode, services: Services, cast: DemoPeople, now: datetime.datetime
) -> list[ScheduledAction]:
    """Return the steps of all enquiries with their times."""
    timeline = DemoTimeline(now=now, zone=places[MAIN].zone)
    stories = [
        EnquiryStory(row, number, timeline, places, services, cast)
        for number, row in enumerate(enquiry_data()["enquiries"])
    ]
    return [
        ScheduledAction(at=at, perform=partial(perform, story), is_own=story.is_own)
        for story in stories
        for at, perform in story.schedule()
    ]


def _publish_questions(services: Services) -> None:
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in ("uk", *TRANSLATED)}
    themes = [_make_theme(row, position, locales) for position, row in enumerate(enquiry_data()["themes"])]
    for position, row in enumerate(enquiry_data()["questions"]):
        original = QuestionAnswer(
            **_texts(row), locale=locales["uk"], theme=themes[row["theme"]], position=position, live=False
        )
        original.slug = unused_slug(original.question)
        _publish(original, row, services)
        for language in TRANSLATED:
            if language in row:
                shared = {name: getattr(original, name) for name in ("translation_key", "slug", "theme", "position")}
                translation = QuestionAnswer(**_texts(row[language]), **shared, locale=locales[language], live=False)
                _publish(translation, row, services)


def _make_theme(row: dict[str, str], position: int, locales: dict[str, Locale]) -> QuestionTheme:
    original = QuestionTheme.objects.create(title=row["title"], position=position, locale=locales["uk"])
    for language in TRANSLATED:
        QuestionTheme.objects.create(
            title=row[language],
            position=position,
            locale=locales[language],
            translation_key=original.translation_key,
        )
    return original


def _texts(row: dict[str, Any]) -> dict[str, str]:
    return {name: row[name].strip() for name in ("question", "answer", "keywords") if name in row}


def _publish(question: QuestionAnswer, row: dict[str, Any], services: Services) -> None:
    question.services.set(services[code] for code in row.get("services", []))
    question.save(force_insert=True)
    revision = question.save_revision()
    if not row.get("is_draft"):
        revision.publish()


def _store_verdicts(now: datetime.datetime) -> None:
    """Spread the verdicts over the last weeks, in the same way each time."""
    luck = Random(SEED)  # noqa: S311 - variety, not secrets
    counts: dict[tuple[str, str, datetime.date, str], int] = {}
    for row in enquiry_data()["verdicts"]:
        for verdict in PageVerdictKind:
            for _ in range(row.get(verdict, 0)):
                on = now.date() - datetime.timedelta(days=luck.randrange(VERDICT_DAYS))
                key = (row["path"], row.get("language", "uk"), on, verdict.value)
                counts[key] = counts.get(key, 0) + 1
    PageVerdict.objects.bulk_create(
        PageVerdict(path=path, language=language, on=on, verdict=verdict, times=times)
        for (path, language, on, verdict), times in counts.items()
    )


@dataclass
class EnquiryStory:
    """A story of an enquiry; `enquiry` is None until the first step submits it."""

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
        """Return the steps of the enquiry with their times, in order."""
        luck = Random(f"{SEED}/letter/{self.number}")  # noqa: S311 - variety, not secrets
        steps = [step.partition("+") for step in self.row["way"]]
        times = self.timeline.action_times(self.row["ago"], [int(days) for _, _, days in steps], None, luck)
        return list(zip(times, [send_enquiry, *(ENQUIRY_ACTIONS[verb] for verb, _, _ in steps)], strict=True))


EnquiryAction = Callable[[EnquiryStory, datetime.datetime], object]


def send_enquiry(story: EnquiryStory, at: datetime.datetime) -> None:
    row = story.row
    sender = story.people.resident if story.is_own else story.people.residents[row["who"]]
    story.enquiry = operations.submit_enquiry(
        content=EnquiryContent(
            topic=EnquiryTopic(row["topic"]),
            category=ComplaintCategory(row["category"]) if "category" in row else None,
            text=row["text"].strip(),
            service=story.services.get(row.get("service", "")),
            page=row.get("page", ""),
            name=sender.person_name.given_and_family,
            email=sender.email or "",
            phone=sender.phone,
            wants_answer=row["topic"] != EnquiryTopic.THANKS,
        ),
        centre=story.centres[row.get("centre", MAIN)],
        language=row.get("language", "uk"),
        key=uuid.uuid5(uuid.NAMESPACE_URL, f"demo/{story.number}"),
        person=sender if story.is_own else None,
        at=at,
    )


def _take(story: EnquiryStory, at: datetime.datetime) -> None:
    assert story.enquiry is not None
    operations.take(enquiry=story.enquiry, officer=story.officer, at=at)


def _answer(story: EnquiryStory, at: datetime.datetime) -> None:
    assert story.enquiry is not None
    text = story.row["answer"].strip()
    operations.answer(enquiry=story.enquiry, officer=story.officer, text=text, by=AnswerMethod.EMAIL, at=at)


def _pass_on(story: EnquiryStory, at: datetime.datetime) -> None:
    assert story.enquiry is not None
    recipient, words = story.row["to"], story.row["answer"]
    operations.pass_on(enquiry=story.enquiry, officer=story.officer, to=recipient, words=words, at=at)


def _close(story: EnquiryStory, at: datetime.datetime) -> None:
    assert story.enquiry is not None
    operations.close(enquiry=story.enquiry, officer=story.officer, reason=story.row["reason"], at=at)


ENQUIRY_ACTIONS: dict[str, EnquiryAction] = {"take": _take, "answer": _answer, "pass_on": _pass_on, "close": _close}
