"""Every real sample gives what its manifest says."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from dstu.certificates import read_certificate, read_certificates
from dstu.cms import read_signed_data
from dstu.keys import read_private_key
from dstu.revocation import read_crl, read_ocsp
from tests.dstu.samples import manifest, needed, sample

pytestmark = needed

ATTACHED = [
    ("samples/diia-test/bes-attached.p7s", "ДП ДІЯ (Тестування)", "DSTU4145-257 with GOST 34.311"),
    ("samples/cryptonite/test_cms.p7s", "Ivanov0 Ivan Ivanovich0", "DSTU4145-257 with GOST 34.311"),
    ("samples/cryptonite/3sign_1.dat", "Ivanov0 Ivan Ivanovich0", "DSTU4145-257 with GOST 34.311"),
    ("samples/cryptonite/cms1_ecdsa.p7s", None, "ECDSA-P-384 with SHA-256"),
    ("samples/jkurwa/message.p7", None, "DSTU4145-257 with GOST 34.311"),
]


@pytest.mark.parametrize(("path", "name", "algorithm"), ATTACHED)
def test_an_attached_signature_holds(path, name, algorithm):
    (check,) = read_signed_data(sample(path)).check()

    assert (check.integrity, check.is_ok, check.signature) == ("ok", True, True)
    assert check.certificate.subject.common_name == name
    assert check.algorithm == algorithm


def test_the_signer_and_the_claimed_time_are_read():
    (check,) = read_signed_data(sample("samples/diia-test/bes-attached.p7s")).check()

    assert check.certificate.edrpou == "43395033"
    assert check.signed_at == datetime(2023, 9, 19, 18, 17, 18, tzinfo=UTC)
    assert check.certificate.not_after.date() == datetime(2024, 4, 5, tzinfo=UTC).date()
    assert check.level == "CAdES-BES"


@pytest.mark.parametrize(
    ("data", "integrity", "codes"),
    [
        ("bes-detached.data", "ok", []),
        ("bes-detached-wrong.data", "failed", ["digest_differs"]),
        (None, "no_data", ["no_content"]),
    ],
)
def test_a_detached_signature_holds_for_its_content_only(data, integrity, codes):
    content = sample(f"samples/diia-test/{data}") if data else None

    (check,) = read_signed_data(sample("samples/diia-test/bes-detached.p7s")).check(content)

    assert (check.integrity, [problem.code for problem in check.problems], check.signature) == (integrity, codes, True)


@pytest.mark.parametrize(("what", "signature"), [("content", True), ("signature", False)])
def test_a_flipped_byte_is_found(what, signature):
    (check,) = read_signed_data(sample(f"samples/negative/bes-attached-{what}-flipped.p7s")).check()

    assert (check.integrity, check.signature) == ("failed", signature)


def test_attributes_out_of_order_are_noted_and_taken_as_they_came():
    (check,) = read_signed_data(sample("samples/jkurwa/message.p7")).check()

    assert [(problem.code, problem.is_note) for problem in check.problems] == [("attributes_not_der", True)]


def test_a_time_stamp_of_the_content_is_checked():
    (check,) = read_signed_data(sample("samples/cryptonite/3sign_1.dat")).check()

    assert check.content_timestamp.integrity == "ok"
    assert check.content_timestamp.time == datetime(2016, 2, 26, 9, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("year", "count", "signed", "without_issuer"),
    [
        (2015, 129, {"DSTU": 122, "RSA": 4}, 3),
        (2023, 484, {"DSTU": 345, "other": 139}, 0),
        (2024, 771, {"DSTU": 480, "other": 291}, 0),
    ],
)
def test_every_certificate_of_a_pool_is_read_and_checked(year, count, signed, without_issuer):
    pool = read_certificates(sample(f"anchors/CACertificates-{year}.p7b"))
    by_name = {}
    for certificate in pool.certificates:
        by_name.setdefault(certificate.subject, []).append(certificate)
    held = Counter()
    alone = 0
    for certificate in pool.certificates:
        issuers = by_name.get(certificate.issuer, [])
        alone += not issuers
        if any(certificate.is_signed_by(issuer) for issuer in issuers):
            kind = "DSTU" if certificate.scheme.digest == "gost34311" else "RSA" if year == 2015 else "other"
            held[kind] += 1

    assert (len(pool.certificates), pool.unreadable) == (count, ())
    assert (dict(held), alone) == (signed, without_issuer)


@pytest.mark.parametrize(
    "path", ["anchors/CAO-2026.cer", "anchors/CZO-ROOT-2017.cer", "anchors/pkiexample/root_certificate.cer"]
)
def test_a_root_signed_itself(path):
    root = read_certificate(sample(path))

    assert root.is_self_issued
    assert root.is_signed_by(root)


def test_lists_of_revoked_certificates_are_read_and_checked():
    full = read_crl(sample("samples/crl/CZO-Full-2016.crl"))
    pool = read_certificates(sample("anchors/CACertificates-2015.p7b"))

    assert (len(full), full.this_update.date().isoformat(), full.number) == (35, "2016-09-09", 17505)
    assert any(full.is_signed_by(certificate) for certificate in pool.certificates)


def test_the_list_of_the_test_centre_names_five():
    root = read_certificate(sample("anchors/pkiexample/root_certificate.cer"))
    crl = read_crl(sample("samples/crl/pkiexample-full.crl"))

    assert (len(crl), crl.is_signed_by(root)) == (5, True)


def test_an_answer_about_a_revoked_certificate_is_read_and_checked():
    root = read_certificate(sample("anchors/pkiexample/root_certificate.cer"))
    answer = read_ocsp(sample("samples/ocsp/revoked.ors"))

    (status,) = answer.responses
    assert (status.status, hex(status.serial_number)) == ("revoked", "0x33343638")
    assert answer.produced_at.date().isoformat() == "2013-01-25"
    assert answer.check(root).certificate.subject.common_name == "OCSP-ЦСК Test"
    assert answer.check(root).is_ok


CERTIFICATES = [entry["path"] for entry in manifest() if entry["path"].endswith(".cer")]


@pytest.mark.parametrize("path", CERTIFICATES)
def test_every_certificate_or_bare_key_is_read(path):
    data = sample(path)

    if "/Key" in path:
        assert read_private_key(data).public_key.algorithm == "DSTU4145-257"
    else:
        assert read_certificate(data).der == data
