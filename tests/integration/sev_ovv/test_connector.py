"""The connector against the bus and the office of the simulators, over SOAP."""

import hashlib

import pytest

from tests.integration.sev_ovv import sample_letters
from vikno.integration.connectors.base import RawInboundMessage, RemoteDecision
from vikno.integration.connectors.sev_ovv import SevOvvConnector
from vikno.kernel.errors import Rejected


def polled(sev: SevOvvConnector):
    return [incoming for incoming, _cursor in sev.poll("")]


def taken(sev: SevOvvConnector):
    """Poll as the exchange does: store, confirm, read."""
    updates = []
    for incoming in polled(sev):
        sev.confirm(incoming)
        updates += sev.read(incoming)
    return updates


def test_an_application_arrives_with_everything(office, sev):
    sev.deliver(sample_letters.message())

    (case,) = office.cases
    assert (case["msg_type"], case["kind"], case["number"]) == ("1", "Заява", sample_letters.NUMBER)
    assert case["author"] == "Соколина Дарина"
    assert [file["name"] for file in case["files"]] == ["application.pdf", "application.json", "фото.jpg"]
    assert case["files"][0]["sha256"] == hashlib.sha256(sample_letters.PDF).hexdigest()


def test_a_signed_application_brings_its_container(office, sev):
    sev.deliver(sample_letters.message(about=sample_letters.dossier(container=b"PK the container")))

    (case,) = office.cases
    assert case["files"][-1] == {
        "name": "application.asice",
        "size": 16,
        "sha256": hashlib.sha256(b"PK the container").hexdigest(),
    }


def test_the_same_message_arrives_once(office, sev):
    receipts = {sev.deliver(sample_letters.message()).remote for _again in range(3)}

    assert len(office.cases) == len(receipts) == 1


def test_acknowledgements_come_back_to_the_case(office, sev):
    receipt = sev.deliver(sample_letters.message())

    delivered, accepted, registered = taken(sev)
    assert {update.remote for update in (delivered, accepted, registered)} == {receipt.remote}
    assert delivered.received
    assert accepted.received
    assert registered.registered.number == office.cases[0]["registered"]


def test_acknowledgements_of_an_addition_come_back_to_the_same_case(office, sev):
    first = sev.deliver(sample_letters.message())
    second = sev.deliver(sample_letters.message("resubmitted", id="event-2"))

    assert first.remote == second.remote
    assert [case["msg_type"] for case in office.cases] == ["1", "2"]
    assert {update.remote for update in taken(sev)} == {first.remote}


def test_a_withdrawal_is_a_letter_of_its_own(office, sev):
    sev.deliver(sample_letters.message("withdrawn"))

    (case,) = office.cases
    assert (case["kind"], [file["name"] for file in case["files"]]) == ("Відкликання заяви", ["withdrawal.txt"])


def test_a_reply_brings_the_decision_and_its_files(office, sev):
    sev.deliver(sample_letters.message())
    taken(sev)
    office.act(office.cases[0]["msg_id"], "grant")

    (incoming,) = polled(sev)
    (update,) = sev.read(incoming)
    assert (update.application, update.decided) == (sample_letters.NUMBER, RemoteDecision(granted=True))
    assert [file.name for file in update.files] == ["result.pdf", "result.pdf.p7s"]
    paper = b"".join(sev.fetch(update.files[0], incoming))
    assert paper.startswith(b"%PDF")
    assert hashlib.sha256(paper).hexdigest() == update.files[0].sha256


@pytest.mark.parametrize(
    ("action", "says"),
    [
        ("decline", lambda update: update.declined == "Немає підпису"),
        ("refuse", lambda update: update.decided == RemoteDecision(granted=False, reasons="Немає підпису")),
        ("correct", lambda update: update.asked.reason == "Немає підпису"),
        ("write", lambda update: (update.status, update.note) == ("Лист", "Немає підпису")),
    ],
)
def test_what_the_office_writes_is_understood(office, sev, action, says):
    sev.deliver(sample_letters.message())
    taken(sev)
    office.act(office.cases[0]["msg_id"], action, "Немає підпису")

    (update,) = taken(sev)
    assert says(update)


def test_a_message_stays_on_the_bus_until_it_is_confirmed(office, sev):
    sev.deliver(sample_letters.message())
    before = {message.id for message in polled(sev)}
    for incoming in polled(sev):
        sev.confirm(incoming)

    assert len(before) == 3
    assert polled(sev) == []


def test_a_reply_is_acknowledged_to_its_sender_once(office, sev):
    sev.deliver(sample_letters.message())
    taken(sev)
    office.act(office.cases[0]["msg_id"], "grant")
    (incoming,) = polled(sev)
    sev.confirm(incoming)
    sev.confirm(incoming)

    reply = incoming.id
    assert sorted(map(tuple, office.books()["acknowledged"])) == [(reply, "1"), (reply, "2")]


def test_a_message_that_is_too_large_waits_for_a_person(office):
    sev = office.connector(most_megabytes=1)
    sev.deliver(sample_letters.message())
    taken(sev)
    office.act(office.cases[0]["msg_id"], "decline", "х" * 1_200_000)

    (incoming,) = polled(sev)
    sev.confirm(incoming)
    with pytest.raises(Rejected, match="larger than 1 MB"):
        sev.read(incoming)
    assert len(polled(sev)) == 1


def test_a_stranger_on_the_bus_changes_nothing(office):
    sev = office.connector(to_edrpou="11111111", also_from=["12345"])

    assert sev.read(RawInboundMessage(id="1", kind="Notification", body=sample_letters.ack(1)))
    for body in (sample_letters.ack(3, number="7"), sample_letters.reply()):
        with pytest.raises(Rejected, match="00012345"):
            sev.read(RawInboundMessage(id="1", kind="Notification", body=body))


def test_what_is_not_of_the_order_is_refused(sev):
    with pytest.raises(Rejected):
        sev.read(RawInboundMessage(id="1", kind="Document", body=b"7z\xbc\xaf\x27\x1c"))


def test_the_check_says_what_waits(office, sev):
    sev.deliver(sample_letters.message())

    check = sev.check()
    assert check.is_ok
    assert "3" in str(check.words)


def test_the_check_tells_a_wrong_password(office):
    check = office.connector(password="guessed").check()

    assert not check.is_ok
    assert "Систему не розпізнано" in str(check.words)


def test_it_takes_applications_and_what_comes_after_them():
    assert [
        kind for kind in ("submitted", "resubmitted", "withdrawn", "taken", "issued") if SevOvvConnector.wants(kind)
    ] == [
        "submitted",
        "resubmitted",
        "withdrawn",
    ]


def test_the_bus_tells_nothing_of_cases(sev):
    assert not SevOvvConnector.can_look
    assert sev.look("anything") is None
