"""Properties of any question, any form and any typed value."""

import json

from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests import answers
from tests.eforms.strategies import INNER, TODAY, forms, questions, typed
from vikno.eforms.answer_display import answer_sections, answer_text
from vikno.eforms.definition import Question, QuestionKind, definition_faults
from vikno.eforms.posted_answers import read_answers
from vikno.eforms.serialization import dump_definition, load_definition
from vikno.eforms.validation import check_answer, check_form, check_step, normalize_answer

ANSWERABLE = tuple(kind for kind in QuestionKind if kind not in (QuestionKind.INFO, QuestionKind.FILES))
WITH_A_CHECK = questions(kinds=ANSWERABLE)
ANSWERS = st.dictionaries(st.sampled_from([f"q{number}" for number in range(6)]), typed)


@given(question=WITH_A_CHECK, value=typed)
def test_checking_never_fails(question, value):
    _value, problems = check_answer(question, value, today=TODAY)

    assert all(problem.input_id == "q" or problem.input_id.startswith("q-") for problem in problems)
    assert all(problem.message for problem in problems)


@given(question=WITH_A_CHECK, value=typed)
def test_what_passed_its_check_passes_again_as_it_is(question, value):
    checked, problems = check_answer(question, value, today=TODAY)

    if not problems:
        again, problems = check_answer(question, checked, today=TODAY)
        assert (again, problems) == (checked, [])
        assert normalize_answer(question, checked, today=TODAY) == checked
        json.dumps(checked)


SIMPLE = questions(
    kinds=tuple(
        kind for kind in ANSWERABLE if kind not in (QuestionKind.GROUP, QuestionKind.ADDRESS, QuestionKind.PERSON)
    )
)


@given(question=SIMPLE, value=typed)
def test_what_did_not_pass_stays_as_it_was_typed(question, value):
    result, problems = check_answer(question, value, today=TODAY)

    if problems and not problems[0].is_missing:
        assert result == value or result is value
        assert normalize_answer(question, value, today=TODAY) is result


@given(
    question=questions(kinds=(QuestionKind.TEXT, QuestionKind.LONG_TEXT)),
    value=st.text(alphabet="\u200b\ufeff\u202e\x00 \n\t", max_size=5),
)
def test_what_nobody_can_see_is_no_answer(question, value):
    _value, problems = check_answer(question, value, today=TODAY)

    assert [problem.is_missing for problem in problems] == ([True] if question.required else [])


@given(question=WITH_A_CHECK, value=typed, language=st.sampled_from(["uk", "en", "cs"]))
def test_showing_never_fails(question, value, language):
    with translation.override(language):
        assert isinstance(answer_text(question, value), str)


@given(form=forms(), given_answers=ANSWERS)
def test_a_whole_form_can_be_checked_and_shown_whatever_was_answered(form, given_answers):
    checked = check_form(form, given_answers, files={}, today=TODAY)
    rows = [row for section in answer_sections(form, given_answers, {}) for row in section.rows]

    keys = {question.key for question in form.questions}
    assert {problem.question for problem in checked.problems} <= keys
    assert set(checked.answers) <= keys
    assert {row.key for row in rows} <= keys
    for step in form.steps:
        found = check_step(form, step, given_answers, files={}, today=TODAY)
        assert {problem.question for problem in found.problems} <= {question.key for question in step.questions}


@given(form=forms(), given_answers=ANSWERS)
def test_answers_that_pass_pass_again(form, given_answers):
    files = {question.key: 1 for question in form.questions if question.kind == QuestionKind.FILES}
    checked = check_form(form, given_answers, files=files, today=TODAY)

    if not checked.problems:
        again = check_form(form, checked.answers, files=files, today=TODAY)
        assert (again.answers, again.problems) == (checked.answers, [])


@given(form=forms())
def test_complete_answers_lack_nothing(form):
    complete = answers.complete(form)
    files = {question.key: 1 for question in form.questions if question.kind == QuestionKind.FILES}

    problems = check_form(form, complete, files=files, today=TODAY).problems

    assert [problem for problem in problems if problem.message != "Не разом"] == []


@given(question=WITH_A_CHECK)
def test_what_a_page_sends_is_read_back(question):
    value = answers.typed(question)
    sent = QueryDict(mutable=True)
    for name, posted in answers.fields([question], {question.key: value}).items():
        sent.setlist(name, posted if isinstance(posted, list) else [posted])

    assert read_answers([question], sent) == {question.key: value}


@given(
    names=st.lists(
        st.tuples(st.sampled_from(["q", "q-asked", "q-none", "q-g", "q-0-g", "q-1-h", "q-house"]), st.text(max_size=8))
    )
)
def test_reading_never_fails_whatever_a_page_sends(names):
    sent = QueryDict(mutable=True)
    for name, value in names:
        sent.appendlist(name, value)

    for kind in ANSWERABLE:
        question = Question(key="q", kind=kind, label="Назва", questions=INNER if kind == QuestionKind.GROUP else ())
        assert set(read_answers([question], sent)) <= {"q"}


@given(form=forms())
def test_a_form_comes_back_from_storage_as_it_was(form):
    assert definition_faults(form) == []
    assert load_definition(json.loads(json.dumps(dump_definition(form)))) == form
