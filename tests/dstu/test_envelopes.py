"""Envelopes are opened by their recipient only, key stores by their password only."""

import subprocess
from functools import cache
from shutil import which

import pytest
from cryptography.hazmat.primitives import serialization

from dstu import ciphers, envelopes, keys, pkcs12, schema
from dstu.certificates import KeyPair, read_certificate
from dstu.errors import InputTooBig, MalformedData, WrongKey
from simulators import pki
from tests.dstu.samples import needed, sample

CONTENT = b'{"lastName": "\xd0\xa8"}' * 3


@cache
def pair(name: str = "me", algorithm: str = "DSTU4145-257") -> KeyPair:
    return pki.make_pair(name, algorithm=algorithm, key_usage=pki.AGREEMENT)


@pytest.mark.parametrize("algorithm", ["DSTU4145-257", "DSTU4145-431", "DSTU4145-173", "RSA-2048"])
@pytest.mark.parametrize("cipher", [None, ciphers.GOST_OFB])
def test_an_envelope_with_a_passing_key_is_opened(algorithm, cipher):
    me = pair("me", algorithm)

    sealed = envelopes.encrypt(CONTENT, me.certificate, cipher=cipher)

    assert CONTENT not in sealed
    assert envelopes.decrypt(sealed, [me]) == CONTENT
    assert envelopes.decrypt(sealed, [KeyPair(me.key)]) == CONTENT


@pytest.mark.parametrize("ukm", [None, b"1" * 32])
def test_an_envelope_with_a_lasting_key_needs_the_certificate_of_the_sender(ukm):
    me, bank = pair(), pair("bank")

    sealed = envelopes.encrypt(CONTENT, me.certificate, bank, ukm=ukm)

    assert envelopes.decrypt(sealed, [me], [bank.certificate]) == CONTENT
    with pytest.raises(WrongKey):
        envelopes.decrypt(sealed, [KeyPair(me.key)])


def test_another_key_opens_nothing():
    sealed = envelopes.encrypt(CONTENT, pair().certificate)

    for other in (pair("other"), pair("other", "DSTU4145-431"), pair("other", "RSA-2048")):
        with pytest.raises(WrongKey):
            envelopes.decrypt(sealed, [other, KeyPair(other.key)])
    with pytest.raises(WrongKey):
        envelopes.decrypt(sealed, [])


def test_what_is_no_envelope_is_malformed():
    with pytest.raises(MalformedData):
        envelopes.decrypt(pki.sign_cms(CONTENT, [pair()]), [pair()])


@pytest.mark.skipif(which("openssl") is None, reason="no openssl here to ask")
@pytest.mark.parametrize("options", [[], ["-keyopt", "rsa_padding_mode:oaep"]])
@pytest.mark.parametrize("algorithm", ["RSA-2048", "ECDSA-P-256"])
def test_what_openssl_seals_is_opened(tmp_path, algorithm, options):
    if options and not algorithm.startswith("RSA"):
        options = ["-keyopt", "ecdh_kdf_md:sha256"]
    me = pki.make_pair("me", algorithm=algorithm, key_usage=["key_encipherment", "key_agreement"])
    (tmp_path / "me.pem").write_bytes(_pem(me))
    (tmp_path / "plain").write_bytes(CONTENT)

    command = ["openssl", "cms", "-encrypt", "-binary", "-aes256", "-outform", "DER", "-in", tmp_path / "plain"]
    run = subprocess.run([*command, "-recip", tmp_path / "me.pem", *options], capture_output=True, check=True)

    assert envelopes.decrypt(run.stdout, [me]) == CONTENT


def _pem(me: KeyPair) -> bytes:
    from cryptography import x509

    return x509.load_der_x509_certificate(me.certificate.der).public_bytes(serialization.Encoding.PEM)


def test_a_key_store_is_opened_by_its_password_only():
    pairs = [pair(), pair("bank", "DSTU4145-431")]
    data = pkcs12.write_p12(pairs, "пароль", iterations=50)

    store = pkcs12.read_p12(data, "пароль")

    assert [pair.certificate for pair in store.pairs] == [pair.certificate for pair in pairs]
    assert [pair.key.d for pair in store.pairs] == [pair.key.d for pair in pairs]
    with pytest.raises(WrongKey):
        pkcs12.read_p12(data, "парол")


def test_too_many_rounds_are_refused():
    algorithm, encrypted = ciphers.encrypt_with_password(b"\x30\x00", b"p", 3)
    scheme = schema.Pbes2Parameters.load(algorithm["parameters"].dump())
    derivation = schema.Pbkdf2Parameters.load(scheme["derivation"]["parameters"].dump())
    greedy = {"salt": derivation["salt"], "iterations": 2**31 - 1, "prf": derivation["prf"]}
    greedy_derivation = {"algorithm": ciphers.PBKDF2, "parameters": schema.Pbkdf2Parameters(greedy)}
    bent = schema.Pbes2Parameters({"derivation": greedy_derivation, "encryption": scheme["encryption"]})

    with pytest.raises(InputTooBig):
        ciphers.decrypt_with_password(
            schema.AlgorithmIdentifier({"algorithm": ciphers.PBES2, "parameters": bent}), encrypted, b"p"
        )


@pytest.mark.parametrize("algorithm", ["RSA-2048", "ECDSA-P-256"])
def test_a_standard_store_is_opened_too(algorithm):
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import pkcs12 as standard

    me = pki.make_pair("me", algorithm=algorithm)
    certificate = x509.load_der_x509_certificate(me.certificate.der)
    how = serialization.BestAvailableEncryption(b"secret")
    data = standard.serialize_key_and_certificates(b"me", me.key.key, certificate, None, how)

    (found,) = pkcs12.read_p12(data, "secret").pairs

    assert (found.certificate, found.key.public_key) == (me.certificate, me.key.public_key)
    with pytest.raises(WrongKey):
        pkcs12.read_p12(data, "other")


def test_a_key_goes_to_pkcs8_and_back():
    for algorithm in ("DSTU4145-257", "RSA-2048", "ECDSA-P-384"):
        key = keys.generate(algorithm)
        again = keys.read_private_key(key.to_pkcs8())

        assert keys.is_same_key(again.public_key, key.public_key)


@needed
def test_real_envelopes_are_opened():
    store = pkcs12.read_p12(sample("anchors/test-diia.p12"), "testpassword")
    key = KeyPair(keys.read_private_key(sample("anchors/jkurwa/Key40A0.cer")))
    sender = read_certificate(sample("anchors/jkurwa/SELF_SIGNED_ENC_6929.cer"))

    opened = envelopes.decrypt(sample("samples/envelope/diia-test-ephemeral.p7e"), store.pairs)

    assert [pair.key.public_key.algorithm for pair in store.pairs] == ["DSTU4145-257", "DSTU4145-431"]
    assert opened == b"The quick brown fox jumps over the lazy dog"
    assert envelopes.decrypt(sample("samples/jkurwa/enc_message.p7"), [key], [sender]) == b"123"


@needed
def test_a_real_store_keeps_closed_to_another_password():
    with pytest.raises(WrongKey):
        pkcs12.read_p12(sample("anchors/test-diia.p12"), "testpasswor")
