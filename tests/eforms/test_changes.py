"""Tests of the changes of a form: each has its effect, and a part that others look at is never lost silently."""

from functools import partial

import pytest
from django.utils import translation

from tests.eforms.sample_form import CHILDREN, FORM, LEASE, RIGHT, SINCE
from vikno.eforms.changes import (
    FormPartReferenced,
    apply_change,
    choices,
    conditions,
    insertion,
    limits,
    questions,
    rules,
    steps,
)
from vikno.eforms.changes.limits import FormLimitReached
from vikno.eforms.changes.positions import FormPartMissing, find_question, new_key, position_of
from vikno.eforms.definition import (
    AllOf,
    AnswerChoice,
    AnyOf,
    ComparisonOperator,
    FormDefinition,
    NoneOf,
    Question,
    QuestionKind,
    Step,
    definition_faults,
)
from vikno.eforms.definition import AnswerComparison as Compare


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def changed(change, form=FORM, **arguments) -> FormDefinition:
    return apply_change(partial(change, **arguments), form)


def keys(form: FormDefinition) -> list[list[str]]:
    return [[question.key for question in step.questions] for step in form.steps]


# Steps.


def test_a_new_step_comes_last_with_a_key_of_its_words():
    form = changed(steps.add, title="Ваші діти", lead="Усі до 14 років.")

    assert (form.steps[-1].key, form.steps[-1].title, form.steps[-1].questions) == ("vashi_dity", "Ваші діти", ())


def test_a_step_is_reworded_and_keeps_its_key_and_questions():
    form = changed(steps.reword, key="home", title="Ваше житло", lead="")

    assert (form.steps[0].key, form.steps[0].title) == ("home", "Ваше житло")
    assert form.steps[0].questions == FORM.steps[0].questions


def test_steps_change_places_and_stay_at_the_ends():
    assert [step.key for step in changed(steps.move, key="term", by=-1).steps] == ["term", "home"]
    assert changed(steps.move, key="home", by=-1) == FORM
    assert changed(steps.move, key="term", by=1) == FORM


def test_a_step_that_others_look_at_is_not_moved_behind_them_nor_removed():
    form = changed(questions.add, step="term", question=Question(key="", kind=QuestionKind.TEXT, label="Від кого"))
    form = changed(conditions.add_part, form, at="vid_koho", part=Compare(question="right", value="rent"))

    with pytest.raises(FormPartReferenced, match="the condition of “Від кого”"):
        changed(steps.move, form, key="home", by=1)
    with pytest.raises(FormPartReferenced, match="Від кого"):
        changed(steps.remove, form, key="home")


def test_a_step_goes_with_what_it_asks_and_with_conditions_inside_it():
    assert keys(changed(steps.remove, key="home")) == [["since", "until", "children"]]


def test_the_last_step_stays():
    with pytest.raises(steps.LastStepRequired):
        changed(steps.remove, FormDefinition(title="А", steps=FORM.steps[:1]), key="home")


def test_what_is_said_of_the_whole_form_is_changed():
    form = changed(steps.reword_form, title="Інша", minutes=3, language="cs")

    assert (form.title, form.minutes, form.language) == ("Інша", 3, "cs")


# Questions.


def test_a_new_question_comes_last_in_its_step_with_a_key_of_its_words():
    form = changed(questions.add, step="home", question=Question(key="", kind=QuestionKind.TEXT, label="Назва вулиці?"))

    assert keys(form)[0] == ["right", "lease", "nazva_vulytsi"]


def test_two_questions_with_the_same_words_get_two_keys():
    blank = Question(key="", kind=QuestionKind.TEXT, label="Назва")

    form = changed(questions.add, changed(questions.add, step="home", question=blank), step="term", question=blank)

    assert keys(form)[0][-1], keys(form)[1][-1] == ("nazva", "nazva_2")


@pytest.mark.parametrize("words", ["", "«»", "12 місяців", "Main", "—"])
def test_a_key_can_always_be_made(words):
    form = changed(questions.add, step="home", question=Question(key="", kind=QuestionKind.TEXT, label=words or " "))

    assert [fault for fault in definition_faults(form) if "key" in fault or "called" in fault] == []


def test_a_question_is_added_to_a_group():
    form = changed(
        questions.add, step="term", group="children", question=Question(key="", kind=QuestionKind.TEXT, label="Школа")
    )

    assert [part.key for part in find_question(form, "children").questions] == ["name", "born_on", "shkola"]


@pytest.mark.parametrize("kind", [QuestionKind.FILES, QuestionKind.GROUP])
def test_files_and_groups_do_not_go_into_a_group(kind):
    with pytest.raises(questions.NotAllowedInGroup):
        changed(questions.add, step="term", group="children", question=Question(key="", kind=kind, label="Щось"))
    with pytest.raises(questions.NotAllowedInGroup):
        changed(questions.change_kind, at="children-name", kind=kind)


