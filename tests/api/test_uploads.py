import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from vikno.applications.models import ApplicationStatus
from vikno.integration.models import InboundMessage, ResultUpload, ResultUploadChunk
from vikno.integration.operations import delete_expired_uploads, handle_message
from vikno.integration.operations.result_uploads import MAX_OPEN_UPLOADS

pytestmark = pytest.mark.django_db
CONTENT = factories.png(size=40).content


@pytest.fixture
def granted(edms, case):
    edms.post(f"applications/{case.number}/decision", {"outcome": "granted"}, If_Match=edms.etag(case))
    return case


def fill(edms, upload, content=CONTENT, start=0, size=None):
    told = f"bytes {start}-{start + len(content) - 1}/{size or len(content) + start}"
    return edms.put(upload, content, Content_Range=told)


def test_a_result_comes_in_pieces_to_the_applicant(edms, granted):
    upload = edms.upload(granted, CONTENT)
    fill(edms, upload, CONTENT[:50], size=len(CONTENT))
    fill(edms, upload, CONTENT[50:], start=50)

    answer = edms.post(f"{upload}/complete")

    granted.refresh_from_db()
    assert (answer.json()["outcome"], granted.status) == ("applied", ApplicationStatus.ISSUED)
    assert granted.results.get().file.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert not ResultUploadChunk.objects.exists()


def test_what_was_broken_off_goes_on_where_it_was(edms, granted):
    upload = edms.upload(granted, CONTENT)
    fill(edms, upload, CONTENT[:50], size=len(CONTENT))

    assert edms.get(upload).json()["received"] == 50


def test_a_piece_that_comes_twice_does_no_harm(edms, granted):
    upload = edms.upload(granted, CONTENT)
    for _ in range(2):
        answer = fill(edms, upload, CONTENT[:50], size=len(CONTENT))

    assert answer.json()["received"] == 50


def test_a_piece_out_of_place_is_told_where_to_begin(edms, granted):
    upload = edms.upload(granted, CONTENT)
    answer = fill(edms, upload, CONTENT[50:], start=50)

    assert (answer.status_code, answer.json()["received"]) == (409, 0)


@pytest.mark.parametrize("told", ["bytes 0-1/9999", "bytes 5-1/10", "0-1", "bytes 0-0/{size}", "bytes */{size}"])
def test_a_range_that_does_not_fit_is_refused(told, edms, granted):
    upload = edms.upload(granted, CONTENT)

    assert edms.put(upload, CONTENT, Content_Range=told.format(size=len(CONTENT))).status_code == 400


def test_a_piece_has_a_most(edms, granted):
    upload = edms.upload(granted, b"x")
    answer = edms.put(upload, b"x" * (1024 * 1024 + 1), Content_Range="bytes 0-1048576/1048577")

    assert (answer.status_code, answer.json()["type"]) == (413, "urn:vikno:problem:too-large")


def test_another_digest_is_refused_and_the_upload_begins_anew(edms, granted):
    upload = edms.upload(granted, CONTENT, sha256="0" * 64)
    fill(edms, upload)

    answer = edms.post(f"{upload}/complete")

    assert (answer.status_code, answer.json()["type"]) == (422, "urn:vikno:problem:digest-differs")
    assert edms.get(upload).json()["received"] == 0


def test_half_a_file_is_not_complete(edms, granted):
    upload = edms.upload(granted, CONTENT)
    fill(edms, upload, CONTENT[:50], size=len(CONTENT))

    assert edms.post(f"{upload}/complete").json()["received"] == 50


def test_a_program_is_no_result(edms, granted):
    upload = edms.upload(granted, b"MZ program", name="result.pdf")
    fill(edms, upload, b"MZ program")

    assert edms.post(f"{upload}/complete").json()["type"] == "urn:vikno:problem:file-refused"
    assert not granted.results.exists()


def test_a_result_that_comes_before_the_decision_waits_for_it(edms, case):
    upload = edms.upload(case, CONTENT)
    fill(edms, upload)
    answer = edms.post(f"{upload}/complete")
    assert (answer.status_code, answer.json()["outcome"]) == (202, "waiting")

    edms.post(f"applications/{case.number}/decision", {"outcome": "granted"}, If_Match=edms.etag(case))
    handle_message(message=InboundMessage.objects.get(kind="result"), at=timezone.now() + timedelta(minutes=1))

    assert case.results.count() == 1


def test_completing_again_gives_nothing_twice(edms, granted):
    upload = edms.upload(granted, CONTENT)
    fill(edms, upload)
    for _ in range(2):
        edms.post(f"{upload}/complete")

    assert granted.results.count() == 1


@pytest.mark.parametrize("size", [0, 10 * 1024 * 1024 + 1])
def test_a_result_has_a_size_that_is_taken(size, edms, granted):
    said = {"name": "a.pdf", "size": size, "sha256": "0" * 64}

    assert edms.post(f"applications/{granted.number}/results", said).status_code == 422


def test_only_so_many_uploads_are_open(edms, granted):
    for _ in range(MAX_OPEN_UPLOADS):
        edms.upload(granted, b"x")
    said = {"name": "a.pdf", "size": 1, "sha256": "0" * 64}

    assert edms.post(f"applications/{granted.number}/results", said).status_code == 409


def test_what_nobody_finished_is_forgotten_after_a_day(edms, granted):
    edms.upload(granted, b"x")

    assert delete_expired_uploads(at=timezone.now() + timedelta(hours=25)) == 1
    assert not ResultUpload.objects.exists()
