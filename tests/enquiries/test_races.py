"""What several hands do at once with one enquiry."""

import uuid

import pytest
from django.db import connection

from tests import factories
from tests.applications.test_races import at_once
from tests.enquiries.test_intake import written
from vikno.enquiries.models import Enquiry, PageVerdict, PageVerdictKind
from vikno.enquiries.operations import WrongEnquiryStatus, count_verdict, take

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="races are shown on PostgreSQL"),
]


def test_two_presses_of_one_button_write_one_enquiry():
    centre, key = factories.CentreFactory(), uuid.uuid4()

    results = at_once(*[lambda: written(centre=centre, key=key)] * 4)

    assert len(set(results)) == 1
    assert Enquiry.objects.count() == 1


def test_many_letters_at_once_get_numbers_without_gaps():
    centre = factories.CentreFactory()

    at_once(*[lambda: written(centre=centre)] * 6)

    assert sorted(int(number[7:12]) for number in Enquiry.objects.values_list("number", flat=True)) == list(range(1, 7))


def test_one_of_two_officers_takes_it():
    centre = factories.CentreFactory()
    enquiry = written(centre=centre)
    officers = [factories.OfficerFactory(centre=centre) for _ in range(2)]

    results = at_once(
        *[lambda officer=officer: take(enquiry=enquiry, officer=officer, at=factories.NOON) for officer in officers]
    )

    assert sum(isinstance(result, WrongEnquiryStatus) for result in results) == 1


def test_no_press_is_lost():
    on = factories.NOON.date()

    at_once(*[lambda: count_verdict(path="/a/", language="uk", verdict=PageVerdictKind.USEFUL, on=on)] * 6)

    assert PageVerdict.objects.get().times == 6