def test_a_reworded_question_keeps_its_key_condition_and_place():
    form = changed(questions.change_fields, at="lease", label="Договір оренди", required=False)

    lease = form.steps[0].questions[1]
    assert (lease.key, lease.label, lease.required) == ("lease", "Договір оренди", False)
    assert lease.asked_when == LEASE.asked_when


def test_an_answer_that_a_condition_looks_at_cannot_be_struck_out():
    with pytest.raises(FormPartReferenced, match="the condition of “Договір”"):
        changed(questions.change_fields, at="right", choices=RIGHT.choices[:1])


def test_a_question_that_a_rule_compares_is_not_removed():
    with pytest.raises(FormPartReferenced, match=r"the rule “Кінець раніше початку\.”") as refused:
        changed(questions.remove, at="since")

    assert [use.at for use in refused.value.uses] == ["rule-1"]


def test_a_question_that_nothing_looks_at_is_removed():
    assert keys(changed(questions.remove, at="lease"))[0] == ["right"]
    assert [
        part.key for part in find_question(changed(questions.remove, at="children-name"), "children").questions
    ] == ["born_on"]


def test_questions_change_places_but_not_before_what_they_look_at():
    assert keys(changed(questions.move, at="until", by=-1))[1] == ["until", "since", "children"]
    with pytest.raises(FormPartReferenced, match="the condition of “Договір”"):
        changed(questions.move, at="lease", by=-1)


def test_a_question_moves_to_another_step():
    assert keys(changed(questions.move_to_step, at="lease", step="term")) == [
        ["right"],
        ["since", "until", "children", "lease"],
    ]
    assert changed(questions.move_to_step, at="lease", step="home") == FORM


def test_a_question_that_others_wait_for_does_not_move_behind_them():
    with pytest.raises(FormPartReferenced):
        changed(questions.move_to_step, at="right", step="term")


def test_a_copy_stands_below_with_a_key_of_its_own():
    assert keys(changed(questions.duplicate, at="right"))[0] == ["right", "right_2", "lease"]
    assert [
        part.key for part in find_question(changed(questions.duplicate, at="children-name"), "children").questions
    ] == [
        "name",
        "name_2",
        "born_on",
    ]


def test_another_sort_keeps_words_and_leaves_out_what_it_does_not_know():
    form = changed(questions.change_kind, at="since", kind=QuestionKind.TEXT)

    assert find_question(form, "since") == Question(key="since", kind=QuestionKind.TEXT, label=SINCE.label)


def test_another_sort_keeps_answers_to_choose_from_but_not_under_a_condition_that_cannot_work():
    assert (
        find_question(changed(questions.change_kind, at="right", kind=QuestionKind.SEVERAL_OF), "right").choices
        == RIGHT.choices
    )
    with pytest.raises(FormPartReferenced):
        changed(questions.change_kind, at="right", kind=QuestionKind.INFO)


def test_what_is_no_more_is_told():
    for change, arguments in (
        (questions.remove, {"at": "gone"}),
        (questions.change_fields, {"at": "children-gone", "label": "А"}),
        (questions.add, {"step": "gone", "question": SINCE}),
        (steps.reword, {"key": "gone", "title": "А", "lead": ""}),
        (conditions.remove_part, {"at": "lease", "number": 5}),
        (rules.remove, {"number": 2}),
        (rules.reword, {"number": 0, "at": "since", "message": ""}),
    ):
        with pytest.raises(FormPartMissing):
            changed(change, **arguments)


def test_there_is_an_end_to_what_fits():
    many = FormDefinition(
        title="А", steps=tuple(Step(key=f"s{n}", title="К", questions=()) for n in range(limits.STEPS))
    )
    with pytest.raises(FormLimitReached):
        changed(steps.add, many, title="Ще один")
    form = FORM
    for number in range(limits.INSIDE_GROUP - 2):
        blank = Question(key="", kind=QuestionKind.TEXT, label=f"Н{number}")
        form = changed(questions.add, form, step="term", group="children", question=blank)
    with pytest.raises(FormLimitReached):
        changed(questions.duplicate, form, at="children-name")


def test_a_condition_looks_only_at_what_is_asked_before():
    assert [question.key for question in questions.earlier_questions(FORM, "until")] == ["right", "since"]
    assert [question.key for question in questions.earlier_questions(FORM, "children-born_on")] == ["name"]
    with pytest.raises(FormPartReferenced):
        changed(
            conditions.add_part, at="since", part=Compare(question="until", op=ComparisonOperator.ANSWERED, value=True)
        )


# Conditions.

OWNER = Compare(question="right", value="owner")
LATE = Compare(question="since", op=ComparisonOperator.MORE, value="2026-01-01")


def test_parts_are_joined_as_they_are_added():
    form = changed(conditions.add_part, at="until", part=OWNER)
    assert find_question(form, "until").asked_when == OWNER

    form = changed(conditions.add_part, form, at="until", part=LATE, any_is_enough=True)
    assert find_question(form, "until").asked_when == AnyOf(any=(OWNER, LATE))

    form = changed(conditions.change_join, form, at="until", any_is_enough=False)
    assert find_question(form, "until").asked_when == AllOf(all=(OWNER, LATE))


