"""Handing over the result."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from tests.english_urls import url
from vikno.applications import operations
from vikno.applications.models import Application, ApplicationStatus, DecisionOutcome, Result

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(officer):
    case = factories.in_work(officer)
    operations.decide(application=case, officer=officer, outcome=DecisionOutcome.GRANTED, at=factories.NOON)
    return case


def send(client, case, **typed):
    return client.post(url("workspace:issue", case.uid), typed, follow=True)


def picture(name="витяг.png", content=None):
    return SimpleUploadedFile(name, factories.png().content if content is None else content)


def test_the_page_says_what_was_decided_and_offers_a_name(workspace, case):
    response = workspace.get(url("workspace:issue", case.uid))

    assert "The decision: granted." in response.text
    assert 'value="Реєстрація місця проживання"' in response.text


def test_a_file_is_handed_over(workspace, case):
    response = send(workspace, case, title="Витяг", upload=picture())

    assert "The result is handed over." in response.text
    assert Application.objects.get().status == ApplicationStatus.ISSUED
    assert Result.objects.get().file.name == "витяг.png"


def test_a_paper_waits_where_the_officer_says(workspace, case):
    response = send(workspace, case, title="Витяг", where="На рецепції, з паспортом")

    assert "На рецепції, з паспортом" in response.text
    assert Application.objects.get().status == ApplicationStatus.ISSUED


def test_without_file_and_place_nothing_is_handed_over(workspace, case):
    response = send(workspace, case, title="Мій витяг")

    assert response.status_code == 422
    assert "Add the result file, or write where the paper can be collected." in response.text
    assert 'value="Мій витяг"' in response.text
    assert Application.objects.get().status == ApplicationStatus.DECIDED


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (picture("витяг.exe"), "is not a PDF, JPG or PNG"),
        (picture("витяг.pdf", b"%PDF-1.7 broken"), "does not open"),
    ],
)
def test_a_file_that_is_not_taken_is_refused_in_words(workspace, case, upload, words):
    response = send(workspace, case, title="Мій витяг", upload=upload, where="На рецепції")

    assert response.status_code == 422
    assert words in response.text
    assert "Choose the file again" in response.text
    for typed in ("Мій витяг", "На рецепції"):
        assert f'value="{typed}"' in response.text
    assert not Result.objects.exists()


def test_a_file_over_the_limit_is_refused_and_what_was_typed_stays(workspace, case, settings):
    settings.UPLOAD_LIMIT_BYTES = 50

    response = send(workspace, case, title="Мій витяг", upload=picture())

    assert response.status_code == 422
    assert "is too big" in response.text
    assert 'value="Мій витяг"' in response.text


def test_a_result_is_handed_over_once(workspace, officer, case):
    operations.issue(application=case, officer=officer, title="Витяг", where="тут", at=factories.NOON)

    response = send(workspace, case, title="Ще один", where="там")

    assert response.status_code == 422
    assert "This cannot be done now" in response.text
    assert Result.objects.count() == 1
