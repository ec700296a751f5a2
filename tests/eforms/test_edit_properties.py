"""Whatever is changed, in whatever order: what comes out is a form that is stored, read back, asked and shown."""

import json
from functools import partial

from django.http import QueryDict
from hypothesis import given
from hypothesis import settings as property_settings
from hypothesis import strategies as st

from tests.eforms.made import TODAY, conditions, forms, questions
from vikno.content.form_editor.outlines import rule_lines, sections
from vikno.eforms.checks import check_form
from vikno.eforms.definition import EForm, Kind, faults
from vikno.eforms.editing import applied, inserting, rules, steps
from vikno.eforms.editing import conditions as asking
from vikno.eforms.editing import questions as editing
from vikno.eforms.library import ready_forms
from vikno.eforms.reading import read
from vikno.eforms.references import broken
from vikno.eforms.reviewing import remarks
from vikno.eforms.showing import sections as shown
from vikno.eforms.stored import dump, load
from vikno.kernel.errors import Refused
from vikno.web.eforms import controls

WORDS = st.sampled_from(["Назва", "Крок", "main", "«»", "1", "Дуже довга назва " * 4])


@st.composite
def changes(draw, form: EForm):
    """Return one change that a page could ask for, with places that are there and some that are not."""
    step = draw(st.sampled_from([one.key for one in form.steps] + ["gone"]))
    places = [question.key for question in form.questions]
    places += [f"{one.key}-{part.key}" for one in form.questions for part in one.questions]
    at = draw(st.sampled_from([*places, "gone", "gone-too"]))
    by, number = draw(st.sampled_from([-1, 1])), draw(st.integers(0, 3))
    known = [question.key for question in form.questions] or ["q"]
    condition = draw(conditions(known))
    what = [
        partial(steps.add, title=draw(WORDS)),
        partial(steps.reword, key=step, title=draw(WORDS), lead=""),
        partial(steps.move, key=step, by=by),
        partial(steps.remove, key=step),
        partial(editing.add, step=step, question=draw(questions(key=""))),
        partial(editing.add, step=step, group=at, question=draw(questions(key=""))),
        partial(editing.change, at=at, label=draw(WORDS), choices=()),
        partial(editing.change_kind, at=at, kind=draw(st.sampled_from(Kind))),
        partial(editing.move, at=at, by=by),
        partial(editing.move_to, at=at, step=step),
        partial(editing.duplicate, at=at),
        partial(editing.remove, at=at),
        partial(asking.add, at=at, part=condition, any_is_enough=draw(st.sampled_from([None, True, False]))),
        partial(asking.take, at=at, number=number),
        partial(asking.join, at=at, any_is_enough=draw(st.booleans())),
        partial(rules.add, refused_when=condition, at=at, message=draw(WORDS)),
        partial(rules.add_part, number=number, part=condition),
        partial(rules.take_part, number=number, part=number),
        partial(rules.remove, number=number),
        partial(inserting.insert, source=draw(st.sampled_from(ready_forms())).form, keys=["children", "who", "plot"]),
    ]
    return draw(st.sampled_from(what))


@st.composite
def edited(draw) -> tuple[EForm, EForm]:
    """Return a form, and what it is after a sequence of changes, some of which were refused."""
    before = form = draw(forms())
    for _number in range(draw(st.integers(1, 6))):
        try:
            form = applied(draw(changes(form)), form)
        except Refused:
            continue
    return before, form


# Faults that a draft may have: it is not finished. All others no change may bring about.
UNFINISHED = ("asks nothing", "has nothing to choose from")


@property_settings(max_examples=60)
@given(forms=edited())
def test_any_sequence_of_changes_leaves_a_form_that_can_be_stored_and_finished(forms):
    before, form = forms

    assert load(json.loads(json.dumps(dump(form)))) == form
    assert [fault for fault in faults(form) if not any(part in fault for part in UNFINISHED)] == []
    assert {use.identity for use in broken(form)} <= {use.identity for use in broken(before)}


@property_settings(max_examples=40)
@given(forms=edited())
def test_any_sequence_of_changes_leaves_a_form_that_can_be_asked_and_shown(forms):
    _before, form = forms

    sections(form)
    rule_lines(form)
    remarks(form)
    for step in form.steps:
        for control in controls(step.questions, answers={}, asked=set()):
            assert control.template
        read(step.questions, QueryDict("q=1&children-asked=2"))
    checked = check_form(form, {}, files={}, today=TODAY)
    shown(form, checked.answers, {})
