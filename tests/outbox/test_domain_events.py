"""Typed events: what is stored of each, and what is read from rows that older versions stored."""

import datetime
import uuid
from dataclasses import MISSING, dataclass, fields

import pytest

from tests.outbox.consumers import ThingHappened
from vikno.applications.events import (
    ApplicationDeadlineExtended,
    ApplicationRegistered,
    ApplicationReturned,
    ApplicationSubmitted,
    ApplicationTaken,
    ApplicationTakenOver,
)
from vikno.applications.models import ApplicationChannel
from vikno.enquiries.events import EnquiryEvent
from vikno.integration.events import FeedGrew
from vikno.outbox.domain_events import EVENT_TYPES, DomainEvent, UnknownEvent, read_event
from vikno.outbox.models import Event

UID = uuid.UUID("52c75536-6bd9-4cf6-b4f8-1de1b2f9b1b0")
ABOUT = {"application": UID, "number": "2603-000001-1", "service": "residence", "centre": "verbivka"}
STORED = ABOUT | {"application": str(UID)}


def test_dates_and_uuids_are_stored_as_text():
    event = ApplicationRegistered(**ABOUT, registration="1/26", on=datetime.date(2026, 3, 2), registration_id=7)

    assert event.to_payload() == STORED | {"registration": "1/26", "on": "2026-03-02", "registration_id": 7}


@pytest.mark.parametrize(
    "event",
    [
        ApplicationSubmitted(**ABOUT, channel=ApplicationChannel.DESK, submission_id=1),
        ApplicationReturned(**ABOUT, questions=("address", "right"), until=datetime.date(2026, 3, 20)),
        ApplicationTaken(**ABOUT, quiet=True),
        ApplicationTakenOver(**ABOUT, taken_from="person:1"),
        FeedGrew(connection=1, seq=2),
    ],
)
def test_what_is_stored_is_read_back(event):
    assert read_event(Event(name=event.NAME, payload=event.to_payload())) == event


def test_only_a_quiet_event_says_so():
    assert "quiet" not in ApplicationTaken(**ABOUT).to_payload()
    assert ApplicationTaken(**ABOUT, quiet=True).to_payload()["quiet"] is True


@pytest.mark.parametrize(
    "payload",
    [
        {"name": "application.submitted", "channel": "online"},
        {"name": "application.submitted", "channel": "online", "acts": "attorney", "quiet": True},
        {"name": "application.registered", "registration": "1/26", "on": "2026-03-02"},
        {"name": "application.taken_over", "from": "person:1"},
        {"name": "application.returned", "questions": ["address"], "until": "2026-03-20"},
        {"name": "application.extended", "days": 10, "due_on": "2026-03-20"},
        {"name": "application.progressed", "words": {"uk": "Друкується"}, "needs_action": False},
        {"name": "application.decided", "outcome": "granted"},
        {"name": "application.issued", "as_file": True},
        {"name": "application.draft_waits", "number": None},
    ],
)
def test_a_row_that_was_stored_before_events_named_rows_is_read(payload):
    name, payload = payload["name"], STORED | {key: value for key, value in payload.items() if key != "name"}

    event = read_event(Event(name=name, payload=payload))

    assert event.to_payload() == payload


def test_a_key_that_this_version_does_not_know_is_ignored():
    event = read_event(Event(name="application.extended", payload=STORED | {"days": 1, "due_on": "2026-03-20", "x": 1}))

    assert isinstance(event, ApplicationDeadlineExtended)


def test_a_name_that_no_type_has_is_refused():
    with pytest.raises(UnknownEvent):
        read_event(Event(name="thing.never_happened", payload={}))


def test_an_event_of_another_kind_is_not_taken_for_one_of_an_enquiry():
    with pytest.raises(TypeError, match=r"thing\.happened is no EnquiryEvent"):
        EnquiryEvent.read(Event(name=ThingHappened.NAME, payload={}))


def test_two_types_of_one_name_are_refused():
    with pytest.raises(TypeError, match=r"Two types of events are called thing\.happened"):

        @dataclass(frozen=True, kw_only=True)
        class ThingHappenedAgain(DomainEvent):
            NAME = "thing.happened"


@pytest.mark.parametrize("event_type", EVENT_TYPES.values())
def test_every_id_of_a_row_may_be_missing(event_type):
    ids = [field for field in fields(event_type) if field.name.endswith("_id")]

    assert [field.name for field in ids if field.default is MISSING] == []
