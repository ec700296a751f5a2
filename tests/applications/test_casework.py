from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests import factories
from vikno.applications import operations, queries
from vikno.applications.access import CaseNotYours
from vikno.applications.models import (
    Application,
    ApplicationChannel,
    ApplicationStatus,
    Decision,
    DecisionOutcome,
    Registration,
)
from vikno.applications.operations.submissions import PaperApplication
from vikno.catalogue.models import RefusalGround
from vikno.centres.models import CalendarException, OfficerRole
from vikno.kernel.errors import Refused
from vikno.serials.models import Serial

pytestmark = pytest.mark.django_db


def reload(application):
    return Application.objects.get(pk=application.pk)


def returned(officer, at, **changes):
    application = factories.in_work(officer)
    details = {"reason": "Не видно", "remarks": {"address": "Вкажіть"}, "due_on": date(2026, 3, 20), **changes}
    return operations.return_for_correction(application=application, officer=officer, at=at, **details)


def fill_register(officer, *, last, at):
    """Enter cases under the numbers up to the last, which the series has given out."""
    like = factories.submitted(centre=officer.centre)
    taken = set(Registration.objects.values_list("number", flat=True))
    numbers = [number for number in range(1, last + 1) if f"{number}/26" not in taken]
    cases = Application.objects.bulk_create(
        Application(
            service=like.service,
            centre=like.centre,
            channel=ApplicationChannel.DESK,
            status=ApplicationStatus.SUBMITTED,
            number=f"filled-{number}",
            started_at=at,
            saved_at=at,
            submitted_at=at,
        )
        for number in numbers
    )
    Registration.objects.bulk_create(
        Registration(application=case, centre=like.centre, year=2026, number=f"{number}/26", on=at.date(), at=at)
        for case, number in zip(cases, numbers, strict=True)
    )
    Serial.objects.update_or_create(series=f"register:{officer.centre_id}:2026", defaults={"last": last})


def test_registration_takes_the_next_number_of_the_year(officer, noon):
    first = factories.registered(officer)
    second = factories.registered(officer)

    assert (first.registration.number, second.registration.number) == ("1/26", "2/26")


def test_a_number_given_by_hand_is_stepped_over(officer, noon):
    application = factories.submitted(centre=officer.centre)
    operations.register(application=application, officer=officer, number="1/26", at=noon)

    assert factories.registered(officer).registration.number == "2/26"


def test_numbers_given_by_hand_are_passed_once_and_cost_nothing_afterwards(officer, noon):
    for number in range(1, 6):
        application = factories.submitted(centre=officer.centre)
        operations.register(application=application, officer=officer, number=f"{number}/26", at=noon)
    assert factories.registered(officer).registration.number == "6/26"

    with CaptureQueriesContext(connection) as statements:
        assert factories.registered(officer).registration.number == "7/26"

    assert sum("serials_serial" in row["sql"] and "register:" in row["sql"] for row in statements) == 1


def test_registering_costs_the_same_with_5_registrations_and_with_5000(officer, noon):
    statements = []
    for last in (5, 5_000):
        fill_register(officer, last=last, at=noon)
        application = factories.submitted(centre=officer.centre)
        with CaptureQueriesContext(connection) as context:
            registration = operations.register(application=application, officer=officer, at=noon)
        assert registration.number == f"{last + 1}/26"
        statements.append(len(context))

    assert statements[0] == statements[1]


def test_a_number_is_given_once_a_year(officer, noon):
    factories.registered(officer)
    application = factories.submitted(centre=officer.centre)

    with pytest.raises(operations.RegistrationNumberTaken):
        operations.register(application=application, officer=officer, number="1/26", at=noon)


def test_a_case_is_registered_once(officer, noon):
    application = factories.registered(officer)

    with pytest.raises(operations.CaseAlreadyRegistered):
        operations.register(application=application, officer=officer, at=noon)


def test_a_case_is_not_registered_in_the_future(officer, noon):
    application = factories.submitted(centre=officer.centre)

    with pytest.raises(operations.WrongCaseStatus):
        operations.register(application=application, officer=officer, on=date(2026, 3, 3), at=noon)


def test_a_case_is_registered_before_it_is_taken(officer, noon):
    application = factories.submitted(centre=officer.centre)

    with pytest.raises(operations.CaseNotRegistered):
        operations.take(application=application, officer=officer, at=noon)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"reason": " "}, operations.CaseReasonMissing),
        ({"remarks": {}}, operations.CaseReasonMissing),
        ({"remarks": {"nothing": "?"}}, operations.CaseReasonMissing),
        ({"due_on": date(2026, 3, 2)}, operations.WrongCaseStatus),
    ],
    ids=["no reason", "nothing marked", "an unknown question", "no time left"],
)
def test_a_return_says_what_why_and_until_when(officer, noon, changes, refusal):
    with pytest.raises(refusal):
        returned(officer, noon, **changes)

    assert Application.objects.get().status == ApplicationStatus.IN_WORK


