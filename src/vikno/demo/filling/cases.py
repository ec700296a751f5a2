"""Telling the stories: every step is an operation at its own time, and the steps of all cases come in the order of time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from operator import attrgetter
from random import Random

from vikno.applications import operations
from vikno.applications.models import Application, Outcome
from vikno.applications.operations.sending import PaperApplication
from vikno.centres.models import Officer
from vikno.demo.filling import answers, papers, words
from vikno.demo.filling.cards import Services
from vikno.demo.filling.community import MAIN, Places
from vikno.demo.filling.moments import Moments
from vikno.demo.filling.people import Cast
from vikno.demo.filling.stories import OF_OTHERS, OF_THE_RESIDENT, Story
from vikno.eforms.checks import check_form
from vikno.integration.operations import exchange
from vikno.notifications.models import Message
from vikno.notifications.operations import mark_read
from vikno.outbox.models import Delivery, DeliveryStatus
from vikno.outbox.operations import deliver_due
from vikno.people.models import Person

# The same luck each time: what one person is shown, the next one is too.
SEED = 1991
FIRST_QUESTIONS = 9
UNREAD = 3


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One step of one story; `is_own`: of the resident who can be signed in as."""

    at: datetime
    take: Callable[[datetime], object]
    is_own: bool


def make(*, places: Places, services: Services, cast: Cast, now: datetime, also: Iterable[Turn] = ()) -> None:
    """Tell all stories. Letters go out for the resident who can be signed in as; nobody reads those of the others."""
    world = World(
        places=places, services=services, officers=cast.officers, moments=Moments(now=now, zone=places[MAIN].zone)
    )
    own = [Case(world, story, cast.resident, number) for number, story in enumerate(OF_THE_RESIDENT)]
    others = [
        Case(world, story, person, number)
        for number, (story, person) in enumerate(
            zip(OF_OTHERS, cast.residents[: len(OF_OTHERS)], strict=True), start=100
        )
    ]
    turns = [
        Turn(at=at, take=partial(act, case), is_own=case in own)
        for case in (*own, *others)
        for at, act in case.agenda()
    ]
    for turn in sorted((*turns, *also), key=attrgetter("at")):
        turn.take(turn.at)
        settle_letters(turn.at, are_read=turn.is_own)
    read_old_letters(cast.resident)


def settle_letters(at: datetime, *, are_read: bool) -> None:
    exchange(at=at)
    if are_read:
        deliver_due(at=at)
    else:
        waiting = Delivery.objects.filter(status=DeliveryStatus.WAITING)
        waiting.update(status=DeliveryStatus.DONE, done_at=at)


def read_old_letters(person: Person) -> None:
    """Leave the last few letters in the inbox unread."""
    for message in Message.objects.of(person).order_by("-created_at")[UNREAD:]:
        mark_read(message=message, at=message.created_at + timedelta(hours=2))


@dataclass(frozen=True, kw_only=True)
class World:
    places: Places
    services: Services
    officers: dict[str, Officer]
    moments: Moments


class Case:
    """One story being told: whose it is, and the application once there is one."""

    application: Application

    def __init__(self, world: World, story: Story, applicant: Person, number: int) -> None:
        self.world, self.story, self.applicant = world, story, applicant
        self.luck = Random(f"{SEED}/{number}")  # noqa: S311 - variety, not secrets
        self.service = world.services[story.service]
        self.centre = world.places[story.centre]
        at_the_centre = story.centre == MAIN
        self.officer = world.officers[story.officer if at_the_centre else story.centre]
        self.reception = world.officers["reception"] if at_the_centre else self.officer

    def agenda(self) -> list[tuple[datetime, "Act"]]:
        """Return what happens when, in order."""
        steps = [step.partition("+") for step in self.story.way.split()]
        acts = [send, *(ACTS[verb] for verb, _, _ in steps)]
        return list(zip(self._times([int(days) for _, _, days in steps]), acts, strict=True))

    def _times(self, offsets: list[int]) -> list[datetime]:
        moments = self.world.moments
        if self.story.minutes:
            return [moments.now - timedelta(minutes=self.story.minutes)]
        open_on = set(self.centre.hours.values_list("weekday", flat=True)) if self.story.on_paper else None
        return moments.days(self.story.sent, offsets, open_on, self.luck)


Act = Callable[[Case, datetime], object]


def send(case: Case, at: datetime) -> None:
    if case.story.on_paper:
        case.application = _intake(case, at)
        return
    case.application = operations.start(
        service=case.service, centre=case.centre, applicant=case.applicant, at=at - timedelta(minutes=11)
    )
    _fill_in(case, at)
    if not case.story.is_draft:
        operations.submit(application=case.application, at=at)


