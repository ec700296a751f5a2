from datetime import UTC, date, datetime

import pytest

from vikno.identity import levels
from vikno.identity.assertion import (
    IdentityAssertion,
    address_answer,
    claim_text,
    normalize_phone,
    parse_date,
    split_person_number,
)
from vikno.identity.levels import AssuranceLevel

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)


def assertion(**other) -> IdentityAssertion:
    facts = {"family_name": "Журавлина", "given_name": "Марина", "rnokpp": "3151399308"} | other
    return IdentityAssertion(provider="bankid", method="bankid_nbu", level=AssuranceLevel.SUBSTANTIAL, at=AT, **facts)


@pytest.mark.parametrize("value", ["n/a", "N/A", "n\\a", "N\\A", " n / a ", "", None, 5.5, ["n/a"]])
def test_what_is_not_known_is_empty_however_it_is_written(value):
    assert claim_text(value) == ""


@pytest.mark.parametrize(("value", "expected"), [("  Марина ", "Марина"), (0, "0"), (12, "12"), ("na", "na")])
def test_what_is_known_is_a_text(value, expected):
    assert claim_text(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("3151399308", ("3151399308", "")),
        ("3151399309", ("", "")),
        ("ЯЯ000123", ("", "ЯЯ000123")),
        ("яя 000123", ("", "ЯЯ000123")),
        ("000000013", ("", "000000013")),
        ("whatever", ("", "")),
    ],
)
def test_a_number_is_a_taxpayers_or_a_documents(value, expected):
    assert split_person_number(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("12.04.1986", date(1986, 4, 12)), ("1986-04-12", date(1986, 4, 12)), ("31.02.1986", None), ("", None)],
)
def test_a_date_is_read_in_both_writings(value, expected):
    assert parse_date(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("380670000701", "+380670000701"), ("+380 67 000 07 01", "+380670000701"), ("0670000701", "")],
)
def test_a_phone_is_taken_when_it_is_whole(value, expected):
    assert normalize_phone(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("loa3", AssuranceLevel.HIGH), ("loa2", AssuranceLevel.NONE), ("", AssuranceLevel.LOW)],
)
def test_a_level_that_nobody_has_mapped_is_none(value, expected):
    assert levels.map_level(value, mapping={"loa3": "high"}, default="low") == expected


@pytest.mark.parametrize("addresses", [None, "Верба", {"city": "Верба"}, [], ["Верба"]])
def test_no_address_is_read_where_there_is_no_list_of_objects(addresses):
    assert address_answer(addresses, keys={"settlement": "city"}) == {}


def test_the_first_address_is_read_without_its_empty_parts():
    addresses = ["n/a", {"city": "Верба", "street": "n/a", "flatNo": 7}, {"city": "Лоза"}]

    keys = {"settlement": "city", "street": "street", "flat": "flatNo"}

    assert address_answer(addresses, keys=keys) == {"settlement": "Верба", "flat": "7"}


def test_levels_are_ordered():
    assert AssuranceLevel.HIGH.reaches(AssuranceLevel.SUBSTANTIAL)
    assert AssuranceLevel.SUBSTANTIAL.reaches(AssuranceLevel.SUBSTANTIAL)
    assert not AssuranceLevel.LOW.reaches(AssuranceLevel.SUBSTANTIAL)


def test_it_is_complete_with_a_name_and_anything_to_be_known_by():
    assert assertion().is_complete
    assert assertion(rnokpp="", document_number="ЯЯ000123").is_complete
    assert not assertion(family_name="").is_complete
    assert not assertion(rnokpp="").is_complete


def test_a_document_finds_only_those_without_numbers():
    assert set(assertion(document_number="ЯЯ000123").indexes) == {"rnokpp_index"}
    assert set(assertion(rnokpp="", document_number="ЯЯ000123").indexes) == {"document_index"}


def test_it_cannot_be_changed():
    with pytest.raises(AttributeError):
        assertion().level = AssuranceLevel.HIGH
