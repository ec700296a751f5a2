"""The rules of the report: what is valid, what is invalid, and when nobody can tell."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from dstu.revocation import read_crl
from tests.signatures import made
from vikno.signatures import queries, reasons
from vikno.signatures.archives import Entry
from vikno.signatures.report import Clock, Report, Verdict
from vikno.signatures.trust import Trust
from vikno.signatures.verifying import Question

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def root():
    return made.holder("Root", is_ca=True)


@pytest.fixture(scope="module")
def issuer(root):
    return made.holder("Issuer", issuer=root, is_ca=True)


@pytest.fixture(scope="module")
def signer(issuer):
    return made.holder("Signer", issuer=issuer)


@pytest.fixture
def trust(root, issuer):
    return Trust(anchors=(root.certificate,), pool=(issuer.certificate,))


def report(signer, trust, *, at=NOW, content=b"Test", signed=b"Test", **question) -> Report:
    given = made.cms(signed, signer)
    beside = [Entry(name="a.txt", content=content)] if content is not None else []
    return queries.examine(given, name="a.txt.p7s", beside=beside, question=Question(trust=trust, at=at, **question))


def test_whole_trusted_and_in_time_is_valid(signer, trust):
    found = report(signer, trust)

    (signature,) = found.signatures
    assert (found.verdict, found.uncovered, signature.signer.name) == (Verdict.VALID, (), "Signer")
    assert signature.chain_names == ("Signer", "Issuer", "Root")
    assert signature.clock == Clock.CLAIMED
    assert set(signature.reasons) == {"time_unproved", "revocation_unknown"}


def test_another_document_is_invalid_whoever_signed(signer, trust):
    found = report(signer, trust, content=b"Best")

    assert (found.verdict, found.uncovered) == (Verdict.INVALID, ("a.txt",))
    assert found.signatures[0].reasons[0] == "digest_differs"


def test_without_the_document_nothing_is_valid(signer, trust):
    found = report(signer, trust, content=None)

    assert (found.verdict, found.signatures[0].integrity) == (Verdict.CANNOT_TELL, "no_data")


def test_an_issuer_that_is_not_known_is_no_proof_of_anything(signer):
    assert report(signer, Trust()).verdict == Verdict.CANNOT_TELL


@pytest.mark.parametrize("years", [-20, 20])
def test_outside_the_time_of_the_certificate_nobody_can_tell(signer, trust, years):
    found = report(signer, trust, at=NOW + years * 365 * DAY)

    assert found.verdict == Verdict.CANNOT_TELL


def with_list(trust, issuer, number: int | None, when: datetime = NOW - DAY, at: datetime = NOW - DAY) -> Trust:
    revoked = {number: when} if number else {}
    return trust + Trust(crls=(read_crl(made.crl(issuer, revoked, at=at)),))


def test_a_certificate_that_its_issuer_does_not_list_is_good(signer, issuer, trust):
    found = report(signer, with_list(trust, issuer, None))

    assert (found.verdict, found.signatures[0].revocation) == (Verdict.VALID, "good")
    assert "revocation_unknown" not in found.signatures[0].reasons


def test_a_revoked_certificate_makes_it_invalid(signer, issuer, trust):
    """The signature says that it was made now, after the certificate was revoked."""
    found = report(signer, with_list(trust, issuer, signer.x509.serial_number))

    assert (found.verdict, found.signatures[0].revocation) == (Verdict.INVALID, "revoked")


def test_a_certificate_revoked_after_the_time_that_is_asked_about_was_good(signer, issuer, trust):
    later = with_list(trust, issuer, signer.x509.serial_number, when=NOW + DAY, at=NOW + 2 * DAY)

    assert report(signer, later, asked=True).verdict == Verdict.VALID


def test_a_signature_that_says_it_is_older_than_the_revocation_is_left_open(signer, issuer, trust):
    now = datetime.now(tz=UTC)  # noqa: TID251 - the library that signs knows no other time
    revoked = with_list(trust, issuer, signer.x509.serial_number, when=now + DAY, at=now + DAY)

    found = report(signer, revoked, at=now + 2 * DAY)

    assert (found.verdict, found.signatures[0].reasons[0]) == (Verdict.CANNOT_TELL, "revoked_later")


def test_a_list_that_ran_out_says_nothing_of_today(signer, issuer, trust):
    old = with_list(trust, issuer, None, at=NOW - 30 * DAY)

    assert report(signer, old).signatures[0].revocation == "unknown"


def test_a_list_that_another_signed_says_nothing(signer, root, trust):
    forged = made.holder("Issuer", is_ca=True)

    assert report(signer, with_list(trust, forged, signer.x509.serial_number)).verdict == Verdict.VALID


def test_where_revocation_must_be_known_unknown_leaves_it_open(signer, issuer, trust):
    assert report(signer, trust, revocation_needed=True).verdict == Verdict.CANNOT_TELL
    known = with_list(with_list(trust, issuer, None), made.holder("x", is_ca=True), None)
    assert report(signer, known, revocation_needed=True).verdict == Verdict.VALID


def test_a_report_is_the_same_after_it_was_written_down(signer, trust):
    found = report(signer, trust)

    assert Report.of_dict(json.loads(json.dumps(found.as_dict()))) == found


def test_every_reason_has_its_words(signer, trust):
    for found in (report(signer, trust), report(signer, trust, content=b"Best"), report(signer, Trust(), content=None)):
        for signature in found.signatures:
            assert set(signature.reasons) <= set(reasons.WORDS)
            assert all(reasons.sentence(code) for code in signature.reasons)
