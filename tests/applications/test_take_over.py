"""Going on with a case that a colleague works."""

import pytest

from tests import factories
from vikno.applications import operations
from vikno.applications.access import CaseNotYours
from vikno.applications.models import Application, ApplicationStatus
from vikno.audit.models import AuditEntry
from vikno.centres.models import OfficerRole

pytestmark = pytest.mark.django_db


def test_a_colleague_takes_a_case_over_and_the_audit_says_from_whom(officer, noon):
    case = factories.in_work(officer)
    colleague = factories.OfficerFactory(centre=officer.centre)

    operations.take_over(application=case, officer=colleague, colleague=officer.person.ref, at=noon)

    case = Application.objects.get()
    assert (case.status, case.officer) == (ApplicationStatus.IN_WORK, colleague)
    entry = AuditEntry.objects.get(action="application.taken_over")
    assert (entry.actor, entry.detail) == (colleague.person.ref, {"from": officer.person.ref})


def test_a_case_that_has_passed_to_a_third_person_stays_with_them(officer, noon):
    case = factories.in_work(officer)
    quick, slow = (factories.OfficerFactory(centre=officer.centre) for _ in range(2))
    operations.take_over(application=case, officer=quick, colleague=officer.person.ref, at=noon)

    with pytest.raises(operations.CaseTakenByColleague):
        operations.take_over(application=case, officer=slow, colleague=officer.person.ref, at=noon)

    assert Application.objects.get().officer == quick


def test_a_case_that_nobody_works_is_taken_not_taken_over(officer, noon):
    case = factories.registered(officer)

    with pytest.raises(operations.WrongCaseStatus):
        operations.take_over(application=case, officer=officer, colleague="", at=noon)


def test_reception_does_not_take_cases_over(officer, noon):
    case = factories.in_work(officer)
    receptionist = factories.OfficerFactory(centre=officer.centre, role=OfficerRole.RECEPTION)

    with pytest.raises(CaseNotYours):
        operations.take_over(application=case, officer=receptionist, colleague=officer.person.ref, at=noon)
