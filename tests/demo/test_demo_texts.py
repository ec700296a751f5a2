"""Ukrainian texts of the demo: signs and capitals of our style guide."""

import re

import pytest

from vikno.demo.seed.cards import FORMS
from vikno.demo.seed.community import DATA

TEXTS = sorted([*FORMS.glob("*.json"), *DATA.glob("**/*.toml")])


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_texts_use_ukrainian_signs_and_a_capital_for_the_reader(path):
    text = path.read_text(encoding="utf-8")

    assert re.findall(r"[а-яґєії]['`][а-яґєії]", text, re.IGNORECASE) == [], "apostrophe"
    assert re.findall(r"—| - ", text) == [], "dash"
    assert re.findall(r"\b(?:ви|вас|вам|вами|ваш[аеиіу]?|вашого|вашої)\b", text) == [], "capital"
    assert re.findall(r"[ыэёъ]", text, re.IGNORECASE) == [], "letters of another alphabet"
    assert re.findall(r"[a-z][а-яґєії]|[а-яґєії][a-z]", re.sub(r"\\n", " ", text), re.IGNORECASE) == [], "mixed letters"
