"""Lists and answers say who was revoked; those of others, or for another question, do not count."""

from datetime import timedelta
from functools import cache

import pytest

from dstu.certificates import OCSP_SIGNING, KeyPair
from dstu.errors import MalformedData
from dstu.revocation import build_ocsp_request, find_revocation, read_crl, read_ocsp
from simulators import pki

AT = pki.LONG_AGO


@cache
def root() -> KeyPair:
    return pki.make_pair("Центр", is_ca=True)


@cache
def person() -> KeyPair:
    return pki.make_pair("Олена", root())


def codes(check):
    return [problem.code for problem in check.problems]


def test_a_list_says_when_and_why():
    crl = read_crl(pki.make_crl(root(), {7: (AT, "key_compromise")}, AT, number=12))

    assert (crl.number, crl.delta_base, crl.next_update, len(crl)) == (12, None, AT + timedelta(days=7), 1)
    assert (crl.find(7).revoked_at, crl.find(7).reason, crl.find(8)) == (AT, "key_compromise", None)


def test_a_list_of_another_or_by_a_person_is_not_the_issuers():
    crl = read_crl(pki.make_crl(root(), {}, AT))
    named_alike = pki.make_pair("Центр", is_ca=True)
    by_person = read_crl(pki.make_crl(person(), {}, AT))

    assert crl.is_signed_by(root().certificate)
    assert not crl.is_signed_by(named_alike.certificate)
    assert not by_person.is_signed_by(person().certificate)


def test_a_delta_adds_to_the_full_list_it_names():
    full = read_crl(pki.make_crl(root(), {1: (AT, "certificate_hold"), 2: (AT, "superseded")}, AT, number=10))
    changes = {1: (AT, "remove_from_crl"), 3: (AT, "key_compromise")}
    delta = read_crl(pki.make_crl(root(), changes, AT, number=11, delta_base=10))
    later = read_crl(pki.make_crl(root(), {4: (AT, "superseded")}, AT, number=21, delta_base=20))

    found = [find_revocation(serial, full, [delta, later]) for serial in (1, 2, 3, 4)]

    assert [revocation and revocation.reason for revocation in found] == [None, "superseded", "key_compromise", None]


@pytest.mark.parametrize("by_name", [True, False])
@pytest.mark.parametrize("digest", ["sha1", "gost34311"])
def test_an_answer_by_the_issuer_counts(by_name, digest):
    data = pki.make_ocsp(person().certificate, root().certificate, root(), AT, by_name=by_name, digest=digest)

    answer = read_ocsp(data)

    assert answer.check(root().certificate).is_ok
    assert answer.status_for(person().certificate, root().certificate).status == "good"
    assert answer.status_for(root().certificate, root().certificate) is None


def test_an_answer_by_whom_the_issuer_named_counts_and_by_others_not():
    named = pki.make_pair("OCSP", root(), extended_key_usage=[OCSP_SIGNING])
    stranger = pki.make_pair("OCSP", pki.make_pair("Центр", is_ca=True), extended_key_usage=[OCSP_SIGNING])
    revoked = {"status": "revoked", "revoked_at": AT, "by_name": True}

    by_named, by_person, by_stranger = (
        read_ocsp(pki.make_ocsp(person().certificate, root().certificate, by, AT, **revoked))
        for by in (named, person(), stranger)
    )

    assert by_named.check(root().certificate).is_ok
    assert by_named.status_for(person().certificate, root().certificate).revoked.revoked_at == AT
    assert codes(by_person.check(root().certificate)) == ["responder_not_authorised"]
    assert codes(by_stranger.check(root().certificate)) == ["responder_not_authorised"]


def test_an_answer_to_another_question_does_not_count():
    answer = read_ocsp(pki.make_ocsp(person().certificate, root().certificate, root(), AT, nonce=b"12345678"))

    assert answer.check(root().certificate, nonce=b"12345678").is_ok
    assert codes(answer.check(root().certificate, nonce=b"87654321")) == ["nonce_differs"]


def test_an_answer_about_a_certificate_of_another_issuer_says_nothing():
    other = pki.make_pair("Центр", is_ca=True)
    answer = read_ocsp(pki.make_ocsp(person().certificate, root().certificate, root(), AT))

    assert answer.status_for(person().certificate, other.certificate) is None


def test_a_responder_that_refuses_gives_no_answer():
    with pytest.raises(MalformedData, match="refused"):
        read_ocsp(b"\x30\x03\x0a\x01\x06")


def test_a_question_names_the_certificate_and_has_its_nonce():
    question = build_ocsp_request(person().certificate, root().certificate, nonce=b"12345678")

    assert person().certificate.serial_number.to_bytes(13, "big").lstrip(b"\0") in question
    assert b"\x04\x0812345678" in question
