"""The whole way of a case, by operations alone."""

from datetime import date, timedelta

import pytest

from tests import factories
from vikno.applications import operations, queries
from vikno.applications.models import Application, ApplicationStatus, DecisionOutcome
from vikno.audit.operations import verify
from vikno.outbox.models import Event

pytestmark = pytest.mark.django_db


def test_a_case_goes_from_draft_to_result_with_a_correction_on_the_way(noon, officer):
    case = factories.in_work(officer)
    operations.return_for_correction(
        application=case,
        officer=officer,
        reason="Не видно будинку",
        remarks={"address": "Вкажіть номер"},
        due_on=date(2026, 3, 20),
        at=noon + timedelta(days=1),
    )
    case = Application.objects.get(pk=case.pk)
    typed = {"address": {**factories.COMPLETE_ANSWERS["address"], "house": "15"}, "full_name": "Хтось Інший"}
    operations.answer(application=case, typed=typed, at=noon + timedelta(days=2))
    case = operations.resubmit(application=case, at=noon + timedelta(days=2))
    operations.take(application=case, officer=officer, at=noon + timedelta(days=3))
    operations.decide(application=case, officer=officer, outcome=DecisionOutcome.GRANTED, at=noon + timedelta(days=3))
    operations.issue(
        application=case, officer=officer, title="Витяг", upload=factories.png(), at=noon + timedelta(days=3)
    )

    case = Application.objects.get(pk=case.pk)
    assert case.status == ApplicationStatus.ISSUED
    submission = queries.latest_submission(case)
    assert submission.answers["full_name"] == "Зразкова Олена Тестівна"
    assert [change.key for change in queries.changes_in(case, submission)] == ["address"]
    assert case.deadline.due_on == date(2026, 3, 13)
    assert [event.name.partition(".")[2] for event in Event.objects.order_by("pk")] == [
        "submitted",
        "registered",
        "taken",
        "returned",
        "resubmitted",
        "taken",
        "decided",
        "issued",
    ]
    assert verify().is_intact
