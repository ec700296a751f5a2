"""Deliveries: their receivers, their order, and failures of the other side."""

from datetime import timedelta

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.integration import scripted_partner
from vikno.applications import operations as applications
from vikno.integration import operations
from vikno.integration.models import Connection, ExternalCase, Milestone
from vikno.integration.queries import leading_case
from vikno.outbox.delivery_policies import LINE_BREAKER, LINE_RETRY
from vikno.outbox.line_directory import line_directory
from vikno.outbox.models import Delivery, DeliveryLine, DeliveryStatus
from vikno.outbox.operations import pause, resend, resume, set_aside

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def deliveries(connection: Connection):
    return Delivery.objects.filter(consumer=connection.line).order_by("pk")


def test_without_a_route_the_workspace_works_on_a_case_by_the_same_protocol(db, noon, officer):
    application = factories.submitted(centre=officer.centre)

    operations.run_exchange_once(at=noon)

    case = leading_case(application)
    assert (case.connection.code, case.sent_at, case.received_at) == ("workspace", noon, noon)
    kinds = [milestone.kind for milestone in application.milestones.order_by("pk")]
    assert kinds == [Milestone.MilestoneKind.SENT, Milestone.MilestoneKind.RECEIVED]


def test_a_service_can_have_a_system_of_its_own(connect, noon, officer):
    service = factories.ServiceFactory()
    own = connect(every_service=False)
    operations.add_routes(connection=own, services=[service])
    other = factories.submitted(centre=officer.centre)
    application = factories.draft(centre=officer.centre)
    application.service = service
    application.save(update_fields=["service"])

    applications.submit(application=application, at=noon)

    assert leading_case(application).connection == own
    assert leading_case(other).connection.code == "workspace"


def test_of_two_systems_one_leads_and_the_other_is_told(connect, noon, officer):
    first, second = connect("first"), connect("second", leads=False)

    application = factories.submitted(centre=officer.centre)

    assert {case.connection: case.leads for case in application.cases.all()} == {first: True, second: False}


def test_a_case_goes_out_once_and_its_way_is_written_down(sent, joined, desk, noon):
    operations.run_exchange_once(at=noon + MINUTE)

    case = ExternalCase.objects.get(application=sent, connection=joined)
    assert desk.kinds(sent.number) == ["submitted"]
    assert (case.remote, case.sent_at, case.received_at) == ("R-1", noon, None)
    assert deliveries(joined).get().receipt == "taken"


def test_events_of_a_case_go_out_in_their_order(case, joined, desk, noon):
    desk.before = scripted_partner.down
    operations.run_exchange_once(at=noon)
    applications.withdraw(application=case, at=noon + MINUTE)
    desk.before = lambda message: None

    operations.run_exchange_once(at=noon + MINUTE * 2)

    assert desk.kinds(case.number) == ["submitted", "withdrawn"]


def test_a_case_that_is_refused_holds_its_own_events_and_no_other_case(case, joined, desk, noon, officer):
    desk.before = scripted_partner.refuse
    operations.run_exchange_once(at=noon)
    desk.before = lambda message: None
    applications.withdraw(application=case, at=noon)
    other = factories.submitted(centre=officer.centre)

    operations.run_exchange_once(at=noon + MINUTE)

    assert desk.kinds(case.number) == []
    assert desk.kinds(other.number) == ["submitted"]
    first = deliveries(joined).first()
    assert (first.status, first.trouble) == (DeliveryStatus.GIVEN_UP, "The other side will not have it.")


def test_a_case_that_is_given_the_name_of_another_is_for_a_person(case, joined, desk, noon, officer):
    operations.run_exchange_once(at=noon)
    other = factories.submitted(centre=officer.centre)
    desk.cases[other.number] = desk.cases[case.number]

    operations.run_exchange_once(at=noon)

    given_up = deliveries(joined).get(status=DeliveryStatus.GIVEN_UP)
    assert (given_up.subject_id, given_up.trouble_kind) == (f"application:{other.uid}", "rejected")


def test_a_case_that_cannot_be_read_holds_up_itself_alone(case, joined, desk, noon, officer):
    others = [factories.submitted(centre=officer.centre) for _ in range(2)]
    with database.cursor() as cursor:
        cursor.execute("UPDATE applications_submission SET answers = 'torn' WHERE application_id = %s", [case.pk])

    operations.run_exchange_once(at=noon)

    assert [desk.kinds(application.number) for application in (case, *others)] == [[], ["submitted"], ["submitted"]]
    assert deliveries(joined).get(status=DeliveryStatus.WAITING).trouble_kind == "fault"


