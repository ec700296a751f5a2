"""What Mayan answers, and what becomes of it: one of two errors, without the token and without anybody's name."""

import pytest

from tests.case_dossiers import PLACE
from tests.integration.mayan.canned_server import CannedResponse, CannedResponses, rows
from tests.integration.mayan.conftest import TOKEN
from vikno.integration.connectors.mayan import MayanConnector, MayanSettings
from vikno.integration.connectors.mayan.client import MayanClient, MayanObjectMissing
from vikno.kernel.errors import Rejected, Unreachable


@pytest.fixture
def client(server: CannedResponses):
    with MayanClient(server.address, TOKEN) as client:
        yield client


def test_each_request_asks_for_json_and_brings_the_token(client: MayanClient, server: CannedResponses):
    server.at("document_types/", rows())

    assert list(client.all("document_types/")) == []

    assert server.headers[0]["Accept"] == "application/json"
    assert server.headers[0]["Authorization"] == f"Token {TOKEN}"


def test_a_short_wait_is_waited(client: MayanClient, server: CannedResponses):
    busy = CannedResponse({"detail": "Request was throttled."}, status=429, headers={"Retry-After": "0"})
    server.at("users/current/", busy, CannedResponse({"id": 2}))

    assert client.get("users/current/") == {"id": 2}


def test_a_long_wait_is_left_to_the_outbox(client: MayanClient, server: CannedResponses):
    server.at("users/current/", CannedResponse({}, status=429, headers={"Retry-After": "90"}))

    with pytest.raises(Unreachable) as busy:
        client.get("users/current/")

    assert busy.value.after == 90


def test_who_is_told_to_wait_again_and_again_gives_up(client: MayanClient, server: CannedResponses):
    server.at("users/current/", CannedResponse({}, status=429, headers={"Retry-After": "0"}))

    with pytest.raises(Unreachable):
        client.get("users/current/")


@pytest.mark.parametrize(
    "answer",
    [
        CannedResponse({}, status=500),
        CannedResponse({}, status=503, headers={"Retry-After": "Thu, 26 Nov 2026 16:00:00 GMT"}),
        CannedResponse(b"<html>proxy</html>"),
        CannedResponse(["no", "object"]),
    ],
)
def test_what_is_no_answer_may_be_one_later(answer: CannedResponse, client: MayanClient, server: CannedResponses):
    server.at("users/current/", answer)

    with pytest.raises(Unreachable):
        client.get("users/current/")


@pytest.mark.parametrize("status", [302, 400, 401, 403, 409])
def test_a_no_is_for_a_person(status: int, client: MayanClient, server: CannedResponses):
    body = {"value": ["Зразкова Олена is no number"]}
    server.at("documents/1/metadata/", CannedResponse(body, status=status, headers={"Location": "http://elsewhere"}))

    with pytest.raises(Rejected) as refused:
        client.post("documents/1/metadata/", {"value": "Зразкова Олена"})

    assert "Зразкова" not in str(refused.value)
    assert TOKEN not in str(refused.value)
    assert len(server.asked) == 1


def test_what_is_not_there_is_told_apart(client: MayanClient):
    with pytest.raises(MayanObjectMissing):
        client.get("documents/999/")


def test_nobody_at_the_address_may_be_there_later():
    mayan = MayanConnector(MayanSettings.model_validate({"url": "http://127.0.0.1:9", "token": TOKEN}), PLACE)

    with pytest.raises(Unreachable):
        mayan.figures()
    assert not mayan.check().is_ok


def test_all_pages_of_a_list_are_read(client: MayanClient, server: CannedResponses):
    first = CannedResponse({"next": "page 2", "results": [{"id": 1}]})
    server.at("documents/", first, rows({"id": 2}))

    assert [row["id"] for row in client.all("documents/")] == [1, 2]
    assert [query["page"] for _method, _path, query in server.asked] == [["1"], ["2"]]


def test_a_page_that_has_no_rows_is_no_answer(client: MayanClient, server: CannedResponses):
    server.at("documents/", CannedResponse({"next": None}))

    with pytest.raises(Unreachable):
        list(client.all("documents/"))


def test_a_file_comes_as_it_is(client: MayanClient, server: CannedResponses):
    server.at("documents/1/files/2/download/", CannedResponse(b"\x00\x01bytes"))

    assert b"".join(client.download("documents/1/files/2/download/")) == b"\x00\x01bytes"


def test_what_is_not_set_up_is_told(mayan: MayanConnector, server: CannedResponses):
    server.at("document_types/", rows({"id": 1, "label": "Default"}))

    told = mayan.check()

    assert not told.is_ok
    assert "Заява з порталу" in str(told.words)


def test_the_token_is_in_no_picture_of_the_settings():
    settings = MayanSettings.model_validate({"url": "https://mayan.example", "token": TOKEN, "hook_secret": "hush"})

    assert TOKEN not in repr(settings)
    assert "hush" not in str(settings)
    assert settings.model_dump(mode="json")["token"] == TOKEN
