"""The connector alone, with a real Mayan: what is sent, what a clerk does, what comes back, and what goes wrong on the way."""

import hashlib
import itertools
from datetime import date

import pytest

from tests.case_dossiers import PDF, dossier, enclosure, message
from tests.edms.conftest import connector
from tests.edms.mayan_user import MayanUser
from tests.integration.mayan.canned_server import CannedResponses, answering
from tools.edms.own_mayan import OwnMayan
from vikno.integration.connectors.base import (
    CaseUpdate,
    OutboundMessage,
    RemoteCorrectionRequest,
    RemoteDecision,
    RemoteRegistration,
)
from vikno.integration.connectors.mayan import MayanConnector, schema
from vikno.integration.connectors.mayan.client import MayanClient
from vikno.integration.connectors.mayan.inbound import EventCursor, last_event_id
from vikno.kernel.errors import Unreachable

numbers = (f"2603-{count:06}-7" for count in itertools.count(1))


@pytest.fixture
def sent(portal: MayanConnector) -> OutboundMessage:
    """A case that Mayan has, with one enclosed file."""
    of = dossier(next(numbers), enclosures=(enclosure(),), make_container=lambda: b"PK signed")
    return message("submitted", of, remote=portal.deliver(message("submitted", of)).remote)


def news(portal: MayanConnector, cursor: str) -> tuple[list[CaseUpdate], str]:
    """Return what is told since the cursor, and the cursor after it."""
    updates = []
    for incoming, after in portal.poll(cursor):
        updates += portal.read(incoming)
        cursor = after
    return updates, cursor


def up_to_now(mayan: OwnMayan, token: str) -> str:
    """Return the cursor after all that has happened so far."""
    with MayanClient(mayan.address, token) as client:
        return str(EventCursor(last=last_event_id(client)))


def test_setting_up_again_makes_nothing(
    mayan: OwnMayan, admin: MayanUser, is_set_up: list[str], portal: MayanConnector
):
    assert is_set_up

    assert connector(mayan, admin.token).set_up() == []
    assert portal.check().is_ok


def test_an_application_becomes_one_document_with_all_that_was_handed_in(sent: OutboundMessage, clerk: MayanUser):
    marks, files = clerk.marks(sent.remote), clerk.files(sent.remote)

    assert marks[schema.NUMBER.name] == sent.dossier.number
    assert marks[schema.APPLICANT.name] == "Зразкова Олена Тестівна"
    assert marks[schema.DUE.name] == "2026-04-01"
    assert [one["filename"] for one in files] == [
        "application.pdf",
        "application.json",
        "application.asice",
        "договір.pdf",
    ]
    assert files[3]["checksum"] == hashlib.sha256(PDF).hexdigest()
    assert clerk.state(sent.remote) == schema.RECEIVED.label


def test_what_is_delivered_again_is_there_once(sent: OutboundMessage, portal: MayanConnector, clerk: MayanUser):
    with_remote, without = portal.deliver(sent), portal.deliver(message("submitted", sent.dossier))

    assert with_remote.remote == without.remote == sent.remote
    assert with_remote.received
    assert clerk.documents(sent.dossier.number) == [sent.remote]
    assert len(clerk.files(sent.remote)) == 4


def test_the_whole_way_of_a_case_is_told_back(
    sent: OutboundMessage, portal: MayanConnector, clerk: MayanUser, mayan: OwnMayan, token: str
):
    cursor = up_to_now(mayan, token)
    clerk.move(sent.remote, "Зареєструвати", registration_number="12/26", registration_date="2026-03-03")
    registered, cursor = news(portal, cursor)
    clerk.move(sent.remote, "Взяти в роботу")
    clerk.move(sent.remote, "Вирішити: надати", "Усе гаразд")
    decided, cursor = news(portal, cursor)
    clerk.attach(sent.remote, "витяг.txt", b"extract", "Результат")
    clerk.move(sent.remote, "Видати результат")
    issued, cursor = news(portal, cursor)

    assert registered[-1].registered == RemoteRegistration(number="12/26", on=date(2026, 3, 3))
    assert [one.status for one in decided][-3:] == ["В роботі", "Рішення: надати", "Рішення: надати"]
    assert decided[-3].who == "Іван Іваненко"
    assert decided[-2].decided == RemoteDecision(granted=True, reasons="Усе гаразд")
    assert issued[-1].status == "Видано"
    assert [file.name for file in issued[-2].files] == ["витяг.txt"]
    assert {one.application for one in registered + decided + issued} == {sent.dossier.number}
    assert news(portal, cursor)[0] == []


