"""OCSP queries about the certificates of a file: valid responses, their storage, and files without queries."""

from datetime import timedelta

import pytest

from dstu.certificates import OCSP_SIGNING
from simulators import pki
from tests.signatures.ocsp_responder import StubOcspResponder
from vikno.signatures import queries
from vikno.signatures.models import RevocationData, RevocationDataKind
from vikno.signatures.operations import ocsp, revocation_data, trust_sources
from vikno.signatures.report import SignatureVerdict
from vikno.signatures.trust_store import TrustStore
from vikno.signatures.verification import VerificationRequest

pytestmark = pytest.mark.django_db

ADDRESS = "http://ca.example/ocsp"
CURVE = "ECDSA-P-256"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(scope="module")
def root():
    return pki.make_pair("Root", is_ca=True, algorithm=CURVE)


@pytest.fixture(scope="module")
def signer(root):
    return pki.make_pair("Signer", root, algorithm=CURVE, ocsp_urls=["ldap://ca.example/", ADDRESS])


@pytest.fixture
def issuer(root, signer, noon):
    trust_sources.pin_roots(certificates=[root.certificate], at=noon)
    return StubOcspResponder(certificate=signer.certificate, by=root, at=noon)


@pytest.fixture
def file(signer, noon):
    return pki.sign_cms(b"Test", [signer], at=noon)


def verify(file, issuer, at, *, revocation_needed=False, **more):
    request = VerificationRequest(trust=queries.load_trust_store(), at=at, revocation_needed=revocation_needed)
    return ocsp.verify_file_with_ocsp(file, name="act.p7s", request=request, ocsp_client=issuer, now=at, **more)


def revocation(report):
    (signature,) = report.signatures
    return signature.revocation, signature.revocation_source


def test_who_is_good_is_known_to_be_good(file, issuer, noon):
    report = verify(file, issuer, noon, revocation_needed=True)

    assert (report.verdict, revocation(report)) == (SignatureVerdict.VALID, ("good", "OCSP"))
    assert issuer.addresses == [ADDRESS]


def test_who_was_revoked_before_signing_makes_it_invalid(file, issuer, noon):
    issuer.response_fields = {"status": "revoked", "revoked_at": noon - DAY}

    report = verify(file, issuer, noon)

    assert (report.verdict, revocation(report)) == (SignatureVerdict.INVALID, ("revoked", "OCSP"))


def test_who_is_unknown_to_the_issuer_stays_unknown(file, issuer, noon):
    issuer.response_fields = {"status": "unknown"}

    assert revocation(verify(file, issuer, noon)) == ("unknown", "")
    assert verify(file, issuer, noon, revocation_needed=True).verdict == SignatureVerdict.CANNOT_TELL
    assert len(issuer.addresses) == 1, "an answer that says nothing is an answer too"


@pytest.mark.parametrize(
    "fields",
    [
        {"nonce": b"of another question"},
        {"nonce": None, "lasts": None},
        {"lasts": timedelta(minutes=-1)},
        {"at_shift": -8 * DAY, "lasts": 30 * DAY},
        {"at_shift": -2 * HOUR, "lasts": None},
        {"at_shift": HOUR},
    ],
    ids=["another nonce", "neither nonce nor end", "ended", "too old", "old and endless", "of the future"],
)
def test_what_may_be_an_old_answer_does_not_count(file, issuer, noon, fields):
    fields = dict(fields)
    issuer.response_fields = {"at": noon + fields.pop("at_shift", timedelta()), **fields}

    assert revocation(verify(file, issuer, noon)) == ("unknown", "")
    assert not RevocationData.objects.exists()


def test_an_answer_that_was_made_for_everybody_counts_while_it_holds(file, issuer, noon):
    issuer.response_fields = {"nonce": None, "at": noon - HOUR}

    assert revocation(verify(file, issuer, noon)) == ("good", "OCSP")


def test_only_the_issuer_and_whom_it_named_may_answer(file, issuer, root, noon):
    stranger = pki.make_pair("Stranger", is_ca=True, algorithm=CURVE)
    named = {"algorithm": CURVE, "extended_key_usage": [OCSP_SIGNING]}
    for signer_pair in (
        stranger,
        pki.make_pair("Responder", stranger, **named),
        pki.make_pair("Not named", root, algorithm=CURVE),
        pki.make_pair("Expired", root, **named, not_after=noon - DAY),
    ):
        issuer.signer = signer_pair
        assert revocation(verify(file, issuer, noon)) == ("unknown", "")
    issuer.signer = pki.make_pair("Responder", root, **named)
    assert revocation(verify(file, issuer, noon)) == ("good", "OCSP")