def test_a_handful_of_cases_is_read_in_as_many_queries_as_one(joined, noon, officer, django_assert_num_queries):
    def read() -> None:
        events = [delivery.event for delivery in deliveries(joined).select_related("event")]
        line_directory().carrier_for(joined.line, events)

    factories.submitted(centre=officer.centre)
    with CaptureQueriesContext(database) as queries:
        read()
    for _ in range(3):
        factories.submitted(centre=officer.centre)

    with django_assert_num_queries(len(queries)):
        read()


def test_a_person_sends_it_again_or_sets_it_aside(case, joined, desk, noon):
    desk.before = scripted_partner.refuse
    operations.run_exchange_once(at=noon)
    applications.withdraw(application=case, at=noon)

    assert resend(delivery=deliveries(joined).first(), at=noon)
    operations.run_exchange_once(at=noon)
    desk.before = lambda message: None
    assert set_aside(delivery=deliveries(joined).first(), at=noon)
    assert not set_aside(delivery=deliveries(joined).first(), at=noon)
    operations.run_exchange_once(at=noon)

    assert desk.kinds(case.number) == ["withdrawn"]


def test_a_partner_that_is_away_for_an_hour_loses_nothing_and_is_not_stormed(joined, desk, noon, officer):
    tries = []
    cases = [factories.submitted(centre=officer.centre) for _ in range(12)]

    def away(message) -> None:
        tries.append(message.id)
        scripted_partner.down(message)

    desk.before = away
    for seconds in range(0, 3600, 15):
        operations.run_exchange_once(at=noon + timedelta(seconds=seconds))
    assert DeliveryLine.objects.get(consumer=joined.line).failures >= LINE_BREAKER.threshold
    assert len(tries) < 40
    desk.before = lambda message: None
    for minutes in range(60, 60 * 9, 5):
        operations.run_exchange_once(at=noon + timedelta(minutes=minutes))

    assert [desk.kinds(case.number) for case in cases] == [["submitted"]] * 12
    assert DeliveryLine.objects.get(consumer=joined.line).failures == 0


def test_work_that_was_done_and_whose_answer_was_lost_is_done_once(case, joined, desk, noon):
    desk.after = scripted_partner.down
    operations.run_exchange_once(at=noon)
    desk.after = lambda message: None

    operations.run_exchange_once(at=noon + MINUTE)

    assert len(desk.cases) == len(desk.got) == 1
    assert case.milestones.filter(kind=Milestone.MilestoneKind.SENT).count() == 1


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_worker_that_is_killed_in_the_middle_loses_and_doubles_nothing(case, joined, desk, noon, moment):
    setattr(desk, moment, scripted_partner.die)
    with pytest.raises(KeyboardInterrupt):
        operations.run_exchange_once(at=noon)
    setattr(desk, moment, lambda message: None)

    operations.run_exchange_once(at=noon + LINE_RETRY.lease - MINUTE)
    assert case.milestones.count() == 0
    operations.run_exchange_once(at=noon + LINE_RETRY.lease)

    assert desk.kinds(case.number) == ["submitted"]
    assert case.milestones.count() == 1


def test_a_case_that_takes_every_worker_down_waits_for_a_person(case, joined, desk, noon):
    desk.before, at = scripted_partner.die, noon
    for _ in range(LINE_RETRY.max_attempts):
        with pytest.raises(KeyboardInterrupt):
            operations.run_exchange_once(at=at)
        at += LINE_RETRY.lease

    operations.run_exchange_once(at=at)

    assert deliveries(joined).get().status == DeliveryStatus.GIVEN_UP


def test_a_paused_line_lets_nothing_out_until_it_is_resumed(case, joined, desk, noon):
    pause(consumer=joined.line, at=noon)
    operations.run_exchange_once(at=noon)
    assert desk.got == []

    resume(consumer=joined.line, at=noon)
    operations.run_exchange_once(at=noon)

    assert desk.kinds(case.number) == ["submitted"]


def test_a_partner_says_how_long_to_wait(case, joined, desk, noon):
    def busy(message) -> None:
        raise scripted_partner.Unreachable("Too many at once.", after=600)

    desk.before = busy
    operations.run_exchange_once(at=noon)

    assert noon + timedelta(seconds=600) <= deliveries(joined).get().next_try_at <= noon + timedelta(seconds=750)


def test_a_connection_that_is_switched_off_keeps_its_cases(case, joined, desk, noon):
    Connection.objects.update(is_enabled=False)
    operations.run_exchange_once(at=noon)
    Connection.objects.update(is_enabled=True)

    operations.run_exchange_once(at=noon)

    assert desk.kinds(case.number) == ["submitted"]