def test_a_result_is_fetched_as_it_was_added(
    sent: OutboundMessage, portal: MayanConnector, clerk: MayanUser, mayan: OwnMayan, token: str
):
    for step in ("Зареєструвати", "Взяти в роботу", "Вирішити: надати", "Видати результат"):
        clerk.move(sent.remote, step)
    cursor = up_to_now(mayan, token)
    clerk.attach(sent.remote, "витяг.txt", b"extract")

    ((incoming, _after),) = portal.poll(cursor)
    (file,) = portal.read(incoming)[-2].files

    assert b"".join(portal.fetch(file, incoming)) == b"extract"
    assert file.sha256 == hashlib.sha256(b"extract").hexdigest()


def test_a_refusal_says_on_what_ground_and_why(sent: OutboundMessage, portal: MayanConnector, clerk: MayanUser):
    clerk.move(sent.remote, "Зареєструвати")
    clerk.move(sent.remote, "Взяти в роботу")
    clerk.move(sent.remote, "Вирішити: відмовити", "Договір прострочений", refusal_ground="Подання не в повному обсязі")

    told = portal.look(sent.remote)

    assert told
    assert told.decided == RemoteDecision(
        granted=False, ground="Подання не в повному обсязі", reasons="Договір прострочений"
    )


def test_a_number_that_the_clerk_wrote_on_the_document_counts(
    sent: OutboundMessage, portal: MayanConnector, clerk: MayanUser, mayan: OwnMayan, token: str
):
    clerk.move(sent.remote, "Зареєструвати")
    cursor = up_to_now(mayan, token)

    clerk.write(sent.remote, "registration_number", "13/26")

    assert news(portal, cursor)[0][-1].registered == RemoteRegistration(number="13/26")


def test_what_was_mended_is_added_and_moves_the_case_on_once(
    sent: OutboundMessage, portal: MayanConnector, clerk: MayanUser, mayan: OwnMayan, token: str
):
    clerk.move(sent.remote, "Зареєструвати")
    cursor = up_to_now(mayan, token)
    clerk.move(sent.remote, "Повернути на доопрацювання", "Немає договору", correction_due="2026-03-20")
    told = news(portal, cursor)[0][-2]
    mended = dossier(sent.dossier.number, submission=2, enclosures=(enclosure(), enclosure("новий.pdf", PDF + b"%2")))
    again = message("resubmitted", mended, remote=sent.remote)

    portal.deliver(again)
    portal.deliver(again)

    assert told.asked == RemoteCorrectionRequest(reason="Немає договору", due_on=date(2026, 3, 20))
    assert clerk.state(sent.remote) == schema.RESUBMITTED.label
    assert clerk.history(sent.remote).count("Заявник надіслав виправлення") == 1
    assert [one["filename"] for one in clerk.files(sent.remote)][4:] == [
        "application.pdf",
        "application.json",
        "новий.pdf",
    ]
    assert clerk.marks(sent.remote)[schema.SUBMISSION.name] == "2"


def test_a_withdrawn_case_stands_so(sent: OutboundMessage, portal: MayanConnector, clerk: MayanUser):
    portal.deliver(message("withdrawn", sent.dossier, remote=sent.remote))

    assert clerk.state(sent.remote) == schema.WITHDRAWN.label


