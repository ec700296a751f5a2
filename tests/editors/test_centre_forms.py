"""Tests of the forms of a centre: weeks, periods, facts, people, stops, translations, alerts, and their refusals."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine

from tests import factories
from tests.editors.test_editor_area import address, editor, form_of, person
from tests.english_urls import url
from vikno.audit.models import AuditEntry
from vikno.centres.models import (
    Alert,
    CalendarException,
    Centre,
    HoursKind,
    HoursPeriod,
    OpeningHours,
    PublicOfficer,
    RouteStop,
)

pytestmark = pytest.mark.django_db

__all__ = ["editor", "person"]


@pytest.fixture
def centre():
    return factories.CentreFactory(code="main")


def rows(name: str, *given: dict) -> dict:
    """Return the data that a browser sends for new rows below a centre."""
    data = {f"{name}-TOTAL_FORMS": len(given)}
    for number, row in enumerate(given):
        own = {"id": "", "ORDER": number + 1, "DELETE": "", **row}
        data |= {f"{name}-{number}-{field}": value for field, value in own.items()}
    return data


def save(editor, row, **typed):
    edit = address(type(row), "edit", row.pk)
    return editor.post(edit, form_of(editor.get(edit)) | typed)


def errors(response) -> str:
    form = response.context["form"]
    found = [form.errors, *(formset.errors for formset in form.formsets.values())]
    return " ".join(map(str, [*found, *(formset.non_form_errors() for formset in form.formsets.values())]))


SUMMER = {"title": "Літо", "starts_on": "2026-06-01", "ends_on": "2026-08-31", "priority": 1, "hours_0": "8:00-16:00"}


def test_a_period_is_written_with_its_week(editor, centre):
    assert save(editor, centre, **rows("periods", SUMMER)).status_code == 302

    period = HoursPeriod.objects.get()
    assert (period.starts_on, period.ends_on) == (date(2026, 6, 1), date(2026, 8, 31))
    assert [(row.weekday, row.opens_at) for row in period.hours.all()] == [(0, time(8))]
    assert not centre.hours.filter(period=None).exists()
    assert AuditEntry.objects.get(action="centre.hours_set").detail == {"kind": "reception", "period": "Літо"}


def test_a_saved_period_is_shown_again_and_left_alone(editor, centre):
    save(editor, centre, **rows("periods", SUMMER))

    page = editor.get(address(Centre, "edit", centre.pk))
    (form,) = page.context["form"].formsets["periods"].forms
    assert form["hours_0"].value() == "8:00–16:00"

    editor.post(address(Centre, "edit", centre.pk), form_of(page))
    assert HoursPeriod.objects.get().hours.count() == 1
    assert AuditEntry.objects.filter(action="centre.hours_set").count() == 1


def test_a_period_is_taken_away_with_its_week(editor, centre):
    save(editor, centre, **rows("periods", SUMMER))

    save(editor, centre, **{"periods-0-DELETE": "on"})

    assert not HoursPeriod.objects.exists()
    assert not OpeningHours.objects.exists()


def test_two_periods_that_overlap_must_say_which_one_counts(editor, centre):
    repairs = {"title": "Ремонт", "starts_on": "2026-08-31", "ends_on": "", "priority": 1}

    refused = save(editor, centre, **rows("periods", SUMMER, repairs))
    assert (
        "«Літо» (1 June 2026 – 31 August 2026) and «Ремонт» (31 August 2026 – until further notice) overlap"
        in errors(refused)
    )
    assert not HoursPeriod.objects.exists()

    assert save(editor, centre, **rows("periods", SUMMER, repairs | {"priority": 2})).status_code == 302


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (rows("periods", SUMMER | {"hours_0": "з ранку"}), "Write the hours as"),
        (rows("periods", SUMMER | {"ends_on": "2026-05-01"}), "must not end before it begins"),
        ({"office_2": "9-18"}, "Write the hours as"),
        (
            rows("stops", {"place": "с. Яр", "opens_at": "10:00", "closes_at": "12:00"}),
            "Choose a weekday, or write dates",
        ),
        (
            rows(
                "stops",
                {"place": "с. Яр", "weekday": 1, "dates": "05.03.2026", "opens_at": "10:00", "closes_at": "12:00"},
            ),
            "Choose a weekday, or write dates",
        ),
        (
            rows("stops", {"place": "с. Яр", "dates": "31.02.2026", "opens_at": "10:00", "closes_at": "12:00"}),
            "“31.02.2026” is no date",
        ),
        (
            rows("stops", {"place": "с. Яр", "weekday": 1, "opens_at": "12:00", "closes_at": "10:00"}),
            "The stop must end after it begins",
        ),
        (rows("words", {"language": "en"}, {"language": "en"}), "Each language once"),
        (rows("public_officers", {"name": "Вербняк Оксана", "post": ""}), "'post': "),
        ({"last_entry_minutes": "300"}, "240"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_changes(editor, centre, typed, words):
    response = save(editor, centre, **typed)

    assert response.status_code == 200
    assert words in errors(response)
    assert not HoursPeriod.objects.exists()
    assert not RouteStop.objects.exists()


def test_office_hours_are_a_week_of_their_own(editor, centre):
    save(editor, centre, hours_0="9:00-18:00", office_0="8:00-19:00")

    assert {row.kind: row.opens_at.hour for row in centre.hours.all()} == {HoursKind.RECEPTION: 9, HoursKind.OFFICE: 8}


def test_facts_people_stops_and_words_are_seen_by_everybody(editor, centre, client):
    typed = {
        "kind": "mobile",
        "fact_ramp": "yes",
        "fact_lift": "no",
        **rows("public_officers", {"name": "Вербняк Оксана", "post": "Начальниця", "hours": "", "phone": ""}),
        **rows("stops", {"place": "с. Яр", "dates": "19.03.2026, 5.3.2026", "opens_at": "10:00", "closes_at": "12:00"}),
        **rows("words", {"language": "en", "name": "Centre of Verbivka"}),
    }

    assert save(editor, centre, **typed).status_code == 302
    with time_machine.travel(datetime(2026, 3, 2, 10, tzinfo=UTC), tick=False):
        text = client.get(url("content:centre", "main")).text

    for words in ("Вербняк Оксана", "Thursday, 5 March", "Thursday, 19 March", "Centre of Verbivka"):
        assert words in text
    assert Centre.objects.get().accessibility_facts == {"ramp": "yes", "lift": "no"}
    assert RouteStop.objects.get().dates == "2026-03-05 2026-03-19"
    assert PublicOfficer.objects.get().name == "Вербняк Оксана"


def test_the_dates_of_a_stop_are_shown_as_people_write_them(editor, centre):
    RouteStop.objects.create(centre=centre, place="с. Яр", dates="2026-03-05", opens_at=time(10), closes_at=time(12))

    page = editor.get(address(Centre, "edit", centre.pk))

    assert page.context["form"].formsets["stops"].forms[0]["dates"].value() == "05.03.2026"


def test_hours_are_for_a_working_day(editor):
    day = CalendarException.objects.create(on=date(2026, 3, 7), is_working=True)

    assert "Hours are for a working day" in errors(save(editor, day, is_working="", own_hours="9:00–12:00"))
    assert "own_hours" in errors(save(editor, day, own_hours="з ранку"))
    assert save(editor, day, own_hours="9:00–12:00").status_code == 302


def test_an_alert_is_written_in_two_languages_and_stands_over_every_page_of_its_time(editor, client):
    data = form_of(editor.get(address(Alert, "add")))
    data |= {
        "title": "Не працює реєстр",
        "severity": "warning",
        "starts_at": "2026-03-02 10:00",
        "ends_at": "2026-03-02 12:00",
    }
    data |= rows("words", {"language": "en", "title": "The register does not work", "text": ""})

    assert editor.post(address(Alert, "add"), data).status_code == 302

    def seen(hour):
        with time_machine.travel(datetime(2026, 3, 2, hour, tzinfo=UTC), tick=False):
            return client.get(url("content:services")).text

    assert "The register does not work" in seen(8)
    assert "The register does not work" not in seen(7)
    assert "The register does not work" not in seen(10)


def test_an_alert_that_ends_before_it_begins_is_refused(editor):
    alert = Alert.objects.create(title="Не працює реєстр", starts_at=factories.NOON)

    response = save(editor, alert, starts_at="2026-03-02 12:00", ends_at="2026-03-02 10:00")

    assert "The alert must end after it begins" in errors(response)
