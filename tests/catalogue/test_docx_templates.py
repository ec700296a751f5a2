"""Filling a DOCX: what may stand in it, what comes out, and what somebody who means harm gets."""

import io
import time

import pytest
from django.utils import translation
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.office_documents import changed, docx_of, words_of
from vikno.catalogue.docx_templates import (
    BLANK_LINE,
    MAX_VALUE_LENGTH,
    TemplateBroken,
    fill_template,
    find_placeholders,
)
from vikno.catalogue.placeholders import PLACEHOLDERS, SAMPLES, find_placeholder


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def test_what_is_known_stands_in_its_place_also_in_the_header():
    template = docx_of("Я, {{ full_name }}, тел. {{phone}}", header="{{ centre_name }}")

    filled = fill_template(template, {"full_name": "Зразкова Олена", "phone": "+380", "centre_name": "ЦНАП"})

    assert words_of(filled) == ["ЦНАП", "Я, Зразкова Олена, тел. +380"]


def test_what_is_not_known_is_a_line_to_fill_in_by_hand():
    assert words_of(fill_template(docx_of("Адреса: {{ address }}"), {})) == [f"Адреса: {BLANK_LINE}"]


@pytest.mark.parametrize(
    ("known", "words"), [({"phone": "+380"}, ["Тел. +380"]), ({}, ["без телефону"])], ids=["known", "not known"]
)
def test_a_part_may_depend_on_what_is_known(known, words):
    template = docx_of("{% if phone %}Тел. {{ phone }}{% else %}без телефону{% endif %}")

    assert words_of(fill_template(template, known)) == words


def test_a_condition_may_have_paragraphs_of_its_own():
    template = docx_of("{%p if not rnokpp %}", "Без номера", "{%p endif %}", "Кінець")

    assert find_placeholders(template) == ["rnokpp"]
    assert words_of(fill_template(template, {"rnokpp": "1"})) == ["Кінець"]


def test_every_placeholder_has_a_ukrainian_name_too():
    template = docx_of(*(f"{{{{ {one.ukrainian_name} }}}}" for one in PLACEHOLDERS), "{{ ІМ'Я }}", "{{ ім’я }}")

    filled = words_of(fill_template(template, SAMPLES))

    assert filled == [*(one.sample for one in PLACEHOLDERS), "Олена", "Олена"]


def test_the_names_of_placeholders_do_not_collide():
    names = [name for one in PLACEHOLDERS for name in (one.code, one.ukrainian_name)]

    assert len(set(names)) == len(names)
    assert all(find_placeholder(name) for name in names)


def test_a_placeholder_set_in_several_styles_is_still_one():
    template = docx_of("x")
    document = Document(io.BytesIO(template))
    paragraph = document.add_paragraph()
    for part in ("{", "{ full", "_name ", "}}"):
        paragraph.add_run(part).bold = part == "{ full"
    buffer = io.BytesIO()
    document.save(buffer)

    assert find_placeholders(buffer.getvalue()) == ["full_name"]
    assert words_of(fill_template(buffer.getvalue(), {"full_name": "Олена"}))[-1] == "Олена"


def test_the_placeholders_are_told_once_and_in_order():
    assert find_placeholders(docx_of("{{ phone }} {{ піб }} {{ phone }}")) == ["phone", "full_name"]
    assert find_placeholders(docx_of("Порожній бланк")) == []


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_whatever_somebody_is_called_stays_text(name):
    filled = words_of(fill_template(TEMPLATE, {"full_name": name}))

    assert filled[-1] == "кінець"
    assert "Я, " in filled[0]


TEMPLATE = docx_of("Я, {{ full_name }}.", "кінець")


@pytest.mark.parametrize("name", ["<w:p/>", "{{ phone }}", "{% for x in y %}", "A & B", "]]>", "{_{ x }_}"])
def test_a_name_cannot_become_markup_or_a_tag(name):
    assert words_of(fill_template(TEMPLATE, {"full_name": name, "phone": "секрет"}))[0].replace("{{", "{_{") in (
        f"Я, {name}.".replace("{{", "{_{"),
        "Я, {_{ x }}.",
    )


