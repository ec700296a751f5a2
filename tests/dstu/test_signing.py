"""What is signed here is read and checked again, and anything wrong is found."""

import io
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from dstu import ber, digests, keys
from dstu.certificates import TIME_STAMPING, KeyPair, read_certificate, read_certificates
from dstu.cms import read_signed_data
from dstu.errors import UnsupportedFeature
from simulators import pki

AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
CONTENT = "Прошу зареєструвати".encode()


@cache
def root() -> KeyPair:
    return pki.make_pair({"country": "UA", "common_name": "Центр"}, is_ca=True)


@cache
def person(algorithm: str = "DSTU4145-257") -> KeyPair:
    issuer = None if algorithm.startswith(("RSA", "ECDSA")) else root()
    return pki.make_pair("Олена", issuer, algorithm=algorithm, rnokpp="3334455667", unzr="19910203-01234")


@cache
def authority() -> KeyPair:
    return pki.make_pair("TSP", root(), extended_key_usage=[TIME_STAMPING])


def codes(check):
    return [problem.code for problem in check.problems if not problem.is_note]


@pytest.mark.parametrize(
    ("algorithm", "digest"),
    [
        ("DSTU4145-257", "gost34311"),
        ("DSTU4145-257", "kupyna256"),
        ("DSTU4145-431", "kupyna384"),
        ("DSTU4145-163", "kupyna512"),
        ("RSA-2048", "sha256"),
        ("ECDSA-P-256", "sha384"),
        ("ECDSA-P-521", "sha512"),
    ],
)
@pytest.mark.parametrize("bare", [False, True])
def test_a_signature_holds_for_its_content_only(algorithm, digest, bare):
    signed = read_signed_data(
        pki.sign_cms(CONTENT, [person(algorithm)], digest=digest, at=AT, bare=bare, detached=True)
    )

    (check,) = signed.check(CONTENT)
    (wrong,) = signed.check(CONTENT + b".")

    assert (check.integrity, check.is_ok) == ("ok", True)
    assert check.algorithm == f"{algorithm} with {digests.TITLES[digest]}"
    assert (check.level, check.signed_at) == (("CMS", None) if bare else ("CAdES-BES", AT))
    assert (wrong.integrity, codes(wrong)) == ("failed", ["signature_differs" if bare else "digest_differs"])


@pytest.mark.parametrize("wrap", [True, False])
def test_a_signature_may_be_wrapped_or_raw(wrap):
    signed = read_signed_data(pki.sign_cms(CONTENT, [person()], wrap=wrap))

    assert len(signed.signers[0].signature) == (66 if wrap else 64)
    assert signed.check()[0].is_ok


def test_every_signer_is_checked():
    others = [pki.make_pair(name, root()) for name in ("Іван", "Марія")]
    data = pki.sign_cms(CONTENT, [person(), *others])
    damaged = data[:-3] + bytes([data[-3] ^ 1]) + data[-2:]

    assert [check.integrity for check in read_signed_data(data).check()] == ["ok"] * 3
    assert sorted(check.integrity for check in read_signed_data(damaged).check()) == ["failed", "ok", "ok"]


def test_without_content_or_certificate_nothing_is_said_to_hold():
    detached = read_signed_data(pki.sign_cms(CONTENT, [person()], detached=True)).check()[0]
    anonymous = read_signed_data(pki.sign_cms(CONTENT, [person()], certificates=False))

    assert (detached.integrity, codes(detached)) == ("no_data", ["no_content"])
    assert (anonymous.check()[0].integrity, codes(anonymous.check()[0])) == ("no_data", ["no_certificate"])
    assert anonymous.check(certificates=[person().certificate])[0].is_ok


def test_a_content_beside_the_one_inside_must_be_the_same():
    signed = read_signed_data(pki.sign_cms(CONTENT, [person()]))

    assert signed.check(CONTENT)[0].is_ok
    assert (signed.check(b"other")[0].integrity, codes(signed.check(b"other")[0])) == ("failed", ["digest_differs"])


