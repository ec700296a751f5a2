"""Registering and taking at one press."""

from datetime import timedelta

import pytest

from tests import factories
from vikno.applications import operations
from vikno.applications.access import CaseNotYours
from vikno.applications.models import Application, ApplicationStatus, Registration
from vikno.centres.models import OfficerRole
from vikno.outbox.models import Event

pytestmark = pytest.mark.django_db


def test_a_case_is_registered_and_taken_at_once(officer, noon):
    case = factories.submitted(centre=officer.centre)

    operations.accept(application=case, officer=officer, at=noon, number="77/26")

    case = Application.objects.get()
    assert (case.status, case.officer, case.registration.number) == (ApplicationStatus.IN_WORK, officer, "77/26")
    told = Event.objects.order_by("pk").values_list("name", flat=True)
    assert list(told) == ["application.submitted", "application.registered", "application.taken"]


def test_where_one_of_the_two_is_refused_neither_happens(noon):
    receptionist = factories.OfficerFactory(role=OfficerRole.RECEPTION)
    case = factories.submitted(centre=receptionist.centre)

    with pytest.raises(CaseNotYours):
        operations.accept(application=case, officer=receptionist, at=noon)

    assert Application.objects.get().status == ApplicationStatus.SUBMITTED
    assert not Registration.objects.exists()


def test_the_second_of_two_officers_is_refused(officer, noon):
    case = factories.submitted(centre=officer.centre)
    colleague = factories.OfficerFactory(centre=officer.centre)
    operations.accept(application=case, officer=officer, at=noon)

    with pytest.raises(operations.CaseAlreadyRegistered):
        operations.accept(application=case, officer=colleague, at=noon + timedelta(seconds=1))

    assert Application.objects.get().officer == officer
