"""Tests of the checklist of a card: its address with codes, its page, its PDF."""

import pytest

from tests import factories
from tests.applications.test_case_documents import words as words_of
from tests.catalogue.card_questions import answer, ask, code, paper, question
from tests.english_urls import url
from vikno.catalogue.models import CardDocument

pytestmark = pytest.mark.django_db


@pytest.fixture
def card():
    factories.OfferingFactory(service__code="other", service__title="Паспорт дитини")
    service = factories.OfferingFactory(service__code="residence").service
    CardDocument.objects.create(card=service.card, name="Паспорт", source="applicant", sort_order=0)
    CardDocument.objects.create(card=service.card, name="Право власності", source="register", sort_order=1)
    elsewhere = type(service).objects.get(code="other")
    return ask(
        service.card,
        question("Чиє житло?", answer("Моє"), answer("Орендую", paper("Договір оренди"), note="Візьміть копію")),
        question(
            "Скільки Вам років?",
            answer("Понад 14", fee_amount="49.92"),
            answer("Менше", is_not_for_you=True, elsewhere=elsewhere),
            hint="На день подання",
        ),
    )


def page(client, **answers):
    return client.get(url("content:checklist", "residence"), answers)


def test_the_questions_are_asked_without_saying_what_is_wrong(client, card):
    text = page(client).text

    for words in ("1. Чиє житло?", "Орендую", "2. Скільки Вам років?", "На день подання", f'value="{code("Моє")}"'):
        assert words in text
    assert "govuk-error" not in text
    assert "noindex" not in text


def test_answers_make_a_list_of_papers_with_fee_term_and_place(client, card):
    text = page(client, q1=code("Орендую"), q2=code("Понад 14")).text

    for words in (
        "2 from you", "49.92 UAH", "Up to 10 calendar days", "Online or at the centre", "Договір оренди", "Паспорт",
        "Право власності", "Візьміть копію", "вул. Вербова, 1, с. Вербівка", "Your answers", "noindex",
    ):  # fmt: skip
        assert words in text, words
    assert text.index("Договір оренди") < text.index("We take it from registers") < text.index("Право власності")
    assert f"/checklist.pdf?q1={code('Орендую')}&amp;q2={code('Понад 14')}" in text


def test_an_answer_that_is_missing_is_asked_for_and_the_rest_is_kept(client, card):
    text = page(client, q1=code("Орендую")).text

    assert 'href="#q2-1">Question 2. Choose an answer.' in text
    assert f'value="{code("Орендую")}" checked' in text
    assert "Bring with you" not in text


def test_a_code_that_is_gone_is_told_and_what_holds_is_kept(client, card):
    text = page(client, q1=code("Орендую"), q2="0000abcd").text

    assert "The card has changed since this address was made." in text
    assert "Question 2. It has changed since: answer it again." in text
    assert f'value="{code("Орендую")}" checked' in text


def test_a_question_that_is_gone_leaves_the_list_with_a_word(client, card):
    text = page(client, q1=code("Моє"), q2=code("Понад 14"), q3="0000abcd").text

    assert "Bring with you" in text
    assert "The card has changed since this address was made." in text


def test_answers_are_understood_wherever_their_question_stands_now(client, card):
    assert "Bring with you" in page(client, q7=code("Моє"), q1=code("Понад 14")).text


@pytest.mark.parametrize("strange", ["<script>", "'; DROP", "х" * 3000, "\x00"])
def test_whatever_stands_in_the_address_breaks_nothing(client, card, strange):
    response = page(client, q1=strange, q2=code("Понад 14"), other=strange)

    assert response.status_code == 200
    assert "<script>" not in response.text.partition("<main")[2]


def test_who_needs_another_service_is_led_there_at_once(client, card):
    text = page(client, q2=code("Менше")).text

    assert "It seems that you do not need this service" in text
    assert url("content:service", "other") in text
    assert "Choose an answer" not in text


def test_a_service_that_is_not_given_any_more_is_not_offered_instead(client, card):
    type(card.service).objects.filter(code="other").update(is_active=False)

    text = page(client, q2=code("Менше")).text

    assert "It seems that you do not need this service" in text
    assert url("content:service", "other") not in text


def test_a_card_without_questions_has_no_checklist(client):
    factories.OfferingFactory(service__code="plain")

    assert client.get(url("content:checklist", "plain")).status_code == 404
    assert client.get(url("content:checklist_pdf", "plain")).status_code == 404
    assert url("content:checklist", "plain") not in client.get(url("content:service", "plain")).text


def test_a_card_leads_to_its_checklist(client, card):
    assert url("content:checklist", "residence") in client.get(url("content:service", "residence")).text


def test_the_list_as_a_paper_says_the_same(client, card):
    response = client.get(url("content:checklist_pdf", "residence"), {"q1": code("Орендую"), "q2": code("Понад 14")})

    assert response["Content-Type"] == "application/pdf"
    text = words_of(response.content)
    for said in ("Договір оренди", "Візьміть копію", "49.92 UAH", "Право власності", "Понад 14"):
        assert said in text, said


def test_a_paper_of_a_list_that_is_not_ready_leads_to_the_questions(client, card):
    response = client.get(url("content:checklist_pdf", "residence"), {"q1": code("Орендую")})

    assert response.status_code == 302
    assert response.url == f"{url('content:checklist', 'residence')}?q1={code('Орендую')}"


def test_a_list_costs_the_same_however_long_the_questions(client, card, django_assert_max_num_queries):
    ask(
        card,
        *(question(f"Питання {at}?", *(answer(f"{at}-{no}", paper(f"П {at}")) for no in range(8))) for at in range(8)),
    )
    answers = {f"q{at + 1}": code(f"{at}-3") for at in range(8)}

    with django_assert_max_num_queries(24):
        assert "9 from you" in page(client, **answers).text
