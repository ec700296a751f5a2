"""The timeline of a case as people see it, with milestones of other systems."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import translation

from tests import factories
from tests.integration import stub_partner
from tests.integration.stub_partner import NOON
from vikno.applications import operations as applications
from vikno.applications.models import Application
from vikno.integration import operations
from vikno.integration.case_timeline import case_timeline_for, open_action_request
from vikno.integration.connectors.base import RemoteDecision, RemoteRegistration

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def connection(officer):
    return stub_partner.joined(officer.centre)


@pytest.fixture
def case(connection):
    return stub_partner.handed_in(connection)


def tell(case, connection, *, minutes=5, **changes):
    at = NOON + timedelta(minutes=minutes)
    with transaction.atomic():
        stub_partner.say(case, connection, at=at, **changes)


def titles(case, **options):
    return [entry.title for entry in case_timeline_for(Application.objects.get(pk=case.pk), **options)]


def test_a_case_that_is_worked_here_is_received_by_the_centre_and_no_system_is_named(officer):
    case = factories.submitted(centre=officer.centre)
    operations.run_exchange_once(at=NOON)

    assert titles(case) == ["Sent", "Received by the centre"]


def test_the_chain_names_each_link_in_the_order_in_which_it_came_to_be(case, connection):
    tell(case, connection, received=True)
    tell(case, connection, minutes=6, registered=RemoteRegistration(number="55-н", on=date(2026, 3, 1)))
    tell(case, connection, minutes=7, status="У роботі")

    assert titles(case) == [
        "Sent",
        "Sent to АСКОД",
        "Received by АСКОД",
        "Registered under number 55-н of 1 March 2026",
        "Taken to work",
    ]


def test_who_registers_without_a_word_before_has_received_first(case, connection):
    tell(case, connection, registered=RemoteRegistration(number="55-н", on=date(2026, 3, 2)))

    assert titles(case)[-2:] == ["Received by АСКОД", "Registered under number 55-н"]


def test_who_works_on_it_there_is_named_where_it_was_told(case, connection):
    tell(case, connection, status="У роботі", who="Мельник О. П.")

    assert case_timeline_for(case)[-1].by == "Мельник О. П., АСКОД"


def test_a_system_that_names_only_itself_is_named_once(case, connection):
    tell(case, connection, status="У роботі", who=connection.name)

    assert case_timeline_for(case)[-1].by == "АСКОД"


def test_the_reason_of_a_return_is_told_once_and_what_is_added_later_too(case, connection):
    connection.mappings.create(foreign="Повернуто", meaning="returned")
    connection.mappings.create(foreign="Повернуто ще раз", meaning="returned")

    tell(case, connection, status="Повернуто", note="Немає підпису")
    assert titles(case)[-1] == "Returned for correction"
    tell(case, connection, minutes=6, status="Повернуто ще раз", note="Немає і дати")

    assert [case_timeline_for(case)[-1].title, case_timeline_for(case)[-1].note] == ["News from АСКОД", "Немає і дати"]


def test_a_letter_that_decides_needs_no_word_of_the_status_map(case, connection):
    tell(case, connection, status="Рішення ради", decided=RemoteDecision(granted=True))

    assert titles(case)[-1] == "Decision made"
    assert not connection.alerts.exists()


def test_news_stand_in_the_words_of_the_status_map(case, connection):
    connection.mappings.create(foreign="На погодженні", words_uk="Рішення погоджують", words_en="It is being agreed")

    tell(case, connection, status="На погодженні", note="До п’ятниці")

    last = case_timeline_for(case)[-1]
    assert (last.title, last.note) == ("It is being agreed", "До п’ятниці")


def test_what_is_asked_of_the_applicant_stands_out_until_something_happens(case, connection):
    connection.mappings.create(foreign="Чекаємо оплати", words_en="Pay the fee", words_uk="Сплатіть", needs_action=True)
    tell(case, connection, status="Чекаємо оплати")

    assert case_timeline_for(case)[-1].code == "needs_action"
    assert open_action_request(case).text == "Pay the fee"

    tell(case, connection, minutes=9, status="У роботі")
    case = Application.objects.get(pk=case.pk)
    assert open_action_request(case) is None
    assert "needs_action" not in [moment.code for moment in case_timeline_for(case)]


def test_a_case_that_was_not_taken_in_is_told_calmly_to_the_applicant_and_plainly_to_the_staff(case, connection):
    tell(case, connection, declined="Error 17: no signature")

    assert case_timeline_for(case)[-1].note == "The centre sorts this out. Nothing is needed from you."
    assert case_timeline_for(case, for_staff=True)[-1].note == "Error 17: no signature"


def test_a_clock_that_is_behind_ours_does_not_turn_the_chain_round(case, connection):
    tell(case, connection, received=True)
    application = Application.objects.get(pk=case.pk)
    application.milestones.filter(kind="received").update(at=NOON - timedelta(hours=1))

    assert titles(case) == ["Sent", "Sent to АСКОД", "Received by АСКОД"]


def test_the_chain_costs_the_same_however_much_is_told(case, connection, django_assert_max_num_queries):
    connection.mappings.create(foreign="A", words_en="A")
    connection.mappings.create(foreign="B", words_en="B")
    for minutes in range(10):
        tell(case, connection, minutes=minutes, status="AB"[minutes % 2])

    with django_assert_max_num_queries(6):
        assert len(case_timeline_for(case)) == 13


def test_a_withdrawn_application_asks_for_nothing(case, connection):
    connection.mappings.create(foreign="Чекаємо", words_en="Come", needs_action=True)
    tell(case, connection, status="Чекаємо")
    applications.withdraw(application=case, at=NOON + timedelta(hours=1))

    assert open_action_request(Application.objects.get(pk=case.pk)) is None
