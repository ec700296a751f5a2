"""A paper application is entered once, however often the button is pressed."""

import uuid

import pytest

from tests import factories
from vikno.applications import operations
from vikno.applications.models import Application
from vikno.applications.operations.submissions import PaperApplication
from vikno.outbox.models import Event

pytestmark = pytest.mark.django_db

PAPER = PaperApplication(
    details={"family_name": "Умовна", "given_name": "Віра"}, papers=[{"name": "Заява", "sheets": 1}]
)


def test_the_same_key_gives_the_same_application(officer, noon):
    given = {"service": factories.ServiceFactory(), "centre": officer.centre, "officer": officer, "paper": PAPER}
    key = uuid.uuid4()

    first = operations.intake(**given, at=noon, key=key)
    second = operations.intake(**given, at=noon, key=key)

    assert first == second
    assert Application.objects.count() == 1
    assert Event.objects.count() == 1


def test_two_people_with_the_same_papers_get_two_applications(officer, noon):
    given = {"service": factories.ServiceFactory(), "centre": officer.centre, "officer": officer, "paper": PAPER}

    for _ in range(2):
        operations.intake(**given, at=noon)

    assert Application.objects.count() == 2
