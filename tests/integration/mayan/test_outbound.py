"""Putting an application into Mayan: whatever happens on the way, and however often, it is there once and whole."""

import hashlib
from datetime import timedelta

import pytest

from tests.case_dossiers import NOON, PDF, dossier, enclosure, message
from tests.integration.mayan.conftest import TOKEN
from tests.integration.mayan.fake_mayan import FakeMayan, FakeMayanDocument
from vikno.integration.connectors.base import DeliveryReceipt, OutboundMessage
from vikno.integration.connectors.mayan import MayanConnector, schema
from vikno.integration.connectors.mayan.client import MayanClient
from vikno.integration.connectors.mayan.installation import load_setup
from vikno.integration.connectors.mayan.outbound import STORAGE_GRACE, deliver
from vikno.kernel.errors import Unreachable

SENT = message("submitted", dossier(enclosures=(enclosure(),), make_container=lambda: b"PK signed"))
MENDED = message("resubmitted", dossier(submission=2, enclosures=(enclosure(), enclosure("новий.pdf", PDF + b"%2"))))
NAMES = ["application.pdf", "application.json", "application.asice", "договір.pdf"]


def given(little: FakeMayan, told: OutboundMessage, *, at=NOON) -> DeliveryReceipt:
    with MayanClient(little.address, TOKEN) as client:
        return deliver(client, load_setup(client), told, at=at)


def names(paper: FakeMayanDocument) -> list[str]:
    return [file["filename"] for file in paper.files]


@pytest.fixture
def paper(little: FakeMayan) -> FakeMayanDocument:
    """A case that Mayan has."""
    given(little, SENT)
    return little.papers[0]


def test_an_application_becomes_a_document_with_its_marks_and_files(little: FakeMayan, portal: MayanConnector):
    receipt = portal.deliver(SENT)

    (paper,) = little.papers
    assert receipt == DeliveryReceipt(remote="1", received=True)
    assert paper.label == "2603-000012-7 Реєстрація місця проживання"
    assert names(paper) == NAMES
    assert paper.files[3]["checksum"] == hashlib.sha256(PDF).hexdigest()
    assert paper.marks["vikno_files"] == "4"


@pytest.mark.parametrize("kind", ["submitted", "resubmitted", "withdrawn"])
@pytest.mark.parametrize("does_it_nevertheless", [True, False])
def test_wherever_it_is_broken_off_the_next_time_makes_it_whole(
    kind: str, does_it_nevertheless: bool, little: FakeMayan
):
    told = {"submitted": SENT, "resubmitted": MENDED, "withdrawn": message("withdrawn", SENT.dossier)}[kind]
    prepare(little, kind)
    given(little, told)
    requests, whole = len(little.asked), sorted(names(little.papers[0]))
    little.does_it_nevertheless = does_it_nevertheless

    for place in range(1, requests + 1):
        prepare(little, kind)
        little.fails_at = place
        with pytest.raises(Unreachable):
            given(little, told)
        little.fails_at = None
        given(little, told, at=NOON + STORAGE_GRACE)

        (paper,) = little.papers
        assert sorted(names(paper)) == whole
        assert len(paper.moves) == {"submitted": 0, "resubmitted": 3, "withdrawn": 1}[kind]


def prepare(little: FakeMayan, kind: str) -> None:
    """Empty it, and bring a case to where this kind of message finds it."""
    little.papers = []
    if kind != "submitted":
        given(little, SENT)
    if kind == "resubmitted":
        little.papers[0].move("Зареєструвати")
        little.papers[0].move("Повернути на доопрацювання")
    little.asked.clear()


def test_what_is_delivered_again_is_only_looked_at(little: FakeMayan, paper: FakeMayanDocument):
    little.asked.clear()

    assert given(little, SENT).remote == "1"

    assert [line for line in little.asked if not line.startswith("GET")] == []
    assert names(paper) == NAMES


def test_a_document_that_the_search_does_not_know_yet_is_found_among_the_newest(
    little: FakeMayan, paper: FakeMayanDocument
):
    little.search_knows_nothing = True

    assert given(little, SENT).remote == "1"


def test_a_document_that_a_clerk_has_renamed_is_found_by_its_mark(little: FakeMayan, paper: FakeMayanDocument):
    paper.label = "Справа Зразкової"

    assert given(little, SENT).remote == "1"


def test_a_document_that_only_mentions_the_number_is_another_one(little: FakeMayan):
    little.papers.append(
        FakeMayanDocument(id=1, label="Скарга на 2603-000012-7", marks={"vikno_service": "до 2603-000012-7"})
    )

    assert given(little, SENT).remote == "2"


def test_of_two_documents_the_older_is_taken(little: FakeMayan, paper: FakeMayanDocument):
    little.papers.append(FakeMayanDocument(id=2, label=paper.label))

    assert given(little, SENT).remote == "1"


def test_a_case_that_was_erased_there_is_made_anew(little: FakeMayan):
    assert given(little, message("submitted", remote="77")).remote == "1"


def test_files_on_their_way_are_waited_for_and_not_sent_again(little: FakeMayan):
    little.is_slow = True
    assert not given(little, SENT).received

    with pytest.raises(Unreachable) as waiting:
        given(little, SENT, at=NOON + timedelta(seconds=30))
    little.store()

    assert waiting.value.after == 60
    assert given(little, SENT, at=NOON + timedelta(minutes=2)).received
    assert names(little.papers[0]) == NAMES


def test_files_that_never_arrive_are_sent_again(little: FakeMayan):
    little.is_slow = True
    given(little, SENT)
    little.on_their_way.clear()
    little.is_slow = False

    assert given(little, SENT, at=NOON + STORAGE_GRACE).received

    assert names(little.papers[0]) == NAMES


def test_a_later_submission_does_not_wait_for_an_earlier_one(little: FakeMayan, paper: FakeMayanDocument):
    assert given(little, MENDED, at=NOON + timedelta(seconds=1)).received

    assert names(paper) == [*NAMES, "application.pdf", "application.json", "новий.pdf"]


def test_what_was_mended_moves_a_returned_case_once_even_if_it_is_returned_again(
    little: FakeMayan, paper: FakeMayanDocument
):
    paper.move("Зареєструвати")
    paper.move("Повернути на доопрацювання")
    given(little, MENDED)
    assert paper.state == schema.RESUBMITTED.label
    paper.move("Взяти в роботу")
    paper.move("Повернути на доопрацювання")

    given(little, MENDED)

    assert paper.state == schema.RETURNED.label


def test_a_withdrawn_case_stands_so_and_a_decided_one_has_a_comment(little: FakeMayan, paper: FakeMayanDocument):
    given(little, message("withdrawn", SENT.dossier))
    assert paper.state == schema.WITHDRAWN.label
    paper.state = schema.GRANTED.label
    paper.moves.clear()

    given(little, message("withdrawn", SENT.dossier))
    given(little, message("withdrawn", SENT.dossier))

    assert paper.state == schema.GRANTED.label
    assert len(paper.comments) == 1


def test_neither_the_token_nor_a_name_is_in_the_log(
    little: FakeMayan, portal: MayanConnector, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level("DEBUG"):
        portal.deliver(SENT)

    assert TOKEN not in caplog.text
    assert "Зразкова" not in caplog.text
