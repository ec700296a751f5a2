"""A bus that is not well: nothing is lost, nothing is doubled, and what is said is one of two errors."""

import io

import pytest

from tests.integration.sev_ovv import sample_letters
from tests.integration.sev_ovv.test_connector import polled, taken
from tests.misbehaving_server import saying
from vikno.integration.connectors.sev_ovv import client as buses
from vikno.integration.connectors.sev_ovv import soap
from vikno.kernel.errors import Rejected, Unreachable

BIG = sample_letters.dossier(enclosures=(sample_letters.enclosure("скан.pdf", bytes(range(256)) * 20_000),))


@pytest.mark.parametrize("trouble", ["down", "html", "cut", "fault"])
def test_a_bus_that_is_not_well_is_asked_again_later(office, sev, trouble):
    office.trouble(trouble)
    with pytest.raises(Unreachable):
        sev.deliver(sample_letters.message())
    assert office.cases == []

    sev.deliver(sample_letters.message())
    assert len(office.cases) == 1


def test_a_busy_bus_says_how_long_to_wait(office, sev):
    office.trouble("down")

    with pytest.raises(Unreachable) as raised:
        sev.deliver(sample_letters.message())
    assert raised.value.after == 120


def test_a_bus_that_is_not_there_is_unreachable(office):
    sev = office.connector(address="http://127.0.0.1:9/nothing")

    with pytest.raises(Unreachable, match="ConnectError"):
        sev.deliver(sample_letters.message())
    assert not sev.check().is_ok


def test_an_address_that_is_none_is_for_a_person(office):
    with pytest.raises(Rejected):
        office.connector(address="ftp://bus").deliver(sample_letters.message())


def test_a_place_that_is_not_the_bus_is_for_a_person(office):
    with pytest.raises(Rejected, match="404"):
        office.connector(address=f"{office.bench.address}/elsewhere").deliver(sample_letters.message())


def test_an_error_of_the_bus_is_for_a_person(office, sev):
    office.trouble("error")

    with pytest.raises(Rejected, match="99"):
        sev.deliver(sample_letters.message())


def test_which_errors_pass_by_is_a_setting(office):
    office.trouble("error")

    with pytest.raises(Unreachable):
        office.connector(busy_codes=[99]).deliver(sample_letters.message())


def test_a_bus_may_say_that_it_has_a_message_already(office):
    office.trouble("error")

    assert office.connector(repeat_codes=[99]).deliver(sample_letters.message()).remote


@pytest.mark.parametrize(
    "operation", ["OpenUploadingSession", "UploadMessageChunk", "GetSessionInfo", "GetMessageValidationInfo"]
)
def test_a_lost_answer_doubles_nothing(office, sev, operation):
    office.trouble("lost", operation=operation)
    try:
        sev.deliver(sample_letters.message())
    except Unreachable:
        sev.deliver(sample_letters.message())

    (case,) = office.cases
    assert case["files"][0]["size"] == len(sample_letters.PDF)


@pytest.mark.parametrize("trouble", ["lost", "half", "down"])
def test_a_large_letter_goes_on_where_it_stopped(office, sev, trouble):
    office.trouble(trouble, operation="UploadMessageChunk")

    sev.deliver(sample_letters.message(about=BIG))

    (case,) = office.cases
    assert case["files"][-1]["sha256"] == BIG.enclosures[0].sha256


def test_a_session_that_another_run_began_is_gone_on_with(office, sev):
    office.trouble("down", times=-1, operation="GetSessionInfo")
    with pytest.raises(Unreachable):
        sev.deliver(sample_letters.message(about=BIG))
    office.trouble("none")

    sev.deliver(sample_letters.message(about=BIG))
    assert len(office.cases) == 1


def test_a_bus_that_takes_nothing_is_not_asked_for_ever(office, sev):
    office.trouble("down", times=-1, operation="UploadMessageChunk")

    with pytest.raises(Unreachable, match="any further"):
        sev.deliver(sample_letters.message())


def test_a_message_that_came_otherwise_waits_and_holds_up_no_other(office, sev):
    sev.deliver(sample_letters.message())
    office.trouble("wrong-hash", operation="GetMessageValidationInfo")

    got = []
    with pytest.raises(Unreachable, match="digest"):
        got.extend(incoming for incoming, _cursor in sev.poll(""))
    assert len(polled(sev)) == 3


def test_parts_may_come_smaller_than_they_were_asked_for(office, sev):
    sev.deliver(sample_letters.message())
    office.act(office.cases[0]["msg_id"], "grant")
    office.trouble("half", times=20, operation="DownloadMessageChunk")

    assert len(taken(sev)) == 4


@pytest.mark.parametrize("trouble", ["twice", "reversed"])
def test_the_inbox_is_read_in_its_order_and_each_message_once(office, sev, trouble):
    sev.deliver(sample_letters.message())
    expected = [message.id for message in polled(sev)]
    office.trouble(trouble, operation="GetInputMessages")

    assert [message.id for message in polled(sev)] == expected


def test_a_lost_end_leaves_the_message_to_come_again(office, sev):
    sev.deliver(sample_letters.message())
    incoming = polled(sev)[0]
    office.trouble("lost", operation="EndProcessingDownloadedMessage")
    with pytest.raises(Unreachable):
        sev.confirm(incoming)

    sev.confirm(incoming)
    assert incoming.id not in {message.id for message in polled(sev)}


def test_a_download_that_does_not_start_is_unreachable(office, sev):
    sev.deliver(sample_letters.message())
    office.trouble("down", operation="DownloadMessageChunk")

    with pytest.raises(Unreachable):
        polled(sev)


def test_a_wrong_password_stops_polling(office):
    with pytest.raises(Unreachable):
        polled(office.connector(password="guessed"))


def test_an_answer_is_bounded_in_bytes():
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n"

    with (
        saying(head, bytes(soap.MAX_RESPONSE_BYTES + 1)) as address,
        soap.SoapClient(address) as wire,
        pytest.raises(Unreachable, match="more than"),
    ):
        wire.call("GetSessionInfo", sessionId=1)


def test_a_message_longer_than_it_was_said_is_not_taken(office):
    sev = office.connector()
    sev.deliver(sample_letters.message())
    with sev._bus() as bus:
        (first, *_others) = bus.list_inbox(10)
        with pytest.raises(buses.BusMessageDamaged):
            bus.download(first, io.BytesIO(), max_bytes=10)