def test_a_content_may_come_as_a_stream_or_as_its_digest():
    signed = read_signed_data(pki.sign_cms(CONTENT, [person()], detached=True))
    ready = {name: digests.digest(name, CONTENT) for name in signed.digest_algorithms()}

    assert signed.check(io.BytesIO(CONTENT))[0].is_ok
    assert signed.check(digests=ready)[0].is_ok
    assert signed.check(digests={"gost34311": bytes(32)})[0].integrity == "failed"


def test_another_certificate_of_the_same_key_does_not_take_the_place():
    signed = pki.sign_cms(CONTENT, [person()], certificates=False)
    own = person().certificate
    other = pki.make_certificate("Хтось", person().key, root(), serial_number=own.serial_number)

    (check,) = read_signed_data(signed).check(certificates=[other])

    assert (check.integrity, codes(check)) == ("failed", ["signing_certificate_differs"])


def test_a_key_that_is_not_for_signing_is_named():
    agreeing = pki.make_pair("Обмін", root(), key_usage=pki.AGREEMENT)

    (check,) = read_signed_data(pki.sign_cms(CONTENT, [agreeing])).check()

    assert (check.integrity, codes(check), check.is_ok) == ("ok", ["key_usage"], False)


def test_time_stamps_of_the_signature_and_of_the_content_are_checked():
    data = pki.sign_cms(
        CONTENT, [person()], timestamp_by=authority(), timestamp_at=AT, content_timestamp_by=authority()
    )

    (check,) = read_signed_data(data).check()

    assert (check.level, check.is_ok) == ("CAdES-T", True)
    assert (check.timestamp.time, check.timestamp.is_ok, check.timestamp.certificate) == (
        AT,
        True,
        authority().certificate,
    )
    assert check.content_timestamp.is_ok


def test_a_time_stamp_of_something_else_or_by_a_person_is_found():
    stamp = pki.make_timestamp(digests.digest("gost34311", b"other"), authority(), AT)
    by_person = pki.sign_cms(CONTENT, [person()], timestamp_by=person(), timestamp_at=AT)
    from dstu.timestamps import read_timestamp

    assert [problem.code for problem in read_timestamp(stamp).check(CONTENT).problems] == ["imprint_differs"]
    assert not read_signed_data(by_person).check()[0].timestamp.is_ok


def test_values_for_the_long_term_are_read():
    crl = pki.make_crl(root(), {5: (AT, "superseded")}, AT)
    ocsp = pki.make_ocsp(person().certificate, root().certificate, root(), AT, basic=True)
    data = pki.sign_cms(
        CONTENT,
        [person()],
        timestamp_by=authority(),
        timestamp_at=AT,
        values=[root().certificate],
        crls=[crl],
        ocsps=[ocsp],
    )

    (check,) = read_signed_data(data).check()

    assert (check.level, check.is_ok, check.problems) == ("CAdES-X-L", True, ())
    assert check.certificate_values == (root().certificate,)
    ((found,), (answer,)) = check.revocation_values
    assert found.find(5).reason == "superseded"
    assert answer.status_for(person().certificate, root().certificate).status == "good"


def test_who_the_holder_is_is_read():
    certificate = person().certificate

    assert (certificate.rnokpp, certificate.unzr, certificate.edrpou) == ("3334455667", "19910203-01234", None)
    assert certificate.is_signed_by(root().certificate)
    assert not root().certificate.is_signed_by(certificate)


def test_an_identifier_in_the_name_counts_where_there_are_no_attributes():
    attributes = {"common_name": "О", "serial_number": "TINUA-3334455667", "organization_identifier": "NTRUA-12345678"}
    certificate = pki.make_certificate(attributes, person().key)

    assert (certificate.rnokpp, certificate.edrpou, certificate.document) == ("3334455667", "12345678", None)


