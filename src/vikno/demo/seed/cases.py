"""Cases of the demo: each step of a story is an operation at its own time, and the steps of all cases run in time order."""

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

# The same seed each time, so that every demo looks the same.
SEED = 1991
FIRST_QUESTIONS = 9
UNREAD_MESSAGES = 3


@dataclass(frozen=True, kw_only=True)
class ScheduledAction:
    """A step of a story; `is_own` marks the steps of the resident with a sign-in."""

    at: datetime
    perform: Callable[[datetime], object]
    is_own: bool


def make(
    *, places: CentresByCode, services: Services, cast: DemoPeople, now: datetime, also: Iterable[ScheduledAction] = ()
) -> None:
    """Play all stories. Only the resident with a sign-in gets letters, because nobody reads the letters of the others."""
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
    actions = [
        ScheduledAction(at=at, perform=partial(perform, case), is_own=case in own)
        for case in (*own, *others)
        for at, perform in case.schedule()
    ]
    for action in sorted((*actions, *also), key=attrgetter("at")):
        action.perform(action.at)
        deliver_letters(action.at, are_read=action.is_own)
    mark_old_letters_read(cast.resident)


def deliver_letters(at: datetime, *, are_read: bool) -> None:
    """Run the exchange and deliver letters; if nobody reads them, mark waiting deliveries as done without sending."""
    run_exchange_once(at=at)
    if are_read:
        deliver_due(at=at)
    else:
        waiting = Delivery.objects.filter(status=DeliveryStatus.WAITING)
        waiting.update(status=DeliveryStatus.DONE, done_at=at)


def mark_old_letters_read(person: Person) -> None:
    """Mark the letters in the inbox as read, except the last few."""
    for message in Notification.objects.of(person).order_by("-created_at")[UNREAD_MESSAGES:]:
        mark_read(message=message, at=message.created_at + timedelta(hours=2))


@dataclass(frozen=True, kw_only=True)
class DemoWorld:
    centres: CentresByCode
    services: Services
    officers: dict[str, Officer]
    timeline: DemoTimeline


class DemoCase:
    """A case of a story: its applicant, its officers, and the application after its start."""

    application: Application

    def __init__(self, world: DemoWorld, story: CaseStory, applicant: Person, number: int) -> None:
        self.world, self.story, self.applicant = world, story, applicant
        self.luck = Random(f"{SEED}/{number}")  # noqa: S311 - variety, not secrets
        self.service = world.services[story.service]
        self.centre = world.centres[story.centre]
        is_at_centre = story.centre == MAIN
        self.officer = world.officers[story.officer if is_at_centre else story.centre]
        self.reception = world.officers["reception"] if is_at_centre else self.officer

    def schedule(self) -> list[tuple[datetime, "CaseAction"]]:
        """Return the actions of the case with their times, in order."""
        timeline = self.world.timeline
        steps = [step.partition("+") for step in self.story.way.split()]
        actions = [send_application, *(CASE_ACTIONS[verb] for verb, _, _ in steps)]
        if self.story.minutes:
            times = [timeline.now - timedelta(minutes=self.story.minutes)]
        else:
            offsets = [int(days) for _, _, days in steps]
            open_on = set(self.centre.hours.values_list("weekday", flat=True)) if self.story.on_paper else None
            times = timeline.action_times(self.story.sent, offsets, open_on, self.luck)
        return list(zip(times, actions, strict=True))


CaseAction = Callable[[DemoCase, datetime], object]


def send_application(case: DemoCase, at: datetime) -> None:
    if case.story.on_paper:
        case.application = _enter_paper_application(case, at)
        return
    case.application = operations.start(
        service=case.service, centre=case.centre, applicant=case.applicant, at=at - timedelta(minutes=11)
    )
    _fill_in(case, at)
    if not case.story.is_draft:
        operations.submit(application=case.application, at=at)


def _enter_paper_application(case: DemoCase, at: datetime) -> Application:
    person = case.applicant.profile()
    fields = ("family_name", "given_name", "patronymic", "born_on", "phone", "rnokpp")
    document_names = (
        case.service.card.documents.filter(source="applicant")
        .exclude(detail__startswith="Лише")
        .values_list("name", flat=True)
    )
    paper = PaperApplication(
        details={name: person[name] for name in fields},
        papers=[
            {"name": "Заява", "sheets": 1},
            *({"name": name, "sheets": case.luck.randint(1, 3)} for name in document_names),
        ],
        scans=[paper_files.scanned_file("Заява.pdf")],
    )
    return operations.intake(service=case.service, centre=case.centre, officer=case.reception, paper=paper, at=at)


def _fill_in(case: DemoCase, at: datetime) -> None:
    """Answer the form as on its pages: answers that pass their checks become plain values."""
    form = case.service.code
    today = case.centre.today(at)
    typed = answers.typed_answers(form, case.applicant, on=today, luck=case.luck) | case.story.answers
    file_names = answers.needed_files(form, typed)
    definition = case.application.form_version.eform if case.application.form_version else None
    assert definition is not None
    plain = check_form(definition, typed, files=dict.fromkeys(file_names, 1), today=today).answers
    if case.story.is_draft:
        plain = dict(list(plain.items())[:FIRST_QUESTIONS])
        file_names = {}
    operations.answer(application=case.application, typed=plain, at=at)
    for question, name in file_names.items():
        operations.attach(application=case.application, question=question, upload=paper_files.scanned_file(name), at=at)


def register(case: DemoCase, at: datetime) -> None:
    operations.register(application=case.application, officer=case.reception, at=at)


def take(case: DemoCase, at: datetime) -> None:
    operations.take(application=case.application, officer=case.officer, at=at)


def return_for_correction(case: DemoCase, at: datetime) -> None:
    reason, remarks, _answers = officer_texts.RETURNS[case.service.code]
    operations.return_for_correction(
        application=case.application,
        officer=case.officer,
        reason=reason,
        remarks=remarks,
        due_on=case.world.timeline.now.date() + timedelta(days=7),
        at=at,
    )


def resubmit(case: DemoCase, at: datetime) -> None:
    _reason, _remarks, corrected_answers = officer_texts.RETURNS[case.service.code]
    operations.answer(application=case.application, typed=corrected_answers, at=at)
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
        application = Application.objects.select_related("registration", "decision").get(pk=case.application.pk)
        facts = [
            ("Заявник", application.applicant_name),
            ("Номер заяви", str(application.number)),
            ("Вхідний номер", f"{application.registration.number} від {application.registration.on:%d.%m.%Y}"),
            ("Дата рішення", f"{application.decision.at:%d.%m.%Y}"),
        ]
        upload = paper_files.result_file(title=title, facts=facts, body=body, at=at)
    result = operations.issue(
        application=case.application, officer=case.officer, title=title, upload=upload, where=where, at=at
    )
    if upload:
        operations.mark_fetched(result=result, at=at + timedelta(minutes=95))


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
