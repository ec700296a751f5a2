"""What answers to the questions of a card make: papers, fee, term."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Locale

from tests import factories
from tests.catalogue.card_questions import answer, ask, code, paper, question
from tests.catalogue.test_translations import translated
from vikno.catalogue.checklist import (
    CardFee,
    CardTerm,
    Checklist,
    ChecklistAnswer,
    ChecklistQuestion,
    RequiredDocument,
    answers_from_codes,
    checklist_of,
    checklist_result,
)
from vikno.catalogue.models import CardDocument
from vikno.kernel.text import fold_text

NAMES = st.sampled_from(["Паспорт", "паспорт", "Довідка", "Довіреність", "Витяг"])
PAPERS = st.lists(
    st.builds(
        RequiredDocument, code=st.uuids().map(str), name=NAMES, source=st.sampled_from(["applicant", "register"])
    ),
    max_size=4,
).map(tuple)
FEES = st.builds(CardFee, fee_amount=st.decimals(min_value=0, max_value=999, places=2))
TERMS = st.builds(CardTerm, term_days=st.integers(1, 90))
ANSWERS = st.builds(
    ChecklistAnswer,
    code=st.uuids().map(str),
    text=st.just("Так"),
    documents=PAPERS,
    fee=st.none() | FEES,
    term=st.none() | TERMS,
    note=st.sampled_from(["", "Візьміть воду", "Приходьте раніше"]),
)


@st.composite
def checklists(draw):
    questions = [
        ChecklistQuestion(
            name=f"q{number}", text="Питання", answers=tuple(draw(st.lists(ANSWERS, min_size=2, max_size=4)))
        )
        for number in range(1, draw(st.integers(1, 5)) + 1)
    ]
    return Checklist(questions=tuple(questions), documents=draw(PAPERS), fee=draw(FEES), term=draw(TERMS))


@st.composite
def answered_checklists(draw):
    checklist = draw(checklists())
    codes = [draw(st.sampled_from(one.answers)).code for one in checklist.questions]
    return checklist, draw(st.permutations(codes))


@given(answered_checklists())
def test_every_paper_of_the_card_and_of_the_answers_is_needed_once_and_no_other(given_):
    checklist, codes = given_

    said = answers_from_codes(checklist, codes)
    names = [fold_text(one.name) for one in checklist_result(said).documents]

    asked = {fold_text(one.name) for one in checklist.documents}
    asked |= {fold_text(one.name) for answer in said.chosen_answers.values() for one in answer.documents}
    assert sorted(names) == sorted(asked)
    assert said.is_complete


@given(answered_checklists(), st.lists(st.text(max_size=9), max_size=3))
def test_what_is_not_known_and_the_order_of_codes_change_nothing(given_, strange):
    checklist, codes = given_

    plain, other = answers_from_codes(checklist, codes), answers_from_codes(checklist, [*strange, *reversed(codes)])

    assert checklist_result(plain) == checklist_result(other)
    assert other.query_params == plain.query_params
    assert set(other.unknown_codes) == set(strange) - set(codes)


@given(answered_checklists())
def test_fee_and_term_are_those_of_the_card_or_of_one_chosen_answer(given_):
    checklist, codes = given_

    said = answers_from_codes(checklist, codes)
    made = checklist_result(said)

    fees = [one.fee for one in said.chosen_answers.values() if one.fee]
    terms = [one.term for one in said.chosen_answers.values() if one.term]
    assert made.fee == (fees[-1] if fees else checklist.fee)
    assert made.term == (terms[-1] if terms else checklist.term)


@given(answered_checklists())
def test_one_answer_less_leaves_its_question_open(given_):
    checklist, codes = given_

    said = answers_from_codes(checklist, codes[1:])

    assert len(said.open_questions) == 1
    assert not said.is_complete


# From a card.

pytestmark = pytest.mark.django_db


@pytest.fixture
def card():
    card = factories.ServiceFactory(code="residence").card
    CardDocument.objects.create(card=card, name="Паспорт", source="applicant", brought_as="original", sort_order=0)
    CardDocument.objects.create(card=card, name="Свідоцтво", source="register", register="ДРАЦС", sort_order=1)
    return ask(
        card,
        question("Чиє житло?", answer("Моє"), answer("Орендую", paper("Договір"), fee_amount="10.50", note="Копію")),
        question(
            "Де видано свідоцтво?",
            answer("В Україні"),
            answer("За кордоном", paper("Свідоцтво", detail="З перекладом"), term_days=5, term_unit="working"),
        ),
    )


def test_a_card_without_questions_has_no_checklist():
    assert checklist_of(factories.ServiceFactory().card) is None


def test_answers_add_papers_and_set_fee_and_term(card):
    said = answers_from_codes(checklist_of(card), [code("Орендую"), code("За кордоном")])

    made = checklist_result(said)

    assert [(one.name, one.detail) for one in made.from_you] == [
        ("Паспорт", ""), ("Свідоцтво", "З перекладом"), ("Договір", ""),
    ]  # fmt: skip
    assert made.from_registers == []
    assert (made.fee.fee_amount, made.term.term_days, made.term.term_unit) == (Decimal("10.50"), 5, "working")
    assert made.notes == ("Копію",)


def test_answers_that_add_nothing_leave_what_the_card_says(card):
    made = checklist_result(answers_from_codes(checklist_of(card), [code("Моє"), code("В Україні")]))

    assert [(one.name, one.source, one.brought_as) for one in made.documents] == [
        ("Паспорт", "applicant", "original"), ("Свідоцтво", "register", ""),
    ]  # fmt: skip
    assert (made.fee.fee_amount, made.term.term_days) == (None, 10)


def test_codes_stay_when_questions_change_places(card):
    before = checklist_of(card)
    codes = [code("Орендую"), code("В Україні")]

    after = checklist_of(ask(card, *reversed(list(card.questions.raw_data))))

    assert [one.text for one in after.questions] == ["Де видано свідоцтво?", "Чиє житло?"]
    assert set(answers_from_codes(after, codes).codes) == set(answers_from_codes(before, codes).codes) == set(codes)


def test_a_service_that_was_deleted_is_not_named_any_more(card):
    other = factories.ServiceFactory(code="other")
    card = ask(card, question("Вік?", answer("До 14", is_not_for_you=True, elsewhere=other), answer("Старше")))
    assert checklist_of(card).questions[0].answers[0].other_service_code == "other"

    other.delete()

    left = checklist_of(type(card).objects.get(pk=card.pk)).questions[0].answers[0]
    assert (left.other_service_code, left.is_not_for_you) == ("", True)


WORDS = {"Чиє житло?": "Whose home?", "Орендую": "I rent it", "Договір": "Contract", "Копію": "A copy"}


def test_a_translation_asks_in_its_language_and_means_the_same(card, django_capture_on_commit_callbacks):
    english = Locale.objects.get_or_create(language_code="en")[0]
    card.save_revision().publish()
    with django_capture_on_commit_callbacks(execute=True):
        translation = translated(card, english, WORDS)

    said = answers_from_codes(checklist_of(translation), [code("Орендую"), code("В Україні")])

    assert said.checklist.questions[0].text == "Whose home?"
    assert said.chosen_answers["q1"].text == "I rent it"
    made = checklist_result(said)
    assert (made.documents[-1].name, made.documents[-1].code, made.notes) == ("Contract", code("Договір"), ("A copy",))
    assert made.fee.fee_amount == Decimal("10.50")


def test_a_document_for_some_is_asked_of_who_answers_so(card):
    CardDocument.objects.create(card=card, name="Договір", is_conditional=True, sort_order=2)

    owner, tenant = (
        answers_from_codes(checklist_of(card), [code(one), code("В Україні")]) for one in ("Моє", "Орендую")
    )

    assert "Договір" not in [one.name for one in checklist_result(owner).documents]
    assert "Договір" in [one.name for one in checklist_result(tenant).documents]
