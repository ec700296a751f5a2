"""Returning an application for correction."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from tests.english_urls import url
from vikno.applications import operations
from vikno.applications.models import Application, ApplicationStatus, CorrectionRequest

pytestmark = pytest.mark.django_db


def main(response):
    """Return the page without its frame: the display panel has boxes to choose of its own."""
    return response.text.partition("<main")[2]


@pytest.fixture
def case(officer):
    return factories.in_work(officer)


def tomorrow(case):
    return (case.centre.today(timezone.now()) + timedelta(days=1)).isoformat()


def send(client, case, **typed):
    return client.post(url("workspace:return", case.uid), typed, follow=True)


def test_the_page_lists_every_answer_with_a_tick_and_offers_ten_days(workspace, case):
    response = workspace.get(url("workspace:return", case.uid))

    assert response.status_code == 200
    for key in ("full_name", "phone", "rnokpp", "address", "right"):
        assert f'id="mark-{key}"' in response.text
        assert f'id="remark-{key}"' in response.text
    assert "вул. Шкільна, 14-А, с. Вербівка" in response.text
    in_ten_days = case.centre.today(timezone.now()) + timedelta(days=10)
    assert f'value="{in_ten_days.isoformat()}"' in response.text


def test_the_days_that_the_page_offers_are_a_setting(workspace, case, settings):
    settings.CORRECTION_DAYS = 21

    response = workspace.get(url("workspace:return", case.uid))

    offered = case.centre.today(timezone.now()) + timedelta(days=21)
    assert f'value="{offered.isoformat()}"' in response.text


def test_the_marked_answers_go_back_with_their_remarks(workspace, case):
    typed = {"mark-address": "yes", "remark-address": "Вкажіть номер", "reason": "Не видно будинку"}

    response = send(workspace, case, **typed, due_on=tomorrow(case))

    assert "The applicant is asked to correct the application." in response.text
    assert Application.objects.get().status == ApplicationStatus.RETURNED
    correction = CorrectionRequest.objects.get()
    assert (correction.remarks, correction.reason) == ({"address": "Вкажіть номер"}, "Не видно будинку")


def test_a_remark_without_a_tick_marks_too(workspace, case):
    send(workspace, case, **{"remark-right": "Оберіть іншу"}, reason="Помилка", due_on=tomorrow(case))

    assert CorrectionRequest.objects.get().remarks == {"right": "Оберіть іншу"}


def test_a_question_of_no_such_form_is_passed_over(workspace, case):
    response = send(workspace, case, **{"mark-no_such": "yes"}, reason="Помилка", due_on=tomorrow(case))

    assert response.status_code == 422
    assert not CorrectionRequest.objects.exists()


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        ("mark-address", "Mark at least one answer to be corrected."),
        ("reason", "Fill in: What the applicant should do"),
        ("due_on", "Fill in: Answer by"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(workspace, case, left_out, words):
    typed = {"mark-address": "yes", "reason": "Не видно будинку", "due_on": tomorrow(case)}
    del typed[left_out]

    response = send(workspace, case, **typed)

    assert response.status_code == 422
    assert words in response.text
    for kept in typed.values():
        assert kept in response.text
    assert ("checked" in main(response)) == ("mark-address" in typed)
    assert Application.objects.get().status == ApplicationStatus.IN_WORK


def test_a_date_that_gives_no_time_is_refused(workspace, case):
    today = case.centre.today(timezone.now()).isoformat()

    response = send(workspace, case, **{"mark-address": "yes"}, reason="Не видно будинку", due_on=today)

    assert response.status_code == 422
    assert "Give the applicant time: choose a date after today." in response.text


def test_a_case_that_was_withdrawn_meanwhile_is_not_returned(workspace, case):
    operations.withdraw(application=case, at=factories.NOON)

    response = send(workspace, case, **{"mark-address": "yes"}, reason="Не видно будинку", due_on=tomorrow(case))

    assert response.status_code == 422
    assert "This cannot be done now" in response.text
    assert "Не видно будинку" in response.text


def test_a_colleagues_case_is_not_returned(client, officer, case):
    colleague = factories.OfficerFactory(centre=officer.centre)
    client.force_login(colleague.person)

    response = send(client, case, **{"mark-address": "yes"}, reason="Не видно будинку", due_on=tomorrow(case))

    assert response.status_code == 422
    assert "A colleague works this case." in response.text


def test_the_page_of_a_case_that_moved_on_leads_back_to_it(workspace, case):
    operations.withdraw(application=case, at=factories.NOON)

    response = workspace.get(url("workspace:return", case.uid), follow=True)

    assert "This cannot be done with the case as it is now." in response.text
    assert response.redirect_chain[-1][0] == url("workspace:case", case.uid)
