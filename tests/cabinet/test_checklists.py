"""Lists of papers in the cabinet."""

import uuid

import pytest
from django.test import Client

from tests import factories
from tests.catalogue.card_questions import answer, ask, code, paper, question
from tests.english_urls import url
from vikno.checklists.models import SavedChecklist

pytestmark = pytest.mark.django_db


@pytest.fixture
def card():
    service = factories.OfferingFactory(service__code="residence").service
    return ask(service.card, question("Чиє житло?", answer("Моє"), answer("Орендую", paper("Договір оренди"))))


@pytest.fixture
def person():
    return factories.PersonFactory()


@pytest.fixture
def resident(person):
    client = Client()
    client.force_login(person)
    return client


def keep_page(*answers):
    query = "&".join(f"q{at}={code(text)}" for at, text in enumerate(answers, start=1))
    return f"{url('cabinet:keep_checklist', 'residence')}?{query}"


@pytest.fixture
def kept(card, resident):
    resident.post(keep_page("Орендую"))
    return SavedChecklist.objects.get()


def test_a_guest_signs_in_first_and_comes_back_with_the_answers(client, card):
    response = client.get(keep_page("Орендую"))

    assert response.status_code == 302
    assert code("Орендую") in response.url


def test_looking_keeps_nothing(resident, card):
    text = resident.get(keep_page("Орендую")).text

    assert "Keep this list?" in text
    assert "Орендую" in text
    assert not SavedChecklist.objects.exists()


def test_a_list_is_kept_and_shown_in_the_cabinet(resident, person, card):
    response = resident.post(keep_page("Орендую"), follow=True)

    kept = SavedChecklist.objects.of(person).get()
    assert response.redirect_chain[-1][0] == url("cabinet:checklist", kept.uid)
    assert "Договір оренди" in response.text
    assert url("cabinet:checklist", kept.uid) in resident.get(url("cabinet:home")).text


def test_a_list_with_open_questions_is_not_kept(resident, card):
    response = resident.post(keep_page())

    assert response.status_code == 422
    assert "Answer all questions first" in response.text
    assert not SavedChecklist.objects.exists()


def test_a_forged_form_is_refused(person, card):
    forged = Client(enforce_csrf_checks=True)
    forged.force_login(person)

    assert forged.post(keep_page("Орендую")).status_code == 403


def test_a_service_without_questions_has_nothing_to_keep(resident):
    factories.OfferingFactory(service__code="residence")

    assert resident.get(keep_page("Орендую")).status_code == 404


def test_papers_are_ticked_off_and_others_are_not_taken(resident, kept):
    text = resident.post(
        url("cabinet:checklist", kept.uid), {"paper": [code("Договір оренди"), "zz"]}, follow=True
    ).text

    assert "You have 1 of 1." in text
    kept.refresh_from_db()
    assert kept.ticks == [code("Договір оренди")]


def test_changed_questions_are_told_and_lead_to_the_card(resident, kept, card):
    ask(card, question("Вік?", answer("14"), answer("18")))

    text = resident.get(url("cabinet:checklist", kept.uid)).text

    assert "The questions of this card have changed." in text
    assert "Договір оренди" not in text
    assert resident.post(url("cabinet:checklist", kept.uid), {"paper": ["x"]}).status_code == 302


def test_a_list_is_deleted_after_asking_once_more(resident, kept):
    page = url("cabinet:discard_checklist", kept.uid)
    assert "Delete the list?" in resident.get(page).text

    resident.post(page)

    assert not SavedChecklist.objects.exists()


@pytest.mark.parametrize("name", ["cabinet:checklist", "cabinet:discard_checklist"])
def test_a_list_of_somebody_else_is_not_found(kept, name):
    stranger = Client()
    stranger.force_login(factories.PersonFactory())

    assert stranger.get(url(name, kept.uid)).status_code == 404
    assert stranger.post(url(name, kept.uid)).status_code == 404
    assert stranger.get(url(name, uuid.uuid4())).status_code == 404
