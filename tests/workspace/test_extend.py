"""Taking more time."""

import pytest

from tests import factories
from tests.english_urls import url
from vikno.applications.models import Application, DeadlineExtension

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(officer):
    return factories.in_work(officer)


def send(client, case, **typed):
    return client.post(url("workspace:extend", case.uid), typed, follow=True)


def test_the_page_says_by_when_the_case_is_due_now(workspace, case):
    response = workspace.get(url("workspace:extend", case.uid))

    assert "Now the case is to be decided by 12 March 2026." in response.text
    assert "Days are counted as calendar days." in response.text


def test_the_term_becomes_longer_and_the_case_says_why(workspace, case):
    response = send(workspace, case, days="5", reason="Чекаємо довідку з реєстру")

    assert "The term is extended." in response.text
    assert "Term extended by 5 days" in response.text
    assert "Чекаємо довідку з реєстру" in response.text
    assert Application.objects.get().deadline.due_on.isoformat() == "2026-03-17"


@pytest.mark.parametrize(
    ("days", "reason", "words"),
    [
        ("5", " ", "Fill in: Why more time is needed"),
        ("", "Чекаємо довідку", "Fill in: How many days more"),
        ("0", "Чекаємо довідку", "Extend by 1 to 60 days."),
        ("61", "Чекаємо довідку", "Extend by 1 to 60 days."),
        ("багато", "Чекаємо довідку", "Write a whole number, for example 3."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(workspace, case, days, reason, words):
    response = send(workspace, case, days=days, reason=reason)

    assert response.status_code == 422
    assert words in response.text
    assert f'value="{days}"' in response.text or not days
    assert reason in response.text
    assert not DeadlineExtension.objects.exists()


def test_the_term_of_a_case_that_is_not_worked_on_stays(workspace, officer):
    case = factories.submitted(centre=officer.centre)

    response = send(workspace, case, days="5", reason="Чекаємо довідку")

    assert response.status_code == 422
    assert "The term can be extended while the application is being worked on." in response.text