def test_only_the_marked_answers_are_open_for_correction(officer, noon):
    correction = returned(officer, noon)

    assert queries.editable_questions(correction.application) == {"address", "contract"}


def test_a_file_that_was_handed_in_is_set_aside_and_not_erased(officer, noon):
    draft = factories.draft(centre=officer.centre, answers={**factories.COMPLETE_ANSWERS, "right": "rent"})
    attachment = operations.attach(application=draft, question="contract", upload=factories.png(), at=noon)
    application = operations.submit(application=draft, at=noon)
    operations.register(application=application, officer=officer, at=noon)
    operations.take(application=application, officer=officer, at=noon)
    operations.return_for_correction(
        application=application,
        officer=officer,
        reason="Темно",
        remarks={"contract": "Фото ще раз"},
        due_on=date(2026, 3, 20),
        at=noon,
    )

    operations.detach(application=application, attachment=attachment, at=noon)

    attachment.refresh_from_db()
    assert attachment.removed_at == noon
    with pytest.raises(operations.ApplicationIncomplete):
        operations.resubmit(application=application, at=noon)


def test_a_file_replaced_under_the_same_name_is_a_change(officer, noon):
    draft = factories.draft(centre=officer.centre, answers={**factories.COMPLETE_ANSWERS, "right": "rent"})
    first = operations.attach(application=draft, question="contract", upload=factories.png("скан.png"), at=noon)
    application = operations.submit(application=draft, at=noon)
    operations.accept(application=application, officer=officer, at=noon)
    operations.return_for_correction(
        application=application,
        officer=officer,
        reason="Темно",
        remarks={"contract": "Фото ще раз"},
        due_on=date(2026, 3, 20),
        at=noon,
    )
    operations.detach(application=application, attachment=first, at=noon)
    operations.attach(application=application, question="contract", upload=factories.png("скан.png", 16), at=noon)

    application = operations.resubmit(application=application, at=noon)

    (change,) = queries.changes_in(application, queries.latest_submission(application))
    assert change.key == "contract"
    assert change.before == "скан.png"
    assert change.after.startswith("скан.png (")


def test_the_clock_stands_while_the_applicant_has_the_case(officer, noon):
    correction = returned(officer, noon + timedelta(days=4))

    operations.resubmit(application=correction.application, at=noon + timedelta(days=9))

    # Six of ten days were left on 6 March; on 11 March they run on.
    assert reload(correction.application).deadline.due_on == date(2026, 3, 17)


def test_a_term_that_ran_out_stays_run_out(officer, noon):
    late = noon + timedelta(days=15)
    correction = returned(officer, late, due_on=date(2026, 4, 20))

    operations.resubmit(application=correction.application, at=late + timedelta(days=3))

    assert reload(correction.application).deadline.due_on == date(2026, 3, 12)


def test_working_days_skip_weekends_and_days_off(officer, noon):
    draft = factories.draft(centre=officer.centre)
    card = draft.service.card
    card.term_unit, card.term_days = "working", 5
    card.save(update_fields=["term_unit", "term_days"])
    CalendarException.objects.create(on=date(2026, 3, 5), is_working=False)

    application = operations.submit(application=draft, at=noon)

    assert application.deadline.due_on == date(2026, 3, 10)


def test_more_time_is_taken_with_a_reason(officer, noon):
    application = factories.in_work(officer)
    with pytest.raises(operations.CaseReasonMissing):
        operations.extend(application=application, officer=officer, days=5, reason="", at=noon)
    with pytest.raises(operations.WrongCaseStatus):
        operations.extend(application=application, officer=officer, days=0, reason="Запит", at=noon)

    operations.extend(application=application, officer=officer, days=5, reason="Чекаємо на архів", at=noon)

    assert reload(application).deadline.due_on == date(2026, 3, 17)
    assert queries.timeline(reload(application))[-1].note == "Чекаємо на архів"


def test_a_refusal_names_a_ground_of_the_card_and_reasons(officer, noon):
    application = factories.in_work(officer)
    other_ground = RefusalGround.objects.filter(card=factories.ServiceFactory().card).get()
    ground = application.service.card.refusal_grounds.get()
    refuse = {"application": application, "officer": officer, "outcome": DecisionOutcome.REFUSED, "at": noon}

    with pytest.raises(operations.RefusalGroundMissing):
        operations.decide(**refuse, reasons="Так")
    with pytest.raises(operations.RefusalGroundMissing):
        operations.decide(**refuse, ground=other_ground, reasons="Так")
    with pytest.raises(operations.CaseReasonMissing):
        operations.decide(**refuse, ground=ground, reasons=" ")
    decision = operations.decide(**refuse, ground=ground, reasons="Немає згоди власника")

    assert decision.ground == "Подано не всі документи"
    assert decision.appeal


