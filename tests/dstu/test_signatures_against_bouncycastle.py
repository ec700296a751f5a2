"""What BouncyCastle makes of the same signatures and certificates, real ones and those made here."""

import pytest

from dstu.certificates import read_certificate, read_certificates
from dstu.cms import read_signed_data
from dstu.gost28147 import DEFAULT_DKE
from dstu.keys import DstuPublicKey, SignatureScheme
from simulators import pki
from tests.dstu.samples import needed, sample

# One Java program for all of them.
pytestmark = pytest.mark.xdist_group("oracle")

ATTACHED = [
    "diia-test/bes-attached.p7s",
    "cryptonite/test_cms.p7s",
    "cryptonite/3sign_1.dat",
    "negative/bes-attached-content-flipped.p7s",
    "negative/bes-attached-signature-flipped.p7s",
]


def ours(data: bytes, content: bytes | None = None) -> str:
    """Return for each signer whether the digest and the signature fit, in the words of the oracle."""
    checks = read_signed_data(data).check(content)
    results = [
        f"{'digest_differs' not in [problem.code for problem in check.problems]} {check.signature}".lower()
        for check in checks
    ]
    return ", ".join(results)


@needed
@pytest.mark.parametrize("path", ATTACHED)
def test_real_signatures(ask, path):
    data = sample(f"samples/{path}")

    assert ours(data) == ask("cms", dke=DEFAULT_DKE, data=data)


@needed
@pytest.mark.parametrize("content", ["bes-detached.data", "bes-detached-wrong.data"])
def test_real_signatures_apart_from_their_content(ask, content):
    data, document = sample("samples/diia-test/bes-detached.p7s"), sample(f"samples/diia-test/{content}")

    assert ours(data, document) == ask("cms", dke=DEFAULT_DKE, data=data, content=document)


@needed
def test_attributes_out_of_order_are_sorted_there_and_taken_as_they_came_here(ask):
    data = sample("samples/jkurwa/message.p7")

    assert (ours(data), ask("cms", dke=DEFAULT_DKE, data=data)) == ("true true", "true false")


@pytest.mark.parametrize("wrap", [True, False])
@pytest.mark.parametrize("digest", ["gost34311", "kupyna256"])
def test_signatures_made_here(ask, wrap, digest):
    signers = [pki.make_pair(name) for name in ("one", "two", "three")]
    data = pki.sign_cms(b"content", signers, at=pki.LONG_AGO, wrap=wrap, digest=digest)

    assert ours(data) == ask("cms", dke=DEFAULT_DKE, data=data) == "true true, true true, true true"
    assert ask("cms", dke=DEFAULT_DKE, data=data, content=b"other").startswith("false true")


@needed
@pytest.mark.parametrize(
    "path", ["CAO-2026.cer", "CZO-ROOT-2017.cer", "jkurwa/CZOROOT.cer", "pkiexample/root_certificate.cer"]
)
def test_roots(ask, path):
    root = read_certificate(sample(f"anchors/{path}"))

    assert ask("certificate", dke=DEFAULT_DKE, data=root.der, issuer=root.der) == "true"
    assert root.is_signed_by(root)


@needed
def test_certificates_of_a_pool(ask):
    pool = read_certificates(sample("anchors/CACertificates-2024.p7b")).certificates
    ukrainian = [certificate for certificate in pool if isinstance(certificate.public_key, DstuPublicKey)]
    chosen = [certificate for certificate in ukrainian if certificate.scheme == SignatureScheme("gost34311")][:60]
    tried = [
        (certificate, issuer) for certificate in chosen for issuer in ukrainian if issuer.subject == certificate.issuer
    ]

    theirs = [
        ask("certificate", dke=DEFAULT_DKE, data=certificate.der, issuer=issuer.der) for certificate, issuer in tried
    ]

    assert theirs == [str(certificate.is_signed_by(issuer)).lower() for certificate, issuer in tried]
    assert len(theirs) >= 60


def test_certificates_made_here(ask):
    root = pki.make_pair("root", is_ca=True)
    below = pki.make_pair("below", root, algorithm="DSTU4145-431").certificate

    assert ask("certificate", dke=DEFAULT_DKE, data=below.der, issuer=root.certificate.der) == "true"
    assert ask("certificate", dke=DEFAULT_DKE, data=root.certificate.der, issuer=root.certificate.der) == "true"
