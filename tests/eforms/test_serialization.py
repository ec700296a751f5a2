"""Tests of definitions as JSON: they come back unchanged, and a misspelt key is an error."""

import json

import pytest

from tests.factories import RESIDENCE
from vikno.eforms.definition import AllOf, AnyOf, NoneOf
from vikno.eforms.serialization import BadDefinition, dump_definition, load_definition


def test_a_definition_comes_back_as_it_was():
    assert load_definition(json.loads(json.dumps(dump_definition(RESIDENCE)))) == RESIDENCE


def test_what_is_default_is_not_written():
    first = dump_definition(RESIDENCE)["steps"][0]["questions"][0]

    assert first == {"key": "full_name", "kind": "text", "label": "Прізвище, ім’я, по батькові", "prefill": "full_name"}


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ({"all": [{"question": "a"}]}, AllOf),
        ({"any": [{"question": "a"}]}, AnyOf),
        ({"none_of": [{"question": "a"}]}, NoneOf),
    ],
)
def test_conditions_are_told_by_their_key(written, kind):
    question_data = {"key": "b", "kind": "text", "label": "Б", "asked_when": written}

    form = load_definition({"title": "Ф", "steps": [{"key": "s", "title": "К", "questions": [question_data]}]})

    assert isinstance(form.question("b").asked_when, kind)


def form_of(**question) -> dict:
    question_data = {"key": "a", "kind": "text", "label": "А", **question}
    return {"title": "Ф", "steps": [{"key": "s", "title": "К", "questions": [question_data]}]}


@pytest.mark.parametrize(
    ("broken", "place"),
    [
        ({"title": "Ф"}, "steps"),
        ({"title": "Ф", "steps": [], "colour": "red"}, "colour"),
        (form_of(requird=False), "requird"),
        (form_of(kind="tekst"), "kind"),
        (form_of(asked_when={"quest": "a"}), "asked_when"),
        ([], "dictionary"),
        (None, "dictionary"),
        ("форма", "dictionary"),
    ],
)  # fmt: skip
def test_what_is_no_definition_is_refused_with_the_place(broken, place):
    with pytest.raises(BadDefinition, match=place):
        load_definition(broken)
