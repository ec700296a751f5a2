"""Telling the stories: every step is an operation at its own time, and the steps of all cases come in the order of time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from operator import attrgetter
from random import Random

from vikno.applications import operations
from vikno.applications.models import Application, DecisionOutcome
from vikno.applications.operations.submissions import PaperApplication
from vikno.centres.models import Officer
from vikno.demo.seed import answers, officer_texts, paper_files
from vikno.demo.seed.cards import Services
from vikno.demo.seed.community import MAIN, CentresByCode
from vikno.demo.seed.people import DemoPeople
from vikno.demo.seed.stories import OF_OTHERS, OF_THE_RESIDENT, CaseStory
from vikno.demo.seed.timeline import DemoTimeline
from vikno.eforms.validation import check_form
from vikno.integration.operations import run_exchange_once
from vikno.notifications.models import Notification
from vikno.notifications.operations import mark_read
from vikno.outbox.models import Delivery, DeliveryStatus
from vikno.outbox.operations import deliver_due
from vikno.people.models import Person

# The same luck each time: what one person is shown, the next one is too.
SEED = 1991
FIRST_QUESTIONS = 9
UNREAD_MESSAGES = 3


@dataclass(frozen=True, kw_only=True)
class ScheduledAction:
    """One step of one story; `is_own`: of the resident who can be signed in as."""

    at: datetime
    perform: Callable[[datetime], object]
    is_own: bool


def make(
    *, places: CentresByCode, services: Services, cast: DemoPeople, now: datetime, also: Iterable[ScheduledAction] = ()
) -> None:
    """Play all stories. Only the resident of the demo who can sign in gets letters; nobody reads those of the others."""
    world = DemoWorld(
        centres=places,
        services=services,
        officers=cast.officers,
        timeline=DemoTimeline(now=now, zone=places[MAIN].zone),
    )
    own = [DemoCase(world, story, cast.resident, number) for number, story in enumerate(OF_THE_RESIDENT)]
    others = [
        DemoCase(world, story, person, number)
        for number, (story, person) in enumerate(
            zip(OF_OTHERS, cast.residents[: len(OF_OTHERS)], strict=True), start=100
        )
    ]
    turns = [
        ScheduledAction(at=at, perform=partial(act, case), is_own=case in own)
        for case in (*own, *others)
        for at, act in case.schedule()
    ]
    for turn in sorted((*turns, *also), key=attrgetter("at")):
        turn.perform(turn.at)
        deliver_letters(turn.at, are_read=turn.is_own)
    mark_old_letters_read(cast.resident)


def deliver_letters(at: datetime, *, are_read: bool) -> None:
    run_exchange_once(at=at)
    if are_read:
        deliver_due(at=at)
    else:
        waiting = Delivery.objects.filter(status=DeliveryStatus.WAITING)
        waiting.update(status=DeliveryStatus.DONE, done_at=at)


def mark_old_letters_read(person: Person) -> None:
    """Leave the last few letters in the inbox unread."""
    for message in Notification.objects.of(person).order_by("-created_at")[UNREAD_MESSAGES:]:
        mark_read(message=message, at=message.created_at + timedelta(hours=2))


@dataclass(frozen=True, kw_only=True)
class DemoWorld:
    centres: CentresByCode
    services: Services
    officers: dict[str, Officer]
    timeline: DemoTimeline


class DemoCase:
    """One story being told: whose it is, and the application once there is one."""

    application: Application

    def __init__(self, world: DemoWorld, story: CaseStory, applicant: Person, number: int) -> None:
        self.world, self.story, self.applicant = world, story, applicant
        self.luck = Random(f"{SEED}/{number}")  # noqa: S311 - variety, not secrets
        self.service = world.services[story.service]
        self.centre = world.centres[story.centre]
        at_the_centre = story.centre == MAIN
        self.officer = world.officers[story.officer if at_the_centre else story.centre]
        self.reception = world.officers["reception"] if at_the_centre else self.officer

    def schedule(self) -> list[tuple[datetime, "CaseAction"]]:
        """Return what happens when, in order."""
        steps = [step.partition("+") for step in self.story.way.split()]
        acts = [send_application, *(CASE_ACTIONS[verb] for verb, _, _ in steps)]
        return list(zip(self._times([int(days) for _, _, days in steps]), acts, strict=True))

    def _times(self, offsets: list[int]) -> list[datetime]:
        moments = self.world.timeline
        if self.story.minutes:
            return [moments.now - timedelta(minutes=self.story.minutes)]
        open_on = set(self.centre.hours.values_list("weekday", flat=True)) if self.story.on_paper else None
        return moments.action_times(self.story.sent, offsets, open_on, self.luck)


CaseAction = Callable[[DemoCase, datetime], object]


def send_application(case: DemoCase, at: datetime) -> None:
    if case.story.on_paper:
        case.application = _intake(case, at)
        return
    case.application = operations.start(
        service=case.service, centre=case.centre, applicant=case.applicant, at=at - timedelta(minutes=11)
    )
    _fill_in(case, at)
    if not case.story.is_draft:
        operations.submit(application=case.application, at=at)


def _intake(case: DemoCase, at: datetime) -> Application:
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
        scans=[paper_files.scanned_file("Заява.pdf")],
    )
    return operations.intake(service=case.service, centre=case.centre, officer=case.reception, paper=paper, at=at)


def _fill_in(case: DemoCase, at: datetime) -> None:
    """Answer as on the pages: what passes its check is kept as a plain value."""
    form = case.service.code
    today = case.centre.today(at)
    typed = answers.typed_answers(form, case.applicant, on=today, luck=case.luck) | case.story.answers
    enclosed = answers.needed_files(form, typed)
    definition = case.application.form_version.eform if case.application.form_version else None
    assert definition is not None
    plain = check_form(definition, typed, files=dict.fromkeys(enclosed, 1), today=today).answers
    if case.story.is_draft:
        plain = dict(list(plain.items())[:FIRST_QUESTIONS])
        enclosed = {}
    operations.answer(application=case.application, typed=plain, at=at)
    for question, name in enclosed.items():
        operations.attach(application=case.application, question=question, upload=paper_files.scanned_file(name), at=at)


def register(case: DemoCase, at: datetime) -> None:
    operations.register(application=case.application, officer=case.reception, at=at)


def take(case: DemoCase, at: datetime) -> None:
    operations.take(application=case.application, officer=case.officer, at=at)


def return_for_correction(case: DemoCase, at: datetime) -> None:
    reason, remarks, _mended = officer_texts.RETURNS[case.service.code]
    operations.return_for_correction(
        application=case.application,
        officer=case.officer,
        reason=reason,
        remarks=remarks,
        due_on=case.world.timeline.now.date() + timedelta(days=7),
        at=at,
    )


def resubmit(case: DemoCase, at: datetime) -> None:
    _reason, _remarks, mended = officer_texts.RETURNS[case.service.code]
    operations.answer(application=case.application, typed=mended, at=at)
    operations.resubmit(application=case.application, at=at)


def extend(case: DemoCase, at: datetime) -> None:
    days, reason = officer_texts.EXTENSION
    operations.extend(application=case.application, officer=case.officer, days=days, reason=reason, at=at)


def grant(case: DemoCase, at: datetime) -> None:
    operations.decide(application=case.application, officer=case.officer, outcome=DecisionOutcome.GRANTED, at=at)


def refuse(case: DemoCase, at: datetime) -> None:
    number, reasons = officer_texts.REFUSALS[case.service.code]
    ground = case.service.card.refusal_grounds.order_by("sort_order")[number]
    operations.decide(
        application=case.application,
        officer=case.officer,
        outcome=DecisionOutcome.REFUSED,
        ground=ground,
        reasons=reasons,
        at=at,
    )


def issue(case: DemoCase, at: datetime) -> None:
    title, body = officer_texts.RESULTS[case.service.code]
    where, upload = "", None
    if case.story.on_paper:
        where = f"{case.centre.name}: {officer_texts.DESK_RESULT}"
    else:
        upload = paper_files.result_file(title=title, facts=_facts(case), body=body, at=at)
    result = operations.issue(
        application=case.application, officer=case.officer, title=title, upload=upload, where=where, at=at
    )
    if upload:
        operations.mark_fetched(result=result, at=at + timedelta(minutes=95))


def _facts(case: DemoCase) -> list[tuple[str, str]]:
    application = Application.objects.select_related("registration", "decision").get(pk=case.application.pk)
    return [
        ("Заявник", application.applicant_name),
        ("Номер заяви", str(application.number)),
        ("Вхідний номер", f"{application.registration.number} від {application.registration.on:%d.%m.%Y}"),
        ("Дата рішення", f"{application.decision.at:%d.%m.%Y}"),
    ]


def withdraw(case: DemoCase, at: datetime) -> None:
    operations.withdraw(application=case.application, reason=officer_texts.WITHDRAWAL, at=at)


CASE_ACTIONS: dict[str, CaseAction] = {
    "register": register,
    "take": take,
    "return": return_for_correction,
    "resubmit": resubmit,
    "extend": extend,
    "grant": grant,
    "refuse": refuse,
    "issue": issue,
    "withdraw": withdraw,
}
