"""The links and sentences of the pages of a form, for drafts and corrections."""

import pytest
from django.utils import translation

from tests import factories
from tests.cabinet.sample_forms import returned
from vikno.cabinet.applications.form_walk import ApplicationWalk, load_form_walk
from vikno.cabinet.applications.review_page import ReviewPageTexts, review_page_texts
from vikno.catalogue.models import SigningRequirement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def draft(resident) -> ApplicationWalk:
    return load_form_walk(factories.draft(person=resident))


@pytest.fixture
def correction(officer) -> ApplicationWalk:
    return load_form_walk(returned(officer, remarks={"address": "Вкажіть номер будинку"}))


def texts(walk: ApplicationWalk, signing: SigningRequirement = SigningRequirement.NOT_NEEDED) -> ReviewPageTexts:
    return review_page_texts(walk, signing=signing)


def test_the_first_page_of_a_draft_leads_back_to_all_applications(draft):
    link = draft.back_link(draft.steps[0], from_check=False)

    assert link.label == "My applications"


def test_the_first_page_of_a_correction_leads_back_to_the_application(correction):
    link = correction.back_link(correction.steps[0], from_check=False)

    assert (link.label, str(correction.application.uid) in link.address) == ("Back to the application", True)


def test_a_later_page_leads_back_to_the_page_before(draft):
    link = draft.back_link(draft.steps[1], from_check=False)

    assert (link.label, link.address) == ("Back to the previous step", draft.page_address(draft.steps[0]))


def test_a_page_opened_from_the_check_leads_back_to_it(draft):
    link = draft.back_link(draft.steps[1], from_check=True)

    assert (link.label, link.address) == ("Back to the check", draft.page_address(None))


def test_the_check_of_a_draft_leads_back_to_the_last_page_and_sends_the_application(draft):
    page = texts(draft)

    assert page.back is not None
    assert (page.back.label, page.back.address) == ("Back to the previous step", draft.page_address(draft.last_step))
    assert page.lead.startswith("It is not too late to change anything.")
    assert page.send_label == "Send to the centre"


def test_the_check_of_a_correction_sends_the_correction(correction):
    page = texts(correction)

    assert page.lead == "The centre gets the correction as soon as you send it."
    assert page.send_label == "Send the correction"


def test_the_check_of_a_correction_of_everything_leads_back_to_the_application(officer, correction):
    every = {question.key: "" for question in correction.eform.questions if question.is_answerable}
    walk = load_form_walk(returned(officer, remarks=every))

    page = texts(walk)

    assert page.back is not None
    assert (page.back.label, str(walk.application.uid) in page.back.address) == ("Back to the application", True)


def test_a_required_signature_comes_before_sending(draft, correction):
    for walk in (draft, correction):
        assert texts(walk, SigningRequirement.REQUIRED).send_label == "Go on to sign and send"
        assert texts(walk, SigningRequirement.OFFERED).send_label == texts(walk).send_label
