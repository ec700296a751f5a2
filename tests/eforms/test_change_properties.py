"""Properties of any sequence of changes: the form can be stored, read back, filled in and shown."""

import json
from functools import partial

from django.http import QueryDict
from hypothesis import given
from hypothesis import settings as property_settings
from hypothesis import strategies as st

from tests.eforms.strategies import TODAY, conditions, forms, questions
from vikno.eforms.answer_display import answer_sections as shown
from vikno.eforms.changes import apply_change, insertion, rules, steps
from vikno.eforms.changes import conditions as asking
from vikno.eforms.changes import questions as editing
from vikno.eforms.definition import FormDefinition, QuestionKind, definition_faults
from vikno.eforms.form_review import review_form
from vikno.eforms.library import ready_forms
from vikno.eforms.posted_answers import read_answers
from vikno.eforms.references import broken_references
from vikno.eforms.serialization import dump_definition, load_definition
from vikno.eforms.validation import check_form
from vikno.form_editor.outline import outline_rules, outline_steps
from vikno.kernel.errors import Refused
from vikno.web.eforms import controls

WORDS = st.sampled_from(["Назва", "Крок", "main", "«»", "1", "Дуже довга назва " * 4])


@st.composite
def changes(draw, form: FormDefinition):
    """Return a change that a page could ask for, at places that exist and at some that do not."""
    step = draw(st.sampled_from([step.key for step in form.steps] + ["gone"]))
    places = [question.key for question in form.questions]
    places += [f"{question.key}-{part.key}" for question in form.questions for part in question.questions]
    at = draw(st.sampled_from([*places, "gone", "gone-too"]))
    by, number = draw(st.sampled_from([-1, 1])), draw(st.integers(0, 3))
    known = [question.key for question in form.questions] or ["q"]
    condition = draw(conditions(known))
    possible_changes = [
        partial(steps.add, title=draw(WORDS)),
        partial(steps.reword, key=step, title=draw(WORDS), lead=""),
        partial(steps.move, key=step, by=by),
        partial(steps.remove, key=step),
        partial(editing.add, step=step, question=draw(questions(key=""))),
        partial(editing.add, step=step, group=at, question=draw(questions(key=""))),
        partial(editing.change_fields, at=at, label=draw(WORDS), choices=()),
        partial(editing.change_kind, at=at, kind=draw(st.sampled_from(QuestionKind))),
        partial(editing.move, at=at, by=by),
        partial(editing.move_to_step, at=at, step=step),
        partial(editing.duplicate, at=at),
        partial(editing.remove, at=at),
        partial(asking.add_part, at=at, part=condition, any_is_enough=draw(st.sampled_from([None, True, False]))),
        partial(asking.remove_part, at=at, number=number),
        partial(asking.change_join, at=at, any_is_enough=draw(st.booleans())),
        partial(rules.add, refused_when=condition, at=at, message=draw(WORDS)),
        partial(rules.add_part, number=number, part=condition),
        partial(rules.remove_part, number=number, part=number),
        partial(rules.remove, number=number),
        partial(
            insertion.insert_steps, source=draw(st.sampled_from(ready_forms())).form, keys=["children", "who", "plot"]
        ),
    ]
    return draw(st.sampled_from(possible_changes))


@st.composite
def edited(draw) -> tuple[FormDefinition, FormDefinition]:
    """Return a form before and after a sequence of changes, some of which were refused."""
    before = form = draw(forms())
    for _number in range(draw(st.integers(1, 6))):
        try:
            form = apply_change(draw(changes(form)), form)
        except Refused:
            continue
    return before, form


# Faults that a draft may have: it is not finished. All others no change may bring about.
UNFINISHED = ("asks nothing", "has nothing to choose from")


@property_settings(max_examples=60)
@given(forms=edited())
def test_any_sequence_of_changes_leaves_a_form_that_can_be_stored_and_finished(forms):
    before, form = forms

    assert load_definition(json.loads(json.dumps(dump_definition(form)))) == form
    assert [fault for fault in definition_faults(form) if not any(part in fault for part in UNFINISHED)] == []
    assert {use.identity for use in broken_references(form)} <= {use.identity for use in broken_references(before)}


@property_settings(max_examples=40)
@given(forms=edited())
def test_any_sequence_of_changes_leaves_a_form_that_can_be_asked_and_shown(forms):
    _before, form = forms

    outline_steps(form)
    outline_rules(form)
    review_form(form)
    for step in form.steps:
        for control in controls(step.questions, answers={}, asked=set()):
            assert control.template
        read_answers(step.questions, QueryDict("q=1&children-asked=2"))
    checked = check_form(form, {}, files={}, today=TODAY)
    shown(form, checked.answers, {})
