"""What Mayan answers, and what becomes of it: one of two errors, without the token and without anybody's name."""

import pytest

from tests.dossiers import PLACE
from tests.integration.mayan.answers import Answer, Answers, rows
from tests.integration.mayan.conftest import TOKEN
from vikno.integration.connectors.mayan import Mayan, MayanSettings
from vikno.integration.connectors.mayan.client import Client, NotThere
from vikno.kernel.errors import Rejected, Unreachable


@pytest.fixture
def client(server: Answers):
    with Client(server.address, TOKEN) as client:
        yield client


def test_each_request_asks_for_json_and_brings_the_token(client: Client, server: Answers):
    server.at("document_types/", rows())

    assert list(client.all("document_types/")) == []

    assert server.headers[0]["Accept"] == "application/json"
    assert server.headers[0]["Authorization"] == f"Token {TOKEN}"


def test_a_short_wait_is_waited(client: Client, server: Answers):
    busy = Answer({"detail": "Request was throttled."}, status=429, headers={"Retry-After": "0"})
    server.at("users/current/", busy, Answer({"id": 2}))

    assert client.get("users/current/") == {"id": 2}


def test_a_long_wait_is_left_to_the_outbox(client: Client, server: Answers):
    server.at("users/current/", Answer({}, status=429, headers={"Retry-After": "90"}))

    with pytest.raises(Unreachable) as busy:
        client.get("users/current/")

    assert busy.value.after == 90


def test_who_is_told_to_wait_again_and_again_gives_up(client: Client, server: Answers):
    server.at("users/current/", Answer({}, status=429, headers={"Retry-After": "0"}))

    with pytest.raises(Unreachable):
        client.get("users/current/")


@pytest.mark.parametrize(
    "answer",
    [
        Answer({}, status=500),
        Answer({}, status=503, headers={"Retry-After": "Thu, 26 Nov 2026 16:00:00 GMT"}),
        Answer(b"<html>proxy</html>"),
        Answer(["no", "object"]),
    ],
)
def test_what_is_no_answer_may_be_one_later(answer: Answer, client: Client, server: Answers):
    server.at("users/current/", answer)

    with pytest.raises(Unreachable):
        client.get("users/current/")


@pytest.mark.parametrize("status", [302, 400, 401, 403, 409])
def test_a_no_is_for_a_person(status: int, client: Client, server: Answers):
    body = {"value": ["Зразкова Олена is no number"]}
    server.at("documents/1/metadata/", Answer(body, status=status, headers={"Location": "http://elsewhere"}))

    with pytest.raises(Rejected) as refused:
        client.post("documents/1/metadata/", {"value": "Зразкова Олена"})

    assert "Зразкова" not in str(refused.value)
    assert TOKEN not in str(refused.value)
    assert len(server.asked) == 1


def test_what_is_not_there_is_told_apart(client: Client):
    with pytest.raises(NotThere):
        client.get("documents/999/")


def test_nobody_at_the_address_may_be_there_later():
    mayan = Mayan(MayanSettings.model_validate({"url": "http://127.0.0.1:9", "token": TOKEN}), PLACE)

    with pytest.raises(Unreachable):
        mayan.figures()
    assert not mayan.check().is_ok


def test_all_pages_of_a_list_are_read(client: Client, server: Answers):
    first = Answer({"next": "page 2", "results": [{"id": 1}]})
    server.at("documents/", first, rows({"id": 2}))

    assert [row["id"] for row in client.all("documents/")] == [1, 2]
    assert [query["page"] for _method, _path, query in server.asked] == [["1"], ["2"]]


def test_a_page_that_has_no_rows_is_no_answer(client: Client, server: Answers):
    server.at("documents/", Answer({"next": None}))

    with pytest.raises(Unreachable):
        list(client.all("documents/"))


def test_a_file_comes_as_it_is(client: Client, server: Answers):
    server.at("documents/1/files/2/download/", Answer(b"\x00\x01bytes"))

    assert b"".join(client.download("documents/1/files/2/download/")) == b"\x00\x01bytes"


def test_what_is_not_set_up_is_told(mayan: Mayan, server: Answers):
    server.at("document_types/", rows({"id": 1, "label": "Default"}))

    told = mayan.check()

    assert not told.is_ok
    assert "Заява з порталу" in str(told.words)


def test_the_token_is_in_no_picture_of_the_settings():
    settings = MayanSettings.model_validate({"url": "https://mayan.example", "token": TOKEN, "hook_secret": "hush"})

    assert TOKEN not in repr(settings)
    assert "hush" not in str(settings)
    assert settings.model_dump(mode="json")["token"] == TOKEN
