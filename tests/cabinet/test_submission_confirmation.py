import pytest

from tests import factories
from tests.cabinet.page_browser import visit
from tests.english_urls import url
from vikno.applications import operations
from vikno.catalogue.models import CardStage

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(resident):
    return factories.submitted(person=resident)


def test_it_gives_the_number_the_code_the_deadline_and_the_receipt(cabinet, sent):
    page = visit(cabinet, url("cabinet:done", sent.uid))

    assert page.h1 == "The application is sent"
    for words in (sent.number, sent.access_code, "12 March 2026", sent.applicant_email, "2 March"):
        assert words in page.text
    assert page.links["Receipt, PDF"] == url("cabinet:receipt", sent.uid)
    assert page.follow("Follow the application").path == url("cabinet:application", sent.uid)


def test_it_is_there_after_a_reload(cabinet, sent):
    first, second = (visit(cabinet, url("cabinet:done", sent.uid)) for _ in range(2))

    assert first.text == second.text


def test_it_says_what_happens_next_in_the_words_of_the_card(cabinet, sent):
    CardStage.objects.create(card=sent.service.card, title="Перевірка", text="Один день", sort_order=0)

    page = visit(cabinet, url("cabinet:done", sent.uid))

    assert "Перевірка Один день" in page.text


def test_it_lists_what_was_handed_in(cabinet, resident):
    draft = factories.draft(person=resident, answers={**factories.COMPLETE_ANSWERS, "right": "rent"})
    operations.attach(application=draft, question="contract", upload=factories.png("1.png"), at=factories.NOON)
    operations.submit(application=draft, at=factories.NOON)

    assert "1.png" in visit(cabinet, url("cabinet:done", draft.uid)).text


def test_of_a_draft_there_is_nothing_to_confirm(cabinet, resident):
    draft = factories.draft(person=resident)

    assert visit(cabinet, url("cabinet:done", draft.uid)).path == url("cabinet:check", draft.uid)