def test_the_same_part_is_not_added_twice():
    form = changed(conditions.add_part, changed(conditions.add_part, at="until", part=OWNER), at="until", part=OWNER)

    assert find_question(form, "until").asked_when == OWNER


def test_without_its_last_part_a_question_is_always_asked():
    assert find_question(changed(conditions.remove_part, at="lease", number=0), "lease").asked_when is None


def test_a_deeper_condition_from_elsewhere_stays_as_it_is():
    deep = AnyOf(any=(NoneOf(none_of=(OWNER, LATE)), OWNER))
    form = changed(questions.change_fields, at="until", asked_when=deep)

    form = changed(conditions.remove_part, form, at="until", number=1)

    assert find_question(form, "until").asked_when == NoneOf(none_of=(OWNER, LATE))
    assert conditions.condition_parts(find_question(form, "until").asked_when) == (NoneOf(none_of=(OWNER, LATE)),)


# Rules.


def test_a_rule_is_added_reworded_and_removed():
    form = changed(rules.add, refused_when=OWNER, at="right", message="Ні")
    form = changed(rules.reword, form, number=2, at="right", message="Власникам не сюди.")
    assert form.rules[1].message == "Власникам не сюди."

    assert changed(rules.remove, form, number=2) == FORM


def test_a_rule_gets_more_conditions_and_keeps_at_least_one():
    form = changed(rules.add_part, number=1, part=OWNER, any_is_enough=True)
    assert form.rules[0].refused_when == AnyOf(any=(FORM.rules[0].refused_when, OWNER))
    assert changed(rules.change_join, form, number=1, any_is_enough=False).rules[0].refused_when == AllOf(
        all=(FORM.rules[0].refused_when, OWNER)
    )

    form = changed(rules.remove_part, form, number=1, part=1)
    assert form == FORM
    with pytest.raises(rules.RuleWithoutCondition):
        changed(rules.remove_part, form, number=1, part=0)


# Answers to choose from.

THREE = tuple(AnswerChoice(code=code, label=label) for code, label in (("a", "Перша"), ("b", "Друга"), ("c", "Третя")))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("Перша\nДруга\nТретя", ["a", "b", "c"], id="as it was"),
        pytest.param("Перша\nДруга група\nТретя", ["a", "b", "c"], id="reworded"),
        pytest.param("Третя\nПерша\nДруга", ["c", "a", "b"], id="another order"),
        pytest.param("Перша\nТретя", ["a", "c"], id="one fewer"),
        pytest.param("Перша\nДруга\nТретя\nЧетверта", ["a", "b", "c", "chetverta"], id="one more"),
        pytest.param("\n  Перша \n\nДруга\nТретя\n", ["a", "b", "c"], id="spaces"),
        pytest.param("", [], id="none"),
    ],
)
def test_an_answer_keeps_its_code(text, codes):
    assert [choice.code for choice in choices.parse_lines(text, THREE)] == codes


def test_the_code_of_an_answer_that_went_is_not_given_to_another():
    before = (AnswerChoice(code="insha", label="Інша"), AnswerChoice(code="b", label="Друга"))

    assert [choice.code for choice in choices.parse_lines("Друга\nНова\nІнша річ", before)] == [
        "b",
        "nova",
        "insha_rich",
    ]


def test_an_answer_stands_once():
    with pytest.raises(choices.ChoiceRepeated, match="“Так” is written twice"):
        choices.parse_lines("Так\nНі\nТак", ())


# Ready steps.


def test_inserted_steps_get_free_keys_and_their_conditions_and_rules_follow():
    form = changed(insertion.insert_steps, source=FORM, keys=["home", "term"])

    assert [step.key for step in form.steps] == ["home", "term", "home_2", "term_2"]
    assert keys(form)[2] == ["right_2", "lease_2"]
    assert form.steps[2].questions[1].asked_when == Compare(question="right_2", value="rent")
    assert form.rules[1].refused_when == Compare(question="until_2", op=ComparisonOperator.LESS, other="since_2")
    assert definition_faults(form) == []


def test_a_step_inserted_alone_leaves_conditions_on_others_behind():
    source = changed(questions.move_to_step, at="lease", step="term")

    form = changed(insertion.insert_steps, FormDefinition(title="А", steps=()), source=source, keys=["term"])

    assert find_question(form, "lease").asked_when is None
    assert definition_faults(form) == []


def test_a_place_says_where_a_question_stands():
    place = position_of(FORM, "children-born_on")

    assert (place.step.key, place.group, place.index) == ("term", CHILDREN, 1)


def test_a_key_is_never_given_twice():
    assert new_key("Назва", {"nazva", "nazva_2"}, or_else="q") == "nazva_3"
