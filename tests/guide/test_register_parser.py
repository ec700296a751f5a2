"""Tests of the parser with register files as offices have them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vikno.guide import register_parser
from vikno.guide.register_parser import RegisterFileUnreadable, parse_register_file

TABLE = "Ідентифікатор;Назва послуги;Документи;Строк\n00123;Витяг з реєстру;1. Заява\n;10 днів\n"


def test_an_entry_of_the_guide_is_read_with_its_owner_sector_and_words():
    dump = [
        {
            "identifier": "00157",
            "keyword": "шлюб, РАЦС",
            "sector": {"name": "Сім’я"},
            "owner": {"name": "Міністерство юстиції"},
            "translations": [{"name": "Державна реєстрація шлюбу", "short_description_plain": "Запис про шлюб."}],
        }
    ]

    service = parse_register_file(json.dumps({"results": dump}).encode(), name="dump.json").services["00157"]

    assert service.title == "Державна реєстрація шлюбу"
    assert (service.authority, service.category) == ("Міністерство юстиції", "Сім’я")
    assert (service.summary, service.keywords) == ("Запис про шлюб.", "шлюб, РАЦС")
    assert service.documents is None


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "windows-1251"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_table_is_read_with_any_separator_and_charset(charset, separator):
    table = f"Код{separator}Назва\n00001{separator}Паспорт\n"

    found = parse_register_file(table.encode(charset), name="table.csv")

    assert found.services["00001"].title == "Паспорт"


def test_the_lines_of_a_cell_become_a_list():
    table = 'Код;Назва;Документи\n1;Витяг;"- Заява\n- Паспорт\n\n"\n'

    assert parse_register_file(table.encode(), name="t.csv").services["1"].documents == ("Заява", "Паспорт")


def test_markup_in_a_cell_becomes_text():
    table = "Код;Назва;Результат\n1;<b>Витяг</b><script>alert(1)</script>;<p>Один</p><p>Два</p>\n"

    service = parse_register_file(table.encode(), name="t.csv").services["1"]

    assert "<" not in service.title
    assert service.result == "Один\nДва"


@pytest.mark.parametrize(
    ("said", "audience"), [("Громадянам", "citizens"), ("Юридичні особи", "business"), ("ФОП", None), ("усіх", "both")]
)
def test_the_audience_is_understood_or_left_out(said, audience):
    table = f"Код;Назва;Для кого\n1;Витяг;{said}\n"

    assert parse_register_file(table.encode(), name="t.csv").services["1"].audience == audience


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (";Витяг", "has no identifier"),
        ("1;", "has no title"),
        ("9" * 21 + ";Витяг", "longer than 20"),
        ("0;А\n0;Б", "stands before it"),
    ],
)
def test_a_bad_row_is_told_with_its_place_and_stops_no_other(row, reason, settings):
    settings.LANGUAGE_CODE = "en"
    table = f"Код;Назва\n{row}\n77;Добра\n"

    found = parse_register_file(table.encode(), name="t.csv")

    assert "77" in found.services
    assert [reason in problem and "row" in problem for problem in found.problems] == [True]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"{", "broken.json"),
        (b'{"a": 1}', "other.json"),
        (b"[]", "none.json"),
        ("Послуга;Ціна\nПаспорт;5\n".encode(), "columns.csv"),
        (b'identifier;name\n1;"never closed', "open.csv"),
        (b"\x98\x00\xff", "picture.csv"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_words(content, name):
    with pytest.raises(RegisterFileUnreadable):
        parse_register_file(content, name=name)


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    with pytest.raises(RegisterFileUnreadable, match="30"):
        parse_register_file(bytes(register_parser.MAX_FILE_BYTES + 1), name="t.csv")


def test_the_template_is_a_table_that_can_be_read():
    row = dict.fromkeys(register_parser.COLUMN_NAMES, "Слово")

    found = parse_register_file(
        (";".join(register_parser.csv_header()) + "\n" + ";".join(row.values())).encode(), name="t.csv"
    )

    assert found.services["Слово"].documents == ("Слово",)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["identifier", "name", "translations", "owner", "documents"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_any_json_is_read_or_refused_in_words(data):
    try:
        found = parse_register_file(json.dumps(data).encode(), name="any.json")
    except RegisterFileUnreadable:
        return

    assert all(service.official_id and service.title for service in found.services.values())
