"""Tests of the walk through a form: its pages, those before and after a step, and the page to continue with."""

from datetime import date

from tests.eforms.sample_form import FORM, LEASE, RIGHT, SINCE
from vikno.eforms.definition import FormDefinition, Question, QuestionKind, Step
from vikno.eforms.form_walk import FormWalk

TODAY = date(2026, 5, 1)
NOTE = Question(key="note", kind=QuestionKind.INFO, label="Принесіть паспорт.")
HOME = Step(key="home", title="Житло", questions=(RIGHT,))
LEASING = Step(key="lease", title="Оренда", questions=(LEASE,))
INTRODUCTION = Step(key="intro", title="Вступ", questions=(NOTE,))
TERM = Step(key="term", title="Строк", questions=(SINCE,))
LONG = FormDefinition(title="Оренда", steps=(INTRODUCTION, HOME, LEASING, TERM))


def walk_of(form=LONG, *, answers=None, files=None, editable=None, is_correction=False) -> FormWalk:
    keys = {question.key for question in form.questions} if editable is None else editable
    return FormWalk(
        eform=form,
        answers=answers or {},
        file_counts=files or {},
        editable_keys=frozenset(keys),
        is_correction=is_correction,
    )


def keys_of(steps) -> list[str]:
    return [step.key for step in steps]


def test_a_step_on_which_nothing_is_asked_is_no_page():
    assert keys_of(walk_of().steps) == ["intro", "home", "term"]
    assert keys_of(walk_of(answers={"right": "rent"}).steps) == ["intro", "home", "lease", "term"]


def test_the_check_counts_as_a_page():
    assert walk_of().page_count == 4


def test_a_correction_has_pages_only_where_something_may_be_changed():
    walk = walk_of(answers={"right": "rent"}, editable={"note", "since"}, is_correction=True)

    assert keys_of(walk.steps) == ["term"]
    assert walk.first_step == walk.last_step == TERM


def test_a_form_without_questions_has_only_the_check():
    walk = walk_of(FormDefinition(title="А", steps=(Step(key="s", title="К", questions=()),)))

    assert walk.first_step is None
    assert walk.last_step is None
    assert walk.page_count == 1


def test_pages_follow_one_another():
    walk = walk_of(answers={"right": "owner"})

    assert [walk.step_number(step) for step in walk.steps] == [1, 2, 3]
    assert walk.step_before(INTRODUCTION) is None
    assert walk.step_before(TERM) == HOME
    assert walk.step_after(HOME) == TERM
    assert walk.step_after(TERM) is None


def test_a_step_that_is_no_page_any_more_still_has_neighbours():
    walk = walk_of(answers={"right": "owner"})

    assert not walk.has_step(LEASING)
    assert walk.step_number(LEASING) == 3
    assert walk.step_before(LEASING) == HOME
    assert walk.step_after(LEASING) == TERM


def test_a_question_that_an_answer_newly_asks_is_unseen_until_it_is_shown_or_answered():
    home = FORM.steps[0]
    walk = walk_of(FORM, answers={"right": "rent"})

    assert walk.unseen_questions(home, shown=["right"]) == [LEASE]
    assert walk.unseen_questions(home, shown=["right", "lease"]) == []
    assert walk_of(FORM, answers={"right": "rent"}, files={"lease": 1}).unseen_questions(home, shown=["right"]) == []
    assert walk_of(FORM, answers={"right": "owner"}).unseen_questions(home, shown=["right"]) == []


def test_what_may_not_be_changed_is_never_unseen():
    walk = walk_of(FORM, answers={"right": "rent"}, editable={"right"}, is_correction=True)

    assert walk.unseen_questions(FORM.steps[0], shown=["right"]) == []


def test_a_step_is_checked_alone_and_the_form_as_a_whole():
    walk = walk_of(answers={"right": "rent"}, files={"lease": 1})

    assert walk.validate_step(LEASING, today=TODAY) == []
    assert [problem.input_id for problem in walk.validate_step(TERM, today=TODAY)] == ["since"]
    assert [problem.input_id for problem in walk.validate(today=TODAY)] == ["since"]


def test_one_goes_on_where_something_lacks_or_nothing_was_touched():
    assert walk_of(FORM).resume_step(today=TODAY) == FORM.steps[0]
    assert walk_of(FORM, answers={"right": "rent"}).resume_step(today=TODAY) == FORM.steps[0]
    assert walk_of(FORM, answers={"right": "owner"}).resume_step(today=TODAY) == FORM.steps[1]
    assert walk_of(FORM, answers={"right": "owner", "since": "2026-05-01"}).resume_step(today=TODAY) is None


def test_the_step_of_a_question_is_found_by_its_key():
    assert walk_of().step_of_question("since") == TERM
    assert walk_of().step_of_question("nowhere") is None