def _intake(case: Case, at: datetime) -> Application:
    person = case.applicant.profile()
    known = ("family_name", "given_name", "patronymic", "born_on", "phone", "rnokpp")
    brought = (
        case.service.card.documents.filter(source="applicant")
        .exclude(detail__startswith="Лише")
        .values_list("name", flat=True)
    )
    paper = PaperApplication(
        details={name: person[name] for name in known},
        papers=[
            {"name": "Заява", "sheets": 1},
            *({"name": name, "sheets": case.luck.randint(1, 3)} for name in brought),
        ],
        scans=[papers.enclosure("Заява.pdf")],
    )
    return operations.intake(service=case.service, centre=case.centre, officer=case.reception, paper=paper, at=at)


def _fill_in(case: Case, at: datetime) -> None:
    """Answer as on the pages: what passes its check is kept as a plain value."""
    form = case.service.code
    today = case.centre.today(at)
    typed = answers.typed(form, case.applicant, on=today, luck=case.luck) | case.story.answers
    enclosed = answers.files(form, typed)
    definition = case.application.form_version.eform if case.application.form_version else None
    assert definition is not None
    plain = check_form(definition, typed, files=dict.fromkeys(enclosed, 1), today=today).answers
    if case.story.is_draft:
        plain = dict(list(plain.items())[:FIRST_QUESTIONS])
        enclosed = {}
    operations.answer(application=case.application, typed=plain, at=at)
    for question, name in enclosed.items():
        operations.attach(application=case.application, question=question, upload=papers.enclosure(name), at=at)


def register(case: Case, at: datetime) -> None:
    operations.register(application=case.application, officer=case.reception, at=at)


def take(case: Case, at: datetime) -> None:
    operations.take(application=case.application, officer=case.officer, at=at)


def give_back(case: Case, at: datetime) -> None:
    reason, remarks, _mended = words.RETURNS[case.service.code]
    operations.return_for_correction(
        application=case.application,
        officer=case.officer,
        reason=reason,
        remarks=remarks,
        due_on=case.world.moments.now.date() + timedelta(days=7),
        at=at,
    )


def resubmit(case: Case, at: datetime) -> None:
    _reason, _remarks, mended = words.RETURNS[case.service.code]
    operations.answer(application=case.application, typed=mended, at=at)
    operations.resubmit(application=case.application, at=at)


def extend(case: Case, at: datetime) -> None:
    days, reason = words.EXTENSION
    operations.extend(application=case.application, officer=case.officer, days=days, reason=reason, at=at)


def grant(case: Case, at: datetime) -> None:
    operations.decide(application=case.application, officer=case.officer, outcome=Outcome.GRANTED, at=at)


def refuse(case: Case, at: datetime) -> None:
    number, reasons = words.REFUSALS[case.service.code]
    ground = case.service.card.refusal_grounds.order_by("sort_order")[number]
    operations.decide(
        application=case.application,
        officer=case.officer,
        outcome=Outcome.REFUSED,
        ground=ground,
        reasons=reasons,
        at=at,
    )


def issue(case: Case, at: datetime) -> None:
    title, body = words.RESULTS[case.service.code]
    where, upload = "", None
    if case.story.on_paper:
        where = f"{case.centre.name}: {words.DESK_RESULT}"
    else:
        upload = papers.result(title=title, facts=_facts(case), body=body, at=at)
    result = operations.issue(
        application=case.application, officer=case.officer, title=title, upload=upload, where=where, at=at
    )
    if upload:
        operations.mark_fetched(result=result, at=at + timedelta(minutes=95))


def _facts(case: Case) -> list[tuple[str, str]]:
    application = Application.objects.select_related("registration", "decision").get(pk=case.application.pk)
    return [
        ("Заявник", application.applicant_name),
        ("Номер заяви", str(application.number)),
        ("Вхідний номер", f"{application.registration.number} від {application.registration.on:%d.%m.%Y}"),
        ("Дата рішення", f"{application.decision.at:%d.%m.%Y}"),
    ]


def withdraw(case: Case, at: datetime) -> None:
    operations.withdraw(application=case.application, reason=words.WITHDRAWAL, at=at)


ACTS: dict[str, Act] = {
    "register": register,
    "take": take,
    "return": give_back,
    "resubmit": resubmit,
    "extend": extend,
    "grant": grant,
    "refuse": refuse,
    "issue": issue,
    "withdraw": withdraw,
}
