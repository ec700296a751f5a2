"""Definitions as JSON: back as they were, and nothing misspelt slips in."""

import json

import pytest

from tests.factories import RESIDENCE
from vikno.eforms.definition import All, AnyOf, Not
from vikno.eforms.stored import BadDefinition, dump, load


def test_a_definition_comes_back_as_it_was():
    assert load(json.loads(json.dumps(dump(RESIDENCE)))) == RESIDENCE


def test_what_is_default_is_not_written():
    first = dump(RESIDENCE)["steps"][0]["questions"][0]

    assert first == {"key": "full_name", "kind": "text", "label": "Прізвище, ім’я, по батькові", "prefill": "full_name"}


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ({"all": [{"question": "a"}]}, All),
        ({"any": [{"question": "a"}]}, AnyOf),
        ({"none_of": [{"question": "a"}]}, Not),
    ],
)
def test_conditions_are_told_by_their_key(written, kind):
    asked = {"key": "b", "kind": "text", "label": "Б", "asked_when": written}

    form = load({"title": "Ф", "steps": [{"key": "s", "title": "К", "questions": [asked]}]})

    assert isinstance(form.question("b").asked_when, kind)


def form_of(**question) -> dict:
    asked = {"key": "a", "kind": "text", "label": "А", **question}
    return {"title": "Ф", "steps": [{"key": "s", "title": "К", "questions": [asked]}]}


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
        load(broken)