def test_a_decision_is_made_once(officer, noon):
    application = factories.in_work(officer)
    operations.decide(application=application, officer=officer, outcome=DecisionOutcome.GRANTED, at=noon)

    with pytest.raises(operations.WrongCaseStatus):
        operations.decide(application=application, officer=officer, outcome=DecisionOutcome.GRANTED, at=noon)

    assert Decision.objects.count() == 1


def test_a_colleague_does_not_decide_but_the_head_may(officer, noon):
    application = factories.in_work(officer)
    colleague = factories.OfficerFactory(centre=officer.centre)
    head = factories.OfficerFactory(centre=officer.centre, role=OfficerRole.HEAD)

    with pytest.raises(operations.CaseTakenByColleague):
        operations.decide(application=application, officer=colleague, outcome=DecisionOutcome.GRANTED, at=noon)

    assert (
        operations.decide(application=application, officer=head, outcome=DecisionOutcome.GRANTED, at=noon).officer
        == head
    )


def test_a_result_is_a_file_or_a_place(officer, noon):
    application = factories.in_work(officer)
    operations.decide(application=application, officer=officer, outcome=DecisionOutcome.GRANTED, at=noon)

    with pytest.raises(operations.CaseReasonMissing):
        operations.issue(application=application, officer=officer, title="Витяг", at=noon)
    result = operations.issue(application=application, officer=officer, title="", where="Центр, місце 3", at=noon)

    assert result.file is None
    operations.mark_fetched(result=result, at=noon)
    result.refresh_from_db()
    assert result.fetched_at == noon


@pytest.mark.parametrize("act", ["register", "take", "decide", "extend", "return", "issue"])
def test_an_officer_of_another_centre_may_do_nothing(act, officer, noon):
    application = factories.in_work(officer)
    stranger = factories.OfficerFactory()
    common = {"application": application, "officer": stranger, "at": noon}
    acts = {
        "register": lambda: operations.register(**common),
        "take": lambda: operations.take(**common),
        "decide": lambda: operations.decide(**common, outcome=DecisionOutcome.GRANTED),
        "extend": lambda: operations.extend(**common, days=1, reason="Так"),
        "return": lambda: operations.return_for_correction(
            **common, reason="Так", remarks={"address": "Так"}, due_on=date(2026, 4, 1)
        ),
        "issue": lambda: operations.issue(**common, title="Витяг", where="Тут"),
    }

    with pytest.raises(CaseNotYours):
        acts[act]()


def test_reception_registers_but_does_not_decide(officer, noon):
    reception = factories.OfficerFactory(centre=officer.centre, role=OfficerRole.RECEPTION)
    application = factories.submitted(centre=officer.centre)

    operations.register(application=application, officer=reception, at=noon)

    with pytest.raises(CaseNotYours):
        operations.take(application=application, officer=reception, at=noon)


def test_a_paper_application_gets_the_same_number_code_and_deadline(officer, noon):
    service = factories.ServiceFactory()
    paper = PaperApplication(
        details={"family_name": "Приклад", "given_name": "Андрій", "phone": "+380671112233", "email": ""},
        papers=[{"name": "Заява", "sheets": 2}],
        scans=[factories.png()],
    )

    application = operations.intake(service=service, centre=officer.centre, officer=officer, paper=paper, at=noon)

    assert queries.application_by_code(application.number, application.access_code) == application
    assert application.deadline.due_on == date(2026, 3, 12)
    assert queries.latest_submission(application).papers == [{"name": "Заява", "sheets": 2}]
    assert list(queries.search_cases(Application.objects.all(), "Приклад")) == [application]


def test_a_paper_application_needs_a_name_and_leaves_nothing_behind_without_one(officer, noon):
    with pytest.raises(operations.PaperApplicationIncomplete):
        operations.intake(
            service=factories.ServiceFactory(),
            centre=officer.centre,
            officer=officer,
            paper=PaperApplication(details={"family_name": "Приклад"}),
            at=noon,
        )

    assert not Application.objects.exists()


def test_a_bad_scan_leaves_no_half_entered_application(officer, noon):
    paper = PaperApplication(
        details={"family_name": "Приклад", "given_name": "Андрій"},
        scans=[factories.png(), factories.FileUpload(name="virus.exe", content=b"MZ")],
    )

    with pytest.raises(Refused):
        operations.intake(
            service=factories.ServiceFactory(), centre=officer.centre, officer=officer, paper=paper, at=noon
        )

    assert not Application.objects.exists()


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"status": "lost"}, id="unknown status"),
        pytest.param({"status": "draft"}, id="a draft with a number"),
        pytest.param({"number": None}, id="sent without a number"),
        pytest.param({"applicant": None}, id="online by nobody"),
        pytest.param({"status": "in_work"}, id="in work by nobody"),
    ],
)
def test_the_database_refuses_an_impossible_application(broken):
    application = factories.submitted()

    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(**broken)
