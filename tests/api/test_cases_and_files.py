import hashlib

import pytest

from tests import factories
from vikno.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
CONTRACT = factories.png("contract.png", 64)


@pytest.fixture
def with_file(edms):
    """A case with a file, in the feed."""
    return edms.given_with(CONTRACT)


@pytest.fixture
def path(edms, with_file):
    """Where its file is to be had."""
    return edms.get(f"applications/{with_file.number}").json()["files"][0]["href"].removeprefix("/api/v1/agency/")


def test_an_application_has_all_that_is_needed_to_work_it(edms, with_file):
    told = edms.get(f"applications/{with_file.number}").json()

    assert told["applicant"]["family_name"] == "Зразкова"
    assert told["answers"]["right"] == "rent"
    assert {"label": "На якій підставі Ви тут живете?", "text": "Орендую"} in told["labelled"]
    assert told["files"][0]["sha256"] == hashlib.sha256(CONTRACT.content).hexdigest()


def test_what_has_not_changed_is_not_given_again(edms, case):
    etag = edms.etag(case)

    assert edms.get(f"applications/{case.number}", If_None_Match=etag).status_code == 304

    edms.post(f"applications/{case.number}/status", {"status": "in_work"})
    assert edms.get(f"applications/{case.number}", If_None_Match=etag).status_code == 200


def test_a_file_is_given_whole(edms, path):
    answer = edms.get(path)

    assert (answer.content, answer["Content-Type"]) == (CONTRACT.content, "image/png")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("asked", "part"), [("bytes=0-9", slice(0, 10)), ("bytes=10-", slice(10, None)), ("bytes=-5", slice(-5, None))]
)
def test_a_file_is_given_in_ranges(asked, part, edms, path):
    answer = edms.get(path, Range=asked)

    assert (answer.status_code, answer.content) == (206, CONTRACT.content[part])
    assert answer["Content-Range"].endswith(f"/{len(CONTRACT.content)}")


@pytest.mark.parametrize("asked", ["bytes=999999-", "bytes=9-1", "bytes=-0"])
def test_a_range_outside_the_file_is_refused(asked, edms, path):
    answer = edms.get(path, Range=asked)

    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(CONTRACT.content)}")


@pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "lines=1-2", "bytes=-"])
def test_a_range_that_is_not_understood_counts_for_nothing(asked, edms, path):
    assert edms.get(path, Range=asked).content == CONTRACT.content


def test_a_range_of_another_version_is_not_given(edms, path):
    assert edms.get(path, Range="bytes=0-9", If_Range='"other"').status_code == 200


def test_the_application_is_a_pdf_that_stays_the_same(edms, case):
    first, second = (edms.get(f"applications/{case.number}/application.pdf").content for _ in range(2))

    assert first.startswith(b"%PDF-")
    assert first == second


def test_what_was_not_signed_has_no_container(edms, case):
    assert edms.get(f"applications/{case.number}/application.asice").status_code == 404


def test_the_list_of_cases_names_nobody(edms, with_file):
    answer = edms.get("cases")

    assert [one["number"] for one in answer.json()["items"]] == [with_file.number]
    assert answer.json()["items"][0]["files"][0]["sha256"] == hashlib.sha256(CONTRACT.content).hexdigest()
    assert "Зразкова" not in answer.content.decode()


def test_cases_come_in_pages(edms):
    numbers = [edms.given().number for _ in range(3)]
    first = edms.get("cases?limit=2").json()

    assert [one["number"] for one in edms.get(f"cases?after={first['next']}").json()["items"]] == numbers[2:]


def test_who_read_what_is_audited_with_the_number_of_the_bus(edms, case):
    edms.get(f"applications/{case.number}", X_Road_Id="bus-77")

    entry = AuditEntry.objects.get(action="agency.read")
    assert (entry.subject, entry.detail) == (case.ref, {"x_road_id": "bus-77"})


@pytest.mark.parametrize("path", ["applications/1", "feed?after=x", "feed?limit=0", "nothing"])
def test_what_is_malformed_is_a_problem(path, edms):
    answer = edms.get(path)

    assert answer.status_code in (404, 422)
    assert answer["Content-Type"] == "application/problem+json"