@pytest.mark.parametrize("needed", [True, False])
def test_who_does_not_answer_leaves_the_verdict_as_it_was(file, issuer, noon, needed, caplog):
    issuer.is_silent = True

    report = verify(file, issuer, noon, revocation_needed=needed)

    assert report.verdict == (SignatureVerdict.CANNOT_TELL if needed else SignatureVerdict.VALID)
    assert report.signatures[0].reasons[0] in ("revocation_unknown", "time_unproved")
    assert "Signer" not in caplog.text
    assert ADDRESS in caplog.text


def test_a_fresh_answer_is_not_asked_for_again(file, issuer, noon):
    verify(file, issuer, noon)
    again = verify(file, issuer, noon + HOUR)
    assert (revocation(again), len(issuer.addresses)) == (("good", "OCSP"), 1)

    issuer.at, issuer.response_fields = noon + 3 * HOUR, {"status": "revoked", "revoked_at": noon + 2 * HOUR}
    later = verify(file, issuer, noon + 3 * HOUR)

    assert (revocation(later), len(issuer.addresses)) == (("revoked", "OCSP"), 2)
    assert RevocationData.objects.count() == 1, "the newer answer takes the place of the older"


def test_what_was_answered_is_used_by_whoever_checks_next(file, issuer, noon):
    issuer.response_fields = {"status": "revoked", "revoked_at": noon - DAY}
    verify(file, issuer, noon)

    report = queries.verification_report(file, name="act.p7s", at=noon)

    assert (report.verdict, revocation(report)) == (SignatureVerdict.INVALID, ("revoked", "OCSP"))


def test_that_an_issuer_no_longer_knows_does_not_undo_that_it_revoked(file, issuer, noon):
    issuer.response_fields = {"status": "revoked", "revoked_at": noon - DAY}
    verify(file, issuer, noon)
    issuer.at, issuer.response_fields = noon + 3 * HOUR, {"status": "unknown"}

    assert revocation(verify(file, issuer, noon + 3 * HOUR)) == ("revoked", "OCSP")


def test_nothing_is_kept_where_no_database_is_needed(file, issuer, root, noon):
    request = VerificationRequest(trust=TrustStore(anchors=(root.certificate,)), at=noon)

    report = ocsp.verify_file_with_ocsp(
        file, name="a.p7s", request=request, ocsp_client=issuer, now=noon, is_stored=False
    )

    assert revocation(report) == ("good", "OCSP")
    assert not RevocationData.objects.exists()


def test_nobody_is_asked_about_a_certificate_that_leads_to_nobody_trusted(issuer, noon):
    stranger = pki.make_pair("Stranger", pki.make_pair("Root", is_ca=True), ocsp_urls=["http://inside.example/"])

    verify(pki.sign_cms(b"Test", [stranger], at=noon), issuer, noon)

    assert issuer.addresses == []


def test_nobody_is_asked_for_a_signature_that_does_not_hold(file, issuer, noon):
    verify(file.replace(b"Test", b"Best"), issuer, noon)

    assert issuer.addresses == []


def test_nobody_is_asked_about_a_certificate_that_has_run_out(issuer, root, noon):
    late = pki.make_pair("Late", root, algorithm=CURVE, ocsp_urls=[ADDRESS], not_after=noon - DAY)

    verify(pki.sign_cms(b"Test", [late], at=noon - 2 * DAY), issuer, noon)

    assert issuer.addresses == []


@pytest.mark.parametrize("address", ["ldap://ca.example/", "file:///etc/passwd", "http://", "http://[", "http://a@b/"])
def test_only_addresses_of_the_web_are_asked(issuer, root, noon, address):
    odd = pki.make_pair("Odd", root, algorithm=CURVE, ocsp_urls=[address])

    verify(pki.sign_cms(b"Test", [odd], at=noon), issuer, noon)

    assert issuer.addresses == []


def test_an_address_that_has_failed_is_not_tried_for_each_signer(issuer, root, signer, noon):
    issuer.is_silent = True
    other = pki.make_pair("Other", root, algorithm=CURVE, ocsp_urls=[ADDRESS])

    verify(pki.sign_cms(b"Test", [signer, other], at=noon), issuer, noon)

    assert issuer.addresses == [ADDRESS]


def test_what_is_no_signed_file_asks_nobody(issuer, noon):
    assert verify(b"", issuer, noon).reasons == ("empty",)
    assert issuer.addresses == []


def test_old_answers_are_forgotten_and_what_was_brought_stays(file, issuer, root, signer, noon):
    verify(file, issuer, noon)
    brought = pki.make_ocsp(signer.certificate, root.certificate, root, noon)
    revocation_data.store_revocation_data(body=brought, taken_from="answer.ors", at=noon)

    assert revocation_data.delete_expired_ocsp_responses(at=noon + 29 * DAY) == 0
    assert revocation_data.delete_expired_ocsp_responses(at=noon + 31 * DAY) == 1

    assert RevocationData.objects.get(kind=RevocationDataKind.OCSP).taken_from == "answer.ors"
