"""The connector that is the worked example of one: joined as any other, with a system that knows nothing but a folder."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from examples.folder_connector.connector import FolderConnector
from tests import factories
from vikno.applications.models import Application, ApplicationStatus
from vikno.files.queries import read_content
from vikno.integration import operations
from vikno.integration.connectors import CONNECTORS
from vikno.integration.models import Connection, InboundMessage
from vikno.integration.queries import connector_of
from vikno.outbox.models import Delivery, DeliveryStatus

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def outbox(tmp_path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.fixture
def inbox(tmp_path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


@pytest.fixture
def joined(monkeypatch, officer, noon, outbox, inbox) -> Connection:
    monkeypatch.setitem(CONNECTORS, FolderConnector.code, FolderConnector)
    made = operations.connect(
        code="folder",
        name="Тека",
        connector="folder",
        centre=officer.centre,
        settings={"outbox": str(outbox), "inbox": str(inbox)},
        actor="test",
        at=noon,
    )
    operations.add_routes(connection=made, every_service=True)
    return made


@pytest.fixture
def sent(joined, officer, noon) -> Application:
    application = factories.submitted(centre=officer.centre)
    operations.run_exchange_once(at=noon)
    return Application.objects.get(pk=application.pk)


@pytest.fixture
def say(joined, inbox, noon):
    """Let the other side put a word down, and the portal read it."""

    def speak(name: str, body: object, *, at=noon) -> None:
        (inbox / name).write_text(json.dumps(body))
        operations.request_poll(connection=joined)
        operations.run_exchange_once(at=at)

    return speak


def word(application: Application, **said: object) -> dict[str, object]:
    return {"number": application.number, "at": "2026-03-02T11:00:00+02:00", **said}


def now(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def test_an_application_is_a_folder_with_all_that_was_handed_in(sent, outbox):
    (folder,) = outbox.iterdir()

    assert {file.name for file in folder.iterdir()} == {"message.json", "application.json", "application.pdf"}
    assert json.loads((folder / "message.json").read_text())["number"] == sent.number
    assert (folder / "application.pdf").read_bytes().startswith(b"%PDF")


def test_what_goes_out_again_is_there_once(sent, outbox, noon):
    Delivery.objects.update(status=DeliveryStatus.WAITING, next_try_at=noon)

    operations.run_exchange_once(at=noon)

    assert len(list(outbox.iterdir())) == 1


def test_a_folder_that_is_away_is_tried_again(joined, outbox, officer, noon):
    outbox.rmdir()
    factories.submitted(centre=officer.centre)
    operations.run_exchange_once(at=noon)
    assert Delivery.objects.get(consumer=joined.line).trouble_kind == "unreachable"
    outbox.mkdir()

    operations.run_exchange_once(at=noon + HOUR)

    assert len(list(outbox.iterdir())) == 1


def test_a_case_is_registered_decided_and_issued_by_words(sent, say, inbox):
    extract = factories.png().content
    (inbox / "extract.png").write_bytes(extract)

    say("1.json", word(sent, registered={"number": "7/26", "on": "2026-03-02"}))
    say("2.json", word(sent, status="У роботі", who="Коваль О. П."))
    say("3.json", word(sent, status="Видано", decided={"granted": True}, files=["extract.png"]))

    case = now(sent)
    assert (case.status, case.registration.number) == (ApplicationStatus.ISSUED, "7/26")
    assert read_content(case.results.get().file) == extract
    assert sorted(file.name for file in (inbox / "done").iterdir()) == ["1.json", "2.json", "3.json"]


def test_a_file_that_is_on_its_way_is_waited_for(sent, say, inbox, noon):
    say("1.json", word(sent, status="Видано", files=["extract.png"]))
    assert now(sent).status == ApplicationStatus.SUBMITTED
    (inbox / "extract.png").write_bytes(factories.png().content)

    operations.run_exchange_once(at=noon + HOUR)

    assert now(sent).status == ApplicationStatus.ISSUED


@pytest.mark.parametrize("said", [{"status": "Видано", "files": ["../secret"]}, {"state": "done"}, {"at": "yesterday"}])
def test_a_word_that_is_none_is_for_a_person(sent, say, said):
    say("1.json", word(sent, **said))

    assert InboundMessage.objects.get().status == InboundMessage.InboundMessageStatus.TROUBLE
    assert now(sent).status == ApplicationStatus.SUBMITTED


def test_it_says_which_folder_is_missing(joined, inbox):
    assert connector_of(joined).check().is_ok
    inbox.rmdir()

    told = connector_of(joined).check()

    assert not told.is_ok
    assert str(inbox) in str(told.words)
