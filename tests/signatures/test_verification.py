"""The rules of the verification report: valid, invalid and «cannot tell»."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from dstu.revocation import read_crl
from tests.signatures import generated_signatures
from vikno.signatures import queries, reasons
from vikno.signatures.archives import ContainerFile
from vikno.signatures.report import SignatureVerdict, SigningTimeSource, VerificationReport
from vikno.signatures.trust_store import TrustStore
from vikno.signatures.verification import VerificationRequest

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def root():
    return generated_signatures.holder("Root", is_ca=True)


@pytest.fixture(scope="module")
def issuer(root):
    return generated_signatures.holder("Issuer", issuer=root, is_ca=True)


@pytest.fixture(scope="module")
def signer(issuer):
    return generated_signatures.holder("Signer", issuer=issuer)


@pytest.fixture
def trust(root, issuer):
    return TrustStore(anchors=(root.certificate,), pool=(issuer.certificate,))


def report(signer, trust, *, at=NOW, content=b"Test", signed=b"Test", **options) -> VerificationReport:
    signature = generated_signatures.cms(signed, signer)
    documents = [ContainerFile(name="a.txt", content=content)] if content is not None else []
    request = VerificationRequest(trust=trust, at=at, **options)
    return queries.verify_file(signature, name="a.txt.p7s", documents=documents, request=request)


def test_whole_trusted_and_in_time_is_valid(signer, trust):
    result = report(signer, trust)

    (signature,) = result.signatures
    assert (result.verdict, result.uncovered, signature.signer.name) == (SignatureVerdict.VALID, (), "Signer")
    assert signature.chain_names == ("Signer", "Issuer", "Root")
    assert signature.clock == SigningTimeSource.CLAIMED
    assert set(signature.reasons) == {"time_unproved", "revocation_unknown"}


def test_another_document_is_invalid_whoever_signed(signer, trust):
    result = report(signer, trust, content=b"Best")

    assert (result.verdict, result.uncovered) == (SignatureVerdict.INVALID, ("a.txt",))
    assert result.signatures[0].reasons[0] == "digest_differs"


def test_without_the_document_nothing_is_valid(signer, trust):
    result = report(signer, trust, content=None)

    assert (result.verdict, result.signatures[0].integrity) == (SignatureVerdict.CANNOT_TELL, "no_data")


def test_an_issuer_that_is_not_known_is_no_proof_of_anything(signer):
    assert report(signer, TrustStore()).verdict == SignatureVerdict.CANNOT_TELL


@pytest.mark.parametrize("years", [-20, 20])
def test_outside_the_time_of_the_certificate_nobody_can_tell(signer, trust, years):
    result = report(signer, trust, at=NOW + years * 365 * DAY)

    assert result.verdict == SignatureVerdict.CANNOT_TELL


def with_crl(trust, issuer, number: int | None, when: datetime = NOW - DAY, at: datetime = NOW - DAY) -> TrustStore:
    revoked = {number: when} if number else {}
    return trust + TrustStore(crls=(read_crl(generated_signatures.crl(issuer, revoked, at=at)),))


def test_a_certificate_that_its_issuer_does_not_list_is_good(signer, issuer, trust):
    result = report(signer, with_crl(trust, issuer, None))

    assert (result.verdict, result.signatures[0].revocation) == (SignatureVerdict.VALID, "good")
    assert "revocation_unknown" not in result.signatures[0].reasons


def test_a_revoked_certificate_makes_it_invalid(signer, issuer, trust):
    """The signature says that it was made now, after the certificate was revoked."""
    result = report(signer, with_crl(trust, issuer, signer.x509.serial_number))

    assert (result.verdict, result.signatures[0].revocation) == (SignatureVerdict.INVALID, "revoked")


def test_a_certificate_revoked_after_the_time_that_is_asked_about_was_good(signer, issuer, trust):
    later = with_crl(trust, issuer, signer.x509.serial_number, when=NOW + DAY, at=NOW + 2 * DAY)

    assert report(signer, later, is_signing_time_known=True).verdict == SignatureVerdict.VALID


def test_a_signature_that_says_it_is_older_than_the_revocation_is_left_open(signer, issuer, trust):
    now = datetime.now(tz=UTC)  # noqa: TID251 - the library that signs knows no other time
    revoked = with_crl(trust, issuer, signer.x509.serial_number, when=now + DAY, at=now + DAY)

    result = report(signer, revoked, at=now + 2 * DAY)

    assert (result.verdict, result.signatures[0].reasons[0]) == (SignatureVerdict.CANNOT_TELL, "revoked_later")


def test_a_list_that_ran_out_says_nothing_of_today(signer, issuer, trust):
    old = with_crl(trust, issuer, None, at=NOW - 30 * DAY)

    assert report(signer, old).signatures[0].revocation == "unknown"


def test_a_list_that_another_signed_says_nothing(signer, root, trust):
    forged = generated_signatures.holder("Issuer", is_ca=True)

    assert report(signer, with_crl(trust, forged, signer.x509.serial_number)).verdict == SignatureVerdict.VALID


def test_where_revocation_must_be_known_unknown_leaves_it_open(signer, issuer, trust):
    assert report(signer, trust, revocation_needed=True).verdict == SignatureVerdict.CANNOT_TELL
    trust_with_crls = with_crl(with_crl(trust, issuer, None), generated_signatures.holder("x", is_ca=True), None)
    assert report(signer, trust_with_crls, revocation_needed=True).verdict == SignatureVerdict.VALID


def test_a_report_is_the_same_after_it_was_written_down(signer, trust):
    result = report(signer, trust)

    assert VerificationReport.from_dict(json.loads(json.dumps(result.as_dict()))) == result


def test_every_reason_has_its_words(signer, trust):
    for result in (
        report(signer, trust),
        report(signer, trust, content=b"Best"),
        report(signer, TrustStore(), content=None),
    ):
        for signature in result.signatures:
            assert set(signature.reasons) <= set(reasons.REASON_MESSAGES)
            assert all(reasons.reason_message(code) for code in signature.reasons)