def test_a_decided_case_is_only_told_that_it_was_withdrawn(
    sent: OutboundMessage, portal: MayanConnector, clerk: MayanUser
):
    for step in ("Зареєструвати", "Взяти в роботу", "Вирішити: надати"):
        clerk.move(sent.remote, step)
    withdrawn = message("withdrawn", sent.dossier, remote=sent.remote)

    portal.deliver(withdrawn)
    portal.deliver(withdrawn)

    assert clerk.state(sent.remote) == schema.GRANTED.label
    assert [one["text"] for one in clerk.rows(f"documents/{sent.remote}/comments/")] == [
        "Заявник відкликав заяву на порталі"
    ]


def test_figures_say_how_many_cases_stand_where(sent: OutboundMessage, portal: MayanConnector):
    before = portal.figures()

    portal.deliver(message("withdrawn", sent.dossier, remote=sent.remote))

    after = portal.figures()
    assert after[schema.WITHDRAWN.label] == before[schema.WITHDRAWN.label] + 1
    assert after[schema.RECEIVED.label] == before[schema.RECEIVED.label] - 1
    assert sum(after.values()) == sum(before.values())


def test_a_mayan_that_is_stopped_gets_the_case_once_it_is_back(
    mayan: OwnMayan, portal: MayanConnector, clerk: MayanUser
):
    of = dossier(next(numbers))
    mayan.stop()
    with pytest.raises(Unreachable):
        portal.deliver(message("submitted", of))
    assert not portal.check().is_ok
    mayan.start()

    portal.deliver(message("submitted", of))

    assert len(clerk.documents(of.number)) == 1


def test_a_mayan_that_falls_between_document_and_marks_gets_the_rest_later(
    mayan: OwnMayan, portal: MayanConnector, clerk: MayanUser
):
    of = dossier(next(numbers), make_pdf=lambda: stopped(mayan))
    with pytest.raises(Unreachable):
        portal.deliver(message("submitted", of))
    mayan.start()
    assert len(clerk.documents(of.number)) == 1
    assert clerk.files(clerk.documents(of.number)[0]) == []

    receipt = portal.deliver(message("submitted", dossier(of.number)))

    assert clerk.documents(of.number) == [receipt.remote]
    assert clerk.marks(receipt.remote)[schema.NUMBER.name] == of.number
    assert len(clerk.files(receipt.remote)) == 2


def stopped(mayan: OwnMayan) -> bytes:
    """Stop Mayan at the moment in which the application is drawn: its document is made, nothing is written on it yet."""
    mayan.stop()
    return PDF


def test_a_portal_that_falls_between_two_files_sends_the_other_one_later(portal: MayanConnector, clerk: MayanUser):
    def killed() -> bytes:
        raise KeyboardInterrupt

    number = next(numbers)
    broken = enclosure("скан.pdf", PDF + b"%3")
    of = dossier(number, enclosures=(broken.__class__(**{**broken.__dict__, "read": killed}),))
    with pytest.raises(KeyboardInterrupt):
        portal.deliver(message("submitted", of))
    whole = message("submitted", dossier(number, enclosures=(broken,)))

    with pytest.raises(Unreachable) as waiting:
        portal.deliver(whole)

    assert waiting.value.after
    assert len(clerk.files(clerk.documents(number)[0])) == 2


def test_a_mayan_that_lets_in_few_requests_is_waited_for(mayan: OwnMayan, token: str, clerk: MayanUser):
    hurried = OwnMayan(place=mayan.place, rate="4/second")
    hurried.start()
    of = dossier(next(numbers))
    try:
        receipt = connector(hurried, token).deliver(message("submitted", of))
    finally:
        hurried.stop()

    assert receipt.received
    assert clerk.documents(of.number) == [receipt.remote]
    assert '" 429 ' in (mayan.place / "mayan.log").read_text()


def test_mayan_calls_when_a_case_moves(sent: OutboundMessage, mayan: OwnMayan, admin: MayanUser, clerk: MayanUser):
    with answering(CannedResponses()) as portal:
        connector(mayan, admin.token, hook=f"{portal.address}/api/v4/hint/", hook_secret="of-a-test").set_up()
        clerk.move(sent.remote, "Зареєструвати")

    assert [(method, path) for method, path, _query in portal.asked] == [("POST", "hint/")]
    assert portal.headers[0]["Authorization"] == "Bearer of-a-test"