def test_a_passport_in_the_place_of_the_number_is_a_document():
    certificate = pki.make_certificate("О", person().key, rnokpp="AB123456")

    assert (certificate.rnokpp, certificate.document) == (None, "AB123456")


def test_parameters_written_out_are_the_standards_or_none():
    curve = person().key.curve
    written = keys.DstuPrivateKey(curve, person().key.d, parameters=keys.explicit_parameters(curve))
    bent = keys.explicit_parameters(curve).replace(bytes.fromhex("10bee3db"), bytes.fromhex("11bee3db"))
    own = keys.DstuPrivateKey(curve, person().key.d, parameters=bent)

    assert keys.is_same_key(keys.read_public_key(written.public_key.spki), person().key.public_key)
    with pytest.raises(UnsupportedFeature, match="curve"):
        keys.read_public_key(own.public_key.spki).verify(bytes(64), b"", "gost34311")


def test_streamed_signatures_of_indefinite_length_are_read():
    data = pki.sign_cms(CONTENT, [person()])
    inside = ber.single_element(data).content
    streamed = b"\x30\x80" + inside + b"\x00\x00"
    pieces = (
        b"\x24\x80" + b"".join(ber.encode(4, CONTENT[at : at + 7]) for at in range(0, len(CONTENT), 7)) + b"\x00\x00"
    )
    in_pieces = b"\x30\x80" + _replaced(inside, ber.encode(4, CONTENT), pieces) + b"\x00\x00"

    assert read_signed_data(streamed).der == data
    assert read_signed_data(in_pieces).content == CONTENT
    assert read_signed_data(in_pieces).check()[0].is_ok


def _replaced(inside: bytes, old: bytes, new: bytes) -> bytes:
    """Put the content in pieces, with indefinite lengths around it."""
    kind, wrapped = ber.elements(inside)
    fields = [element.der for element in ber.elements(ber.single_element(wrapped.content).content)]
    info = list(ber.elements(ber.single_element(fields[2]).content))
    fields[2] = b"\x30\x80" + info[0].der + b"\xa0\x80" + new + b"\x00\x00" + b"\x00\x00"
    assert old in info[1].der
    return kind.der + b"\xa0\x80\x30\x80" + b"".join(fields) + b"\x00\x00\x00\x00"


def test_pem_and_base64_are_read_too():
    import base64

    data = pki.sign_cms(CONTENT, [person()])
    text = base64.encodebytes(data)
    pem = b"-----BEGIN CMS-----\n" + text + b"-----END CMS-----\n"

    assert read_signed_data(text).der == read_signed_data(pem).der == data
    assert read_signed_data(b"UA1_SIGN\x00" + len(data).to_bytes(4, "little") + data).der == data


def test_a_bad_certificate_does_not_fail_a_pool():
    good = [root().certificate, person().certificate]
    pem = b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n"

    pool = read_certificates(pki.make_p7b(good))
    mixed = read_certificates(
        pem + b"-----BEGIN CERTIFICATE-----\n" + _base64(good[0].der) + b"-----END CERTIFICATE-----\n"
    )

    assert set(pool.certificates) == set(good)
    assert (mixed.certificates, len(mixed.unreadable)) == ((good[0],), 1)
    assert read_certificate(good[0].der) == good[0]


def _base64(data: bytes) -> bytes:
    import base64

    return base64.encodebytes(data)


def test_a_large_document_is_checked_quickly():
    import time

    from dstu import accelerator

    if accelerator.NAME != "C":
        pytest.skip("no C compiler built the accelerator: python -m dstu.accelerator.build")
    document = bytes(10_000_000)
    data = pki.sign_cms(document, [person()])
    start = time.perf_counter()

    assert read_signed_data(data).check()[0].is_ok
    assert timedelta(seconds=time.perf_counter() - start) < timedelta(seconds=2)
