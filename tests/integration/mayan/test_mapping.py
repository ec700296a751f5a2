"""What a document of Mayan says to the portal. Nobody is asked."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from vikno.integration.connectors.base import CaseUpdate, RemoteCorrectionRequest, RemoteDecision, RemoteRegistration
from vikno.integration.connectors.mayan import MayanConnector, schema
from vikno.integration.connectors.mayan.inbound import MayanCase, MayanFile, WorkflowLogEntry
from vikno.integration.connectors.mayan.mapping import lookup_update, updates_of
from vikno.kernel.errors import Rejected


def at(minute: int) -> datetime:
    return datetime(2026, 3, 2, 10, minute, tzinfo=UTC)


def move(minute: int, to: schema.WorkflowState, comment: str = "", **filled: str) -> WorkflowLogEntry:
    return WorkflowLogEntry(
        id=minute + 1, at=at(minute), to=to.label, who="Іван Іваненко", comment=comment, filled=filled
    )


def file(minute: int, comment: str, digest: str = "") -> MayanFile:
    return MayanFile(id=minute, name=f"{minute}.pdf", sha256=digest or f"{minute}", comment=comment, at=at(minute))


def case(*moves: WorkflowLogEntry, files: tuple[MayanFile, ...] = (), **marks: str) -> MayanCase:
    return MayanCase(
        document=7,
        event=50,
        state=moves[-1].to if moves else schema.RECEIVED.label,
        marks={schema.NUMBER.name: "2603-000012-7", **marks},
        moves=moves,
        files=files,
    )


def told(of: MayanCase) -> list[CaseUpdate]:
    return updates_of(of.model_dump_json().encode())


def last(of: MayanCase) -> CaseUpdate:
    return told(of)[-1]


def test_each_move_is_told_and_how_the_case_stands():
    updates = told(case(move(1, schema.REGISTERED), move(2, schema.IN_WORK)))

    assert [update.status for update in updates] == ["Зареєстровано", "В роботі", "В роботі"]
    assert {(update.application, update.remote) for update in updates} == {("2603-000012-7", "7")}
    assert updates[1].at == at(2)
    assert updates[1].who == "Іван Іваненко"


def test_the_order_of_a_move_is_the_same_in_each_telling_and_grows_from_one_to_the_next():
    early, later = (
        told(case(move(1, schema.REGISTERED))),
        told(case(move(1, schema.REGISTERED), move(2, schema.IN_WORK))),
    )

    assert early[0].order == later[0].order
    assert [update.order for update in later] == sorted(
        {update.order for update in [*early, *later]} - {early[-1].order}
    )
    assert later[0].order < early[-1].order < later[1].order


@pytest.mark.parametrize(
    ("written", "on"), [("2026-03-03", date(2026, 3, 3)), ("03.03.2026", date(2026, 3, 3)), ("?", None)]
)
def test_the_incoming_number_is_what_was_filled_in_with_the_move(written: str, on: date | None):
    of = case(move(1, schema.REGISTERED, registration_number="12/26", registration_date=written))

    assert last(of).registered == RemoteRegistration(number="12/26", on=on)


def test_what_is_written_on_the_document_goes_before_what_was_filled_in():
    of = case(move(1, schema.REGISTERED, registration_number="12/26"), registration_number="13/26")

    assert last(of).registered == RemoteRegistration(number="13/26")


def test_a_refusal_has_its_ground_and_its_reasons():
    of = case(
        move(1, schema.IN_WORK), move(2, schema.REFUSED, "Договір прострочений", refusal_ground="Неповні документи")
    )

    assert told(of)[1].decided == RemoteDecision(
        granted=False, ground="Неповні документи", reasons="Договір прострочений"
    )
    assert lookup_update(of).decided == told(of)[1].decided


def test_a_return_says_why_and_until_when_and_only_once():
    of = case(move(1, schema.IN_WORK), move(2, schema.RETURNED, "Немає договору", correction_due="2026-03-20"))

    assert [update.asked for update in told(of)] == [
        None,
        RemoteCorrectionRequest(reason="Немає договору", due_on=date(2026, 3, 20)),
        None,
    ]


@pytest.mark.parametrize("comment", ["", "Не наш район"])
def test_what_is_not_taken_in_says_so(comment: str):
    assert told(case(move(1, schema.DECLINED, comment)))[0].declined == comment or "Mayan: не прийнято"
    assert told(case(move(1, schema.DECLINED, comment)))[0].declined


def test_a_move_that_the_portal_made_is_no_news_for_the_applicant():
    of = case(move(1, schema.RETURNED, "Немає договору"), move(2, schema.RESUBMITTED, "Портал: подання 2, додатки"))

    assert [update.note for update in told(of)] == ["Немає договору", "", ""]


def test_results_are_told_once_the_case_is_issued():
    files = (
        file(1, "Портал: подання 1, application.pdf"),
        file(2, "Результат: чернетка"),
        file(3, "робоче"),
        file(5, "Службове: лист до архіву"),
        file(6, ""),
    )
    decided = (move(1, schema.IN_WORK), move(4, schema.GRANTED))

    issued = case(*decided, move(7, schema.ISSUED), files=files)

    assert [update.files for update in told(case(*decided, files=files))] == [(), (), ()]
    assert [[file.name for file in update.files] for update in told(issued)] == [[], [], ["2.pdf", "6.pdf"], []]
    assert lookup_update(issued).files == told(issued)[2].files


def test_a_result_that_is_not_stored_yet_is_waited_for():
    decided = (move(1, schema.IN_WORK), move(4, schema.GRANTED))
    issued = (*decided, move(7, schema.ISSUED))

    waiting = [case(*decided), case(*issued), case(*issued, files=(file(6, ""),))]

    assert [bool(last(of).settles_in) for of in waiting] == [False, True, False]
    assert lookup_update(case(*issued)).settles_in == last(case(*issued)).settles_in


def test_it_is_received_once_all_files_are_stored():
    files = (file(1, "Портал: подання 1, application.pdf"), file(2, "Портал: подання 1, application.json"))

    assert not last(case(files=files[:1], vikno_files="2")).received
    assert last(case(files=files, vikno_files="2")).received
    assert not last(case(files=files)).received


def test_looking_says_which_files_of_ours_are_there():
    of = case(files=(file(1, "Портал: подання 1, додаток 1", "ab"), file(2, "Результат")))

    assert [file.sha256 for file in lookup_update(of).holds or ()] == ["ab"]
    assert lookup_update(of).order is None


@pytest.mark.parametrize("body", [b"", b"{}", b'{"document": "x"}', b"\xff"])
def test_what_is_no_case_is_for_a_person(body: bytes):
    with pytest.raises(Rejected):
        updates_of(body)


def test_each_state_that_is_set_up_is_in_the_usual_map():
    assert set(MayanConnector.default_status_map) == {state.label for state in schema.STATES}
    assert {"registered", "in_work", "returned", "granted", "refused", "issued"} <= set(
        MayanConnector.default_status_map.values()
    )


def test_only_what_the_applicant_does_goes_out():
    kinds: list[Any] = ["submitted", "resubmitted", "withdrawn", "registered", "taken", "decided", "issued"]

    assert [kind for kind in kinds if MayanConnector.wants(kind)] == ["submitted", "resubmitted", "withdrawn"]
