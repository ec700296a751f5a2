"""Asking Mayan for news as the exchange does: one document that is odd does not hold up the others."""

from typing import Any

import pytest

from tests.integration.mayan.canned_server import CannedResponse, CannedResponses, rows
from tests.integration.mayan.test_inbound import event
from vikno.integration.connectors.mayan import MayanConnector, schema
from vikno.integration.connectors.mayan.inbound import EventCursor
from vikno.kernel.errors import Rejected, Unreachable

SINCE = str(EventCursor(last=11))


@pytest.fixture(autouse=True)
def is_set_up(server: CannedResponses) -> None:
    marks = ({"metadata_type": {"id": 1, "name": mark.name}} for mark in schema.PORTAL_METADATA)
    server.at("document_types/", rows({"id": 2, "label": schema.DOCUMENT_TYPE}))
    server.at("document_types/2/metadata_types/", rows(*marks))
    server.at("workflow_templates/", rows({"id": 1, "internal_name": schema.WORKFLOW_NAME}))
    server.at("workflow_templates/1/states/", rows(*({"id": 1, "label": state.label} for state in schema.STATES)))
    server.at("users/current/", CannedResponse({"id": 9}))
    server.at("events/", rows(event(13, 8), event(12, 7)))
    for document in (7, 8):
        stands(server, document)


def stands(server: CannedResponses, document: int, **more: Any) -> None:
    """Let a document stand where it came in."""
    number = {"id": 1, "value": f"number-{document}", "metadata_type": {"name": schema.NUMBER.name}}
    path = {"internal_name": more.get("workflow", schema.WORKFLOW_NAME)}
    state = more.get("state", {"label": schema.RECEIVED.label})
    server.at(f"documents/{document}/metadata/", rows(number))
    server.at(
        f"documents/{document}/workflow_instances/", rows({"id": 1, "current_state": state, "workflow_template": path})
    )
    server.at(f"documents/{document}/workflow_instances/1/log_entries/", rows())
    server.at(f"documents/{document}/files/", rows())


def entry(key: int, to: schema.WorkflowState) -> dict[str, Any]:
    """Return a line of the history of a path."""
    when = f"2026-03-02T10:0{key}:00+02:00"
    return {"id": key, "datetime": when, "comment": "", "transition": {"destination_state": {"label": to.label}}}


def stored(name: str) -> dict[str, Any]:
    """Return a file of a document."""
    when = "2026-03-02T10:01:30+02:00"
    return {"id": 3, "filename": name, "mimetype": "", "size": 1, "checksum": "ab", "comment": "", "timestamp": when}


def polled(mayan: MayanConnector) -> list[tuple[str, str]]:
    """Return which cases were told, and the cursor after each."""
    return [(mayan.read(incoming)[-1].application, after) for incoming, after in mayan.poll(SINCE)]


def test_each_changed_document_is_told_with_the_cursor_after_it(mayan: MayanConnector):
    assert polled(mayan) == [("number-7", str(EventCursor(last=12))), ("number-8", str(EventCursor(last=13)))]


def test_a_document_that_is_gone_or_on_no_path_is_passed_over(mayan: MayanConnector, server: CannedResponses):
    stands(server, 7, workflow="another")
    assert [number for number, _after in polled(mayan)] == ["number-8"]

    server.by_path.pop("documents/8/workflow_instances/")
    assert polled(mayan) == []


def test_a_document_that_cannot_be_understood_is_for_a_person_and_holds_up_nobody(
    mayan: MayanConnector, server: CannedResponses
):
    stands(server, 7, state=None)

    odd, usual = (incoming for incoming, _after in mayan.poll(SINCE))

    with pytest.raises(Rejected):
        mayan.read(odd)
    assert mayan.read(usual)[-1].application == "number-8"


def test_what_a_clerk_does_while_mayan_is_asked_is_told_whole(mayan: MayanConnector, server: CannedResponses):
    # The path was read before the last move was made; the result had been added just before that.
    stands(server, 7, state={"label": schema.GRANTED.label})
    server.at("documents/7/workflow_instances/1/log_entries/", rows(entry(1, schema.GRANTED), entry(2, schema.ISSUED)))
    server.at("documents/7/files/", rows(stored("витяг.pdf")))

    issued, standing = mayan.read(next(incoming for incoming, _after in mayan.poll(SINCE)))[1:]

    assert (issued.status, standing.status, bool(standing.settles_in)) == ("Видано", "Видано", False)
    assert [file.name for file in issued.files] == ["витяг.pdf"]
    asked = [path.removeprefix("documents/7/") for _method, path, _query in server.asked]
    assert asked.index("workflow_instances/1/log_entries/") < min(asked.index("metadata/"), asked.index("files/"))


def test_what_was_told_before_mayan_fell_is_told(mayan: MayanConnector, server: CannedResponses):
    server.at("documents/8/files/", CannedResponse({}, status=502))
    news = mayan.poll(SINCE)

    incoming, _after = next(news)
    with pytest.raises(Unreachable):
        next(news)

    assert incoming.id == "12"


def test_answers_of_another_shape_are_for_a_person(mayan: MayanConnector, server: CannedResponses):
    server.at("document_types/", rows({"name": "no label"}))

    assert not mayan.check().is_ok
    with pytest.raises(Rejected):
        mayan.figures()


def test_a_file_of_another_system_is_not_asked_for(mayan: MayanConnector):
    from vikno.integration.connectors.base import RawInboundMessage, RemoteFile

    with pytest.raises(Rejected):
        list(mayan.fetch(RemoteFile(key="../users/1", name="x"), RawInboundMessage(id="1", kind="state", body=b"")))


def test_a_case_that_nobody_knows_there_is_told_as_none(mayan: MayanConnector):
    assert mayan.look("999") is None
    assert mayan.look("not a key") is None
