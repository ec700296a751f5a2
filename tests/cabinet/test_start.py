import uuid

import pytest

from tests import factories
from tests.cabinet.page_browser import visit
from tests.english_urls import url
from vikno.applications.models import Application
from vikno.catalogue.models import CardDocument, DocumentSource

pytestmark = pytest.mark.django_db


@pytest.fixture
def offering():
    return factories.OfferingFactory()


@pytest.fixture
def address(offering):
    return url("cabinet:start", offering.service.code)


def test_it_says_what_to_know_before_the_first_question(cabinet, offering, address):
    card = offering.service.card
    CardDocument.objects.create(card=card, name="Паспорт", source=DocumentSource.APPLICANT, sort_order=0)
    CardDocument.objects.create(card=card, name="Витяг", source=DocumentSource.REGISTER, sort_order=1)

    page = visit(cabinet, address)

    assert page.h1 == "Реєстрація місця проживання"
    for words in (
        "Від 14 років",
        "Паспорт",
        "from you",
        "Витяг",
        "from the register",
        "about 10 min",
        "10 calendar days",
    ):
        assert words in page.text
    assert page.buttons == ["Begin"]


def test_a_guest_signs_in_first_and_comes_back(client, address):
    response = client.get(address)

    assert response["Location"] == f"{url('account_login')}?next={address}"


def test_beginning_leads_to_the_first_step_of_a_new_draft(cabinet, resident, offering, address):
    page = visit(cabinet, address).send()

    draft = Application.objects.get()
    assert (draft.applicant, draft.service, draft.centre) == (resident, offering.service, offering.centre)
    assert page.path == url("cabinet:step", draft.uid, "person")
    assert page.value("full_name") == "Зразкова Олена Тестівна"


def test_a_double_press_begins_one_draft(cabinet, address):
    page = visit(cabinet, address)

    first, second = page.send(), page.send()

    assert Application.objects.count() == 1
    assert first.path == second.path


def test_with_several_centres_one_must_be_chosen(cabinet, offering, address):
    other = factories.OfferingFactory(service=offering.service).centre
    page = visit(cabinet, address)

    refused = page.send()
    begun = refused.send({"centre": other.code})

    assert refused.status == 422
    assert refused.title.startswith("Error:")
    assert refused.errors == {"centre": "Choose the centre that will take your application."}
    assert begun.status == 200
    assert Application.objects.get().centre == other


def test_the_centre_of_the_link_is_chosen_already(cabinet, offering):
    other = factories.OfferingFactory(service=offering.service).centre

    page = visit(cabinet, f"{url('cabinet:start', offering.service.code)}?centre={other.code}")

    assert page.value("centre") == other.code


def test_a_centre_that_does_not_give_the_service_online_is_no_choice(cabinet, offering, address):
    elsewhere = factories.OfferingFactory(service=offering.service, online=False).centre

    page = visit(cabinet, address).send({"centre": elsewhere.code})

    assert page.status == 422
    assert not Application.objects.exists()


def test_a_draft_that_was_begun_is_offered_before_another(cabinet, address):
    visit(cabinet, address).send()

    page = visit(cabinet, address)

    assert "You have begun this already" in page.text
    assert "You stopped at step" in page.text
    assert page.buttons == ["Begin another application"]
    assert page.follow("Continue").path == url("cabinet:step", Application.objects.get().uid, "person")


def test_another_application_is_begun_when_it_is_meant(cabinet, address):
    visit(cabinet, address).send()

    visit(cabinet, address).press("Begin another application")

    assert Application.objects.count() == 2


def test_a_page_opened_before_the_draft_was_begun_does_not_begin_a_second_one(cabinet, address):
    early, page = visit(cabinet, address), visit(cabinet, address)
    page.send()

    shown = early.send()

    assert shown.status == 422
    assert "You have begun this already" in shown.text
    assert Application.objects.count() == 1


def test_a_draft_of_somebody_else_is_not_offered(cabinet, offering, address):
    factories.operations.start(
        service=offering.service, centre=offering.centre, applicant=factories.PersonFactory(), at=factories.NOON
    )

    assert visit(cabinet, address).buttons == ["Begin"]


def test_a_service_without_a_form_says_how_else(cabinet):
    offering = factories.OfferingFactory(service=factories.ServiceFactory(form=None))

    page = visit(cabinet, url("cabinet:start", offering.service.code))

    assert "This service is not given online now" in page.text
    assert page.buttons == []


def test_a_service_that_was_closed_meanwhile_is_not_begun(cabinet, offering, address):
    page = visit(cabinet, address)
    offering.online = False
    offering.save(update_fields=["online"])

    answered = page.send()

    assert answered.status == 422
    assert not Application.objects.exists()


def test_an_unknown_service_is_not_found(cabinet):
    assert cabinet.get(url("cabinet:start", "no-such-service")).status_code == 404


def test_a_forged_key_begins_an_ordinary_draft(cabinet, offering, address):
    visit(cabinet, address).send({"start_key": "not-a-key"})

    assert isinstance(Application.objects.get().start_key, uuid.UUID)
