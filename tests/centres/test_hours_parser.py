"""Tests of the parser of hours: texts that it understands, and texts that stay text because it would have to guess."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vikno.centres.hours_parser import HoursNotUnderstood, clean_hours_text, parse_hours

WEEKDAYS, WEEK = range(5), range(6)


def hours(text: str, breaks: str = "") -> dict[int, str]:
    """Return e.g. {0: "09:00-18:00"}; two spans of one day stand with a space."""
    found: dict[int, list[str]] = {}
    for weekday, opens_at, closes_at in parse_hours(text, breaks):
        found.setdefault(weekday, []).append(f"{opens_at:%H:%M}-{closes_at:%H:%M}")
    return {weekday: " ".join(spans) for weekday, spans in found.items()}


def on(days, span: str) -> dict[int, str]:
    return dict.fromkeys(days, span)


LATE = {0: "08:00-17:00", 1: "08:00-20:00", 2: "08:00-17:00", 3: "08:00-20:00", 4: "08:00-16:00"}
READ = {
    "days with commas": (
        "Понеділок, середа з 8.00 до 17.00 | Вівторок, четвер з 8.00 до 20.00 | П'ятниця з 8.00 до 16.00 | Вихідні - сб, нд",
        LATE,
    ),
    "a range of days": ("Понеділок-субота з 8.30 до 19.00 | Вихідний - Неділя", on(WEEK, "08:30-19:00")),
    "short names, colons": ("Пн-Пт 8:00-17:00", on(WEEKDAYS, "08:00-17:00")),
    "with stops": ("Пн.-Пт. 8:00-17:00; Сб. 9:00-14:00", on(WEEKDAYS, "08:00-17:00") | {5: "09:00-14:00"}),
    "from one day to another": ("з понеділка по п'ятницю з 8 до 17", on(WEEKDAYS, "08:00-17:00")),
    "a long dash": ("з понеділка до п’ятниці: 08.00 – 17.15", on(WEEKDAYS, "08:00-17:15")),
    "two spans": (
        "Понеділок - п'ятниця з 09.30 до 13.00 та з 13.45 до 18.00",
        on(WEEKDAYS, "09:30-13:00 13:45-18:00"),
    ),
    "two spans with a comma": (
        "Понеділок, середа, п’ятниця: 08.30 - 15.30 | вівторок, четвер: 08.30 - 11.30, 16.00 - 19.00",
        on((0, 2, 4), "08:30-15:30") | on((1, 3), "08:30-11:30 16:00-19:00"),
    ),
    "HTML": (
        "<p>Понеділок-п'ятниця з 8.00 до 17.00<br />Вихідні - Субота, неділя</p>",
        on(WEEKDAYS, "08:00-17:00"),
    ),
    "a comma at the end": ("понеділок-п'ятниця: 08.00-17.15,<br />\n", on(WEEKDAYS, "08:00-17:15")),
    "a heading": ("Режим роботи:Понеділок-п'ятниця 08:15-17:15", on(WEEKDAYS, "08:15-17:15")),
    "the day off first": (
        "Неділя - вихідний, субота - вихідний, понеділок-п'ятниця 8.00-17.00",
        on(WEEKDAYS, "08:00-17:00"),
    ),
    "a dash inside a time": ("понеділок-п'ятниця: 08.00-20-00", on(WEEKDAYS, "08:00-20:00")),
    "a stop too many": ("понеділок-п'ятниця 09.00.-15.00", on(WEEKDAYS, "09:00-15:00")),
    "dashes before the hours": (
        "понеділок, середа -з 8.00 до 17.00 | вівторок, четвер-з 8.00 до 20.00 | п'ятниця - з 8.00 до 16.00",
        LATE,
    ),
    "a comma too many, a comma missing": (
        "понеділок, середа, з 8.00 до 17.00 | вівторок четвер з 8.00 до 20.00 | п’ятниця 8.00 -16.00",
        LATE,
    ),
}


@pytest.mark.parametrize(("text", "expected"), READ.values(), ids=READ)
def test_hours_are_read(text, expected):
    assert hours(text) == expected


@pytest.mark.parametrize(
    "day", ["п'ятниця", "п’ятниця", "п`ятниця", "пятниця", "п′ятниця", "П'ЯТНИЦЯ", "п'ятницю", "пʼятниця", "п'ятниуя"]
)
def test_friday_is_friday_however_it_is_spelt(day):
    assert hours(f"понеділок-четвер 8.00-17.00 | {day} 8.00-16.00")[4] == "08:00-16:00"


@pytest.mark.parametrize(
    ("slip", "weekday"), [("віторок", 1), ("вівіторок", 1), ("cереда", 2), ("четверг", 3), ("червер", 3)]
)
def test_one_letter_wrong_is_still_the_same_day(slip, weekday):
    others = ", ".join(
        day for n, day in enumerate(("понеділок", "вівторок", "середа", "четвер", "п'ятниця")) if n != weekday
    )

    assert hours(f"{others} 8.00-17.00 | {slip} 9.00-20.00")[weekday] == "09:00-20:00"


def test_a_break_said_after_the_days_parts_each_of_them():
    said = hours(
        "Понеділок-четвер з 8.00 до 17.30 | П'ятниця з 8.00 до 16.00 | перерва на обід з 13.00 до 14.00 | Вихідні - сб, нд"
    )

    assert said == on(range(4), "08:00-13:00 14:00-17:30") | {4: "08:00-13:00 14:00-16:00"}


def test_a_break_of_some_days_leaves_the_others_whole():
    said = hours("пн-чт 8.00-17.00 (перерва 12.00-13.00), пт 8.00-16.00")

    assert said == on(range(4), "08:00-12:00 13:00-17:00") | {4: "08:00-16:00"}


def test_each_break_goes_to_the_days_before_it():
    said = hours("пн-чт 8.00-17.00, перерва 12.00-13.00, пт 8.00-16.00, перерва 12.00-12.30")

    assert said == on(range(4), "08:00-12:00 13:00-17:00") | {4: "08:00-12:00 12:30-16:00"}


@pytest.mark.parametrize("breaks", ["12.00-13.00", "Перерва з 12.00 до 13.00", "обідня перерва: 12:00 - 13:00"])
def test_a_break_may_stand_in_a_column_of_its_own(breaks):
    assert hours("Пн-Пт 8.00-17.00", breaks) == on(WEEKDAYS, "08:00-12:00 13:00-17:00")


@pytest.mark.parametrize("breaks", ["", "Без перерви на обід", "без перерви", "без обідньої перерви"])
def test_no_break_leaves_the_day_whole(breaks):
    assert hours("Пн-Пт 8.00-17.00", breaks) == on(WEEKDAYS, "08:00-17:00")


def test_a_break_after_closing_changes_nothing_on_that_day():
    said = hours("пн-пт 8.00-17.00 | сб 8.00-12.00 | перерва 12.00-13.00")

    assert said == on(WEEKDAYS, "08:00-12:00 13:00-17:00") | {5: "08:00-12:00"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no days"),
        ("Режим роботи з 8.30 до 17.30.", "without a day"),
        ("За попереднім записом", "за"),
        ("Цілодобово", "цілодобово"),
        ("понеділок-п'ятниця з 8.00 до 17.0", "17.0"),
        ("понеділок-п'ятниця з 8.00", "the end"),
        ("понеділок-п'ятниця 8.00 17.00", "17.00"),
        ("понеділок-п'ятниця 8.00-25.00", "no time"),
        ("понеділок-п'ятниця 17.00-8.00", "from “17.00” to “8.00”"),
        ("понеділок-п'ятниця 8.00-13.00, 12.00-17.00", "overlap"),
        ("п'ятниця-понеділок 8.00-17.00", "from “п'ятниця” to “понеділок”"),
        ("понеділок, середа 8.00-17.00", "nothing on “вівторок”, “четвер”, “п'ятниця”"),
        ("понеділок-п'ятниця 8.00-17.00 | Вихідний - неділя", "nothing on “субота”"),
        ("понеділок-субота 8.00-16.00 | середа, п'ятниця 8.00-20.00", "“середа” is said twice"),
        ("понеділок-неділя 8.00-16.00 | Вихідний - неділя", "“неділя” is said twice"),
        ("понеділок-п'ятниця 8.00-17.00 | перша субота місяця 8.00-12.00", "перша"),
        ("понеділок-п'ятниця 8.00-17.00, крім середи", "крім"),
        ("понеділок-п'ятниця 8.00-17.00 | Вихідні - субота, неділя, святкові дні", "святкові"),
        ("понеділок-п'ятниця 8.00-17.00 | перерва 7.00-9.00", "edge"),
        ("понеділок-п'ятниця 8.00-17.00 | перерва 12.00-13.00 | перерва 15.00-15.30", "second break"),
        ("вівторок | четвер-п'ятниця 8.00-17.00", "where hours should be"),
        ("понеділок-п'ятниця 8.00-17.00 тел. 2-00-01", "тел"),
        ("Mon-Fri 8.00-17.00", "мо"),
    ],
)  # fmt: skip
def test_what_would_have_to_be_guessed_is_not_read(text, reason):
    with pytest.raises(HoursNotUnderstood, match=reason.replace(".", r"\.")):
        parse_hours(text)


def test_text_that_is_kept_loses_its_tags_and_keeps_its_lines():
    assert clean_hours_text("<p>Понеділок&nbsp;8.00<br />\n Вихідний </p><p></p>") == "Понеділок 8.00 | Вихідний"


@given(st.text(alphabet="пн-вторксеидчбяць0123456789.:,|() ", max_size=60))
def test_any_text_is_read_or_refused_and_rows_are_sound(text):
    try:
        rows = parse_hours(text)
    except HoursNotUnderstood:
        return

    assert rows == sorted(rows)
    assert all(time() <= row.opens_at < row.closes_at for row in rows)
    assert len({row.weekday for row in rows}) >= 1
