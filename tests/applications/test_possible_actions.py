"""The rules of what may be done to a case: the list that pages show, and the refusals of the operations, say the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

import pytest
from django.db import transaction
from django.utils import translation

from tests import factories
from vikno.applications import operations
from vikno.applications.access import DECISION_ACTIONS, CaseAction, CaseLedElsewhere, possible_actions
from vikno.applications.models import Application, ApplicationStatus, DecisionOutcome, Registration, StatusChange
from vikno.centres.models import Officer, OfficerRole
from vikno.kernel.errors import Refused

pytestmark = pytest.mark.django_db

SENT_STATUSES = [status for status in ApplicationStatus if status != ApplicationStatus.DRAFT]
STATUSES_WITH_OFFICER = (ApplicationStatus.IN_WORK, ApplicationStatus.DECIDED, ApplicationStatus.ISSUED)
ROLES = (OfficerRole.RECEPTION, OfficerRole.OFFICER, OfficerRole.HEAD, OfficerRole.SYSTEM)
OPERATIONS = {
    CaseAction.REGISTER: (operations.register, {}),
    CaseAction.ACCEPT: (operations.accept, {}),
    CaseAction.TAKE: (operations.take, {}),
    CaseAction.RETURN: (
        operations.return_for_correction,
        {"reason": "Не видно", "remarks": {"address": "Вкажіть"}, "due_on": date(2026, 3, 20)},
    ),
    CaseAction.EXTEND: (operations.extend, {"days": 5, "reason": "Чекаємо на реєстр"}),
    CaseAction.DECIDE: (operations.decide, {"outcome": DecisionOutcome.GRANTED}),
    CaseAction.ISSUE: (operations.issue, {"title": "Витяг", "where": "вікно 3"}),
}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@dataclass(frozen=True, kw_only=True)
class Staff:
    """Whoever may meet at one centre: a post of each role, a colleague and the post of a second system."""

    posts: dict[OfficerRole, Officer]
    colleague: Officer
    other_system: Officer


@pytest.fixture
def staff(db) -> Staff:
    centre = factories.CentreFactory()
    posts = {role: factories.OfficerFactory(centre=centre, role=role) for role in ROLES}
    return Staff(
        posts=posts,
        colleague=factories.OfficerFactory(centre=centre),
        other_system=factories.OfficerFactory(centre=centre, role=OfficerRole.SYSTEM),
    )


def perform(action: CaseAction, application: Application, officer: Officer) -> None:
    """Carry an action out with details that are valid."""
    if action == CaseAction.TAKE_OVER:
        colleague = application.officer.person.ref if application.officer else ""
        operations.take_over(application=application, officer=officer, colleague=colleague, at=factories.NOON)
    else:
        operation, details = OPERATIONS[action]
        operation(application=application, officer=officer, at=factories.NOON, **details)


def is_refused(action: CaseAction, application: Application, officer: Officer) -> bool:
    """Try an action and undo it; return whether it was refused."""
    try:
        with transaction.atomic():
            perform(action, application, officer)
            transaction.set_rollback(True)
    except Refused:
        return True
    return False


def cases_in_every_state(staff: Staff, officer: Officer) -> Iterator[Application]:
    """Yield one case in each state: by status, registration, whose it is and who leads it."""
    application = factories.submitted(centre=officer.centre)
    leaders = (None, officer if officer.is_system else None, staff.other_system)
    for is_registered in (False, True):
        if is_registered:
            Registration.objects.create(
                application=application,
                centre=officer.centre,
                year=2026,
                number="1",
                on=date(2026, 3, 2),
                at=factories.NOON,
            )
        for status, owner, leader in product(SENT_STATUSES, (None, officer, staff.colleague), dict.fromkeys(leaders)):
            if owner is not None or status not in STATUSES_WITH_OFFICER:
                Application.objects.filter(pk=application.pk).update(status=status, officer=owner, led_by=leader)
                yield Application.objects.select_related("centre").get(pk=application.pk)


@pytest.mark.parametrize("role", ROLES)
def test_an_action_is_possible_exactly_where_its_operation_is_not_refused(staff, role):
    officer = staff.posts[role]
    differences = []

    for application in cases_in_every_state(staff, officer):
        possible = possible_actions(officer, application)
        for action in (*OPERATIONS, CaseAction.TAKE_OVER):
            if is_refused(action, application, officer) == (action in possible):
                state = (
                    application.status,
                    application.officer,
                    application.led_by,
                    hasattr(application, "registration"),
                )
                differences.append((action, state))

    assert differences == []


@pytest.mark.parametrize("action", sorted(DECISION_ACTIONS))
@pytest.mark.parametrize("role", [OfficerRole.OFFICER, OfficerRole.HEAD, OfficerRole.SYSTEM])
def test_nobody_but_the_leading_system_moves_a_case_towards_its_decision(staff, action, role):
    case = factories.submitted(centre=staff.colleague.centre)
    Application.objects.filter(pk=case.pk).update(led_by=staff.other_system)
    changes = StatusChange.objects.count()

    with pytest.raises(CaseLedElsewhere, match="This case is worked on in “Зразкова"):
        perform(action, case, staff.posts[role])

    assert Application.objects.get(pk=case.pk).status == ApplicationStatus.SUBMITTED
    assert StatusChange.objects.count() == changes


def test_reception_reads_of_its_role_before_it_reads_who_leads_the_case(staff):
    case = factories.submitted(centre=staff.colleague.centre)
    Application.objects.filter(pk=case.pk).update(led_by=staff.other_system)

    with pytest.raises(operations.CaseNotYours, match="Your role at the centre does not allow this"):
        perform(CaseAction.DECIDE, case, staff.posts[OfficerRole.RECEPTION])


def test_the_leading_system_works_on_its_case_without_a_registration_here(staff):
    system = staff.other_system
    case = factories.submitted(centre=system.centre)
    Application.objects.filter(pk=case.pk).update(led_by=system)

    for action in (CaseAction.TAKE, CaseAction.EXTEND, CaseAction.DECIDE, CaseAction.ISSUE):
        perform(action, Application.objects.get(pk=case.pk), system)

    assert Application.objects.get(pk=case.pk).status == ApplicationStatus.ISSUED


@pytest.mark.parametrize("role", [OfficerRole.RECEPTION, OfficerRole.OFFICER, OfficerRole.HEAD])
def test_the_centre_hands_over_the_result_of_a_case_that_another_system_decided(staff, role):
    system = staff.other_system
    case = factories.submitted(centre=system.centre)
    operations.take(application=case, officer=system, at=factories.NOON)
    operations.decide(application=case, officer=system, outcome=DecisionOutcome.GRANTED, at=factories.NOON)
    Application.objects.filter(pk=case.pk).update(led_by=system)
    case.refresh_from_db()

    assert possible_actions(staff.posts[role], case) - {CaseAction.TAKE_BACK} == {CaseAction.ISSUE}
    perform(CaseAction.ISSUE, case, staff.posts[role])


@pytest.mark.parametrize("status", SENT_STATUSES)
@pytest.mark.parametrize("role", ROLES)
def test_only_the_head_may_take_back_an_open_case(staff, role, status):
    case = factories.submitted(centre=staff.colleague.centre)
    Application.objects.filter(pk=case.pk).update(led_by=staff.other_system, officer=staff.other_system, status=status)
    case.refresh_from_db()

    is_possible = CaseAction.TAKE_BACK in possible_actions(staff.posts[role], case)

    assert is_possible == (role == OfficerRole.HEAD and case.is_open)


def test_an_officer_of_another_centre_can_do_nothing(staff):
    case = factories.registered(staff.colleague)

    assert possible_actions(factories.OfficerFactory(role=OfficerRole.HEAD), case) == frozenset()


def test_an_officer_whose_post_has_ended_can_do_nothing(staff):
    case = factories.registered(staff.colleague)
    staff.colleague.is_active = False

    assert possible_actions(staff.colleague, case) == frozenset()