def test_lines_and_signs_nobody_sees_become_spaces_and_a_long_value_is_cut():
    filled = words_of(fill_template(TEMPLATE, {"full_name": "а\nб\a\x00" + "в" * 5000}))

    assert filled[0].startswith("Я, а б")
    assert len(filled[0]) < MAX_VALUE_LENGTH + 10


# What is refused when it is uploaded.

EVIL = [
    "{{ ''.__class__.__mro__ }}",
    "{{ full_name.__class__ }}",
    "{{ full_name['x'] }}",
    "{{ full_name|attr('x') }}",
    "{{ self }}{{ self.__init__ }}",
    "{{ range(1000000000) }}",
    "{{ 'x' * 1000000000 }}",
    "{{ 7*7 }}",
    "{% for a in range(1000000000) %}{{ phone }}{% endfor %}",
    "{%tr for a in phone %}",
    "{% set phone = 1 %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% macro x() %}{% endmacro %}",
    "{% if phone == 1 %}{% endif %}",
    "{% if phone() %}{% endif %}",
    "{% raw %}{% endraw %}",
    "{% vm %}",
    "{% colspan 99999 %}",
    "{% cellbg phone %}",
    "{# a remark #}",
    "{%- if phone -%}{%- endif -%}",
]


@pytest.mark.parametrize("text", EVIL)
def test_anything_but_a_placeholder_or_a_condition_is_refused(text):
    with pytest.raises(TemplateBroken, match=r"cannot be filled in|no placeholder|do not fit together"):
        find_placeholders(docx_of(text))


@pytest.mark.parametrize(
    ("paragraphs", "words"),
    [
        (["{{ full_nme }}"], "no placeholder “full_nme”. Did you mean “full_name”?"),
        (["{{ призвище }}"], "Did you mean “прізвище”?"),
        (["{{ xyz }}"], "no placeholder “xyz”. The table below has all of them"),
        (["Я, {{ full_name"], "“{{ full_name” cannot be filled in"),
        (["{% if phone %}a"], "Check that each “if” has its “endif”"),
        (["{% endif %}"], "Check that each “if” has its “endif”"),
        (["{{ full_name }}" * 301], "more than 300 placeholders"),
    ],
)
def test_a_refusal_says_what_to_mend(paragraphs, words):
    with pytest.raises(TemplateBroken) as refused:
        find_placeholders(docx_of(*paragraphs))

    assert words in str(refused.value)


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param({"word/endnotes.xml": b"<w:x>{{ phone }}</w:x>"}, id="where nothing is filled in"),
        pytest.param({"word/header9.xml": b'<w:x a="{{ phone }}"/>'}, id="inside the markup"),
    ],
)
def test_a_tag_where_it_would_do_nothing_or_harm_is_refused(entries):
    with pytest.raises(TemplateBroken):
        find_placeholders(changed(docx_of("Заява"), entries=entries))


def test_a_condition_that_would_tear_a_table_is_refused():
    document = Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "{%tr if phone %}"
    document.add_paragraph("{% endif %}")
    buffer = io.BytesIO()
    document.save(buffer)

    with pytest.raises(TemplateBroken):
        find_placeholders(buffer.getvalue())


def test_properties_of_the_file_are_not_filled_in():
    document = Document()
    document.core_properties.title = "{{ ''.__class__ }}"
    document.add_paragraph("{{ phone }}")
    buffer = io.BytesIO()
    document.save(buffer)

    filled = Document(io.BytesIO(fill_template(buffer.getvalue(), {"phone": "1"})))

    assert filled.core_properties.title == "{{ ''.__class__ }}"


@pytest.mark.parametrize(
    "text",
    ["{{" * 200_000, "{%" * 200_000, "{{ phone }}" * 30_000, "{{ " + "я" * 400_000],
    ids=["opened", "conditions opened", "filled", "one long"],
)
def test_a_document_made_to_take_long_is_refused_at_once(text):
    template, began = docx_of(text), time.monotonic()

    with pytest.raises(TemplateBroken):
        find_placeholders(template)

    assert time.monotonic() - began < 5


def test_signs_that_only_look_like_tags_are_text():
    assert find_placeholders(docx_of("{ " * 200_000, "}} { x }", "100 %}")) == []
