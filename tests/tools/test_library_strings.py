"""Tests of the check of our translations for libraries: it finds a string that an editor would read in English."""

import polib
import pytest

from tools.library_strings import check, lacking, po, problems, renew
from tools.po_entries import faults, key, read


def entry(msgid="Pick it", msgstr="Виберіть", **fields):
    return polib.POEntry(msgid=msgid, msgstr=msgstr, **fields)


def catalogue(path, *entries):
    path.parent.mkdir(parents=True, exist_ok=True)
    file = polib.POFile()
    file.extend(entries)
    file.save(str(path))
    return path


@pytest.fixture
def library(tmp_path):
    """Return the folder of a library with two strings, one of which it translates into Ukrainian itself."""
    catalogue(po(tmp_path, "en", "django"), entry("Theirs to say", ""), entry("Left in English", ""))
    catalogue(po(tmp_path, "uk", "django"), entry("Theirs to say", "Кажуть самі"), entry("Left in English", ""))
    return tmp_path


def test_every_library_speaks_ukrainian_and_czech_to_the_end():
    assert check() == []


def test_only_what_a_library_has_not_translated_is_ours_to_say(library):
    assert [msgid for _, msgid, _ in lacking([library], "uk", "django")] == ["Left in English"]


def test_what_another_library_says_is_not_said_again(library, tmp_path):
    other = tmp_path / "other"
    catalogue(po(other, "uk", "django"), entry("Left in English", "Каже інша"))

    assert lacking([library, other], "uk", "django") == {}


def test_a_string_that_we_do_not_say_is_told(library, tmp_path):
    ours = catalogue(tmp_path / "uk" / "LC_MESSAGES" / "ours.po")

    assert problems(ours, lacking([library], "uk", "django")) == [f"{ours}: missing: 'Left in English'"]


def test_a_string_that_a_library_says_by_now_is_told(library, tmp_path):
    ours = catalogue(tmp_path / "uk" / "LC_MESSAGES" / "ours.po", entry("Theirs to say", "Кажемо ми"))

    assert problems(ours, {}) == [f"{ours}: not ours to say any more: 'Theirs to say'"]


def test_renewing_keeps_what_is_said_and_asks_for_the_rest(library, tmp_path):
    translated, new, old = entry("Said"), entry("New", "", comment="On a button"), entry("Old")
    ours = catalogue(tmp_path / "ours.po", translated, old)

    renew(ours, {key(string): string for string in (translated, new)})

    assert [(string.msgid, string.msgstr, string.comment) for string in read(ours).values()] == [
        ("Said", "Виберіть", ""),
        ("New", "", "On a button"),
    ]


@pytest.mark.parametrize(
    ("translation", "fault"),
    [
        (entry(msgstr=""), "empty"),
        (entry(flags=["fuzzy"]), "fuzzy"),
        (entry("Pick %(one)s", "Виберіть"), "a placeholder was lost"),
        (entry("Pick it", "Виберіть %(one)s"), "a placeholder that the code does not give"),
        (entry("Pick <b>it</b>", "Виберіть <i>це</i>"), "other markup than in the code"),
        (
            entry("1 page", "", msgid_plural="%(n)s pages", msgstr_plural={0: "1 сторінка", 1: "%(n)s сторінки"}),
            "a form without its number",
        ),
    ],
)
def test_a_translation_that_would_break_is_told(translation, fault):
    assert faults(translation, "uk") == [fault]
