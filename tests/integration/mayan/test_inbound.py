"""Reading what has changed in Mayan: nothing twice, nothing left out, also what comes late."""

from typing import Any

from tests.integration.mayan.canned_server import CannedResponse, CannedResponses, rows
from tests.integration.mayan.conftest import TOKEN
from vikno.integration.connectors.mayan.client import MayanClient
from vikno.integration.connectors.mayan.inbound import DocumentChange, EventCursor, document_changes
from vikno.integration.connectors.mayan.installation import MayanSetup

SETUP = MayanSetup(document_type=2, metadata_types={}, workflow=1, states={})
ME = 9
DOCUMENTS = "document_types/2/documents/"


def event(key: int, document: int, *, verb: str = "metadata.document_metadata_edited", **more: Any) -> dict[str, Any]:
    """Return an event as Mayan tells it: somebody wrote on a document."""
    return {
        "id": key,
        "timestamp": "2026-03-02T10:00:00.000000Z",
        "verb": {"id": verb},
        "actor_content_type": {"model": "user"},
        "actor_object_id": str(more.get("by", 1)),
        "target_object_id": str(document),
        "target": {"id": document, "document_type": {"id": more.get("type", 2)}},
    }


def filed(key: int, file: int) -> dict[str, Any]:
    told = event(key, file, verb="documents.document_file_created")
    return {**told, "target": "Unable to find serializer class for: витяг.pdf"}


def read(server: CannedResponses, cursor: EventCursor) -> list[tuple[DocumentChange, EventCursor]]:
    with MayanClient(server.address, TOKEN) as client:
        return list(document_changes(client, SETUP, cursor, me=ME))


def told(found: list[tuple[DocumentChange, EventCursor]]) -> list[tuple[int, str]]:
    return [(change.document, change.id) for change, _after in found]


def test_a_document_that_changed_several_times_is_told_once_by_its_latest_event(server: CannedResponses):
    server.at("events/", rows(event(14, 7), event(13, 8), event(12, 7), event(11, 7)))

    found = read(server, EventCursor(last=11))

    assert told(found) == [(8, "13"), (7, "14")]
    assert found[-1][1] == EventCursor(last=14)


def test_what_we_did_and_what_is_not_ours_is_passed_over(server: CannedResponses):
    viewed = event(14, 7, verb="documents.document_view")
    server.at("events/", rows(viewed, event(13, 8, by=ME), event(12, 5, type=1)))

    assert read(server, EventCursor(last=11)) == []


def test_a_case_that_mayan_wrote_on_itself_is_told(server: CannedResponses):
    by_document = {**event(12, 7, by=ME), "actor_content_type": {"model": "document"}}
    server.at("events/", rows(by_document))

    assert told(read(server, EventCursor(last=11))) == [(7, "12")]


def test_a_file_is_traced_to_its_document(server: CannedResponses):
    server.at("events/", rows(filed(12, 40)))
    found, older = ({"id": key, "file_latest": {"id": file}} for key, file in ((7, 40), (6, 39)))
    server.at(DOCUMENTS, rows({"id": 9, "file_latest": None}, found, older))

    assert told(read(server, EventCursor(last=11))) == [(7, "12")]


def test_an_event_that_comes_after_a_later_one_is_not_left_out(server: CannedResponses):
    server.at("events/", rows(event(14, 7), event(12, 7)))
    ((_change, after),) = read(server, EventCursor(last=11))
    assert after == EventCursor(last=14, gaps=(13,))

    server.at("events/", rows(event(14, 7), event(13, 8), event(12, 7)))
    found = read(server, after)

    assert told(found) == [(8, "13")]
    assert found[-1][1] == EventCursor(last=14)


def test_a_key_that_never_comes_is_forgotten_in_time(server: CannedResponses):
    server.at("events/", rows(event(300, 7)))

    ((_change, after),) = read(server, EventCursor(last=11, gaps=(10,)))

    assert min(after.gaps) == 201
    assert max(after.gaps) == 299


def test_a_first_reading_goes_through_all_documents(server: CannedResponses):
    server.at("events/", rows(event(14, 7)))
    server.at(DOCUMENTS, rows({"id": 7}, {"id": 8}))

    found = read(server, EventCursor.parse(""))

    assert told(found) == [(7, "14-7"), (8, "14-8")]
    assert [after for _change, after in found] == [EventCursor(last=14, documents=7), EventCursor(last=14)]


def test_a_reading_that_was_broken_off_goes_on_where_it_was(server: CannedResponses):
    server.at(DOCUMENTS, rows({"id": 7}, {"id": 8}))

    assert told(read(server, EventCursor(last=14, documents=7))) == [(8, "14-8")]


def test_after_too_many_events_all_documents_are_gone_through(server: CannedResponses):
    page = CannedResponse({"next": "more", "results": [event(900, 7)]})
    server.at("events/", page)
    server.at(DOCUMENTS, rows({"id": 7}))

    assert told(read(server, EventCursor(last=11))) == [(7, "900-7")]


def test_many_events_of_others_do_not_stay_in_the_way(server: CannedResponses):
    server.at("events/", rows(*(event(key, 5, type=1) for key in range(400, 11, -1))))
    server.at(DOCUMENTS, rows({"id": 7}))

    ((change, after),) = read(server, EventCursor(last=11))

    assert change.document == 7
    assert after == EventCursor(last=400)


def test_a_cursor_is_read_as_it_was_written():
    for cursor in (EventCursor(last=14, gaps=(12, 13)), EventCursor(last=14, documents=7)):
        assert EventCursor.parse(str(cursor)) == cursor
