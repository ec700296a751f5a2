"""DSTU 4145 in every container: in CMS with a timestamp token, in ASiC, in XML, in a PDF, and over the trust list."""

import io
import re
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from dstu import digests
from dstu.revocation import read_ocsp
from simulators import pki
from tests.signatures import generated_signatures
from tests.signatures.test_trust_list import trust_list_xml
from vikno.signatures import asic_writer, queries, safe_xml, trust_list
from vikno.signatures.report import SignatureVerdict, SigningTimeSource
from vikno.signatures.sealing import Pkcs12Sealer
from vikno.signatures.trust_list import TrustListProof
from vikno.signatures.trust_store import TrustStore
from vikno.signatures.verification import VerificationRequest

SIGNED_AT = datetime(2024, 5, 1, 12, tzinfo=UTC)
ENDS = datetime(2025, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 3, 2, tzinfo=UTC)
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
TIME_STAMPING = "1.3.6.1.5.5.7.3.8"


@pytest.fixture(scope="module")
def root():
    return pki.make_pair("Центральний орган", is_ca=True)


@pytest.fixture(scope="module")
def signer(root):
    subject = {"surname": "Коваль", "given_name": "Олена Петрівна", "common_name": "Коваль Олена Петрівна"}
    return pki.make_pair(subject, root, rnokpp="1234567890", unzr="19900501-01234", is_qualified=True, not_after=ENDS)


@pytest.fixture(scope="module")
def tsa(root):
    return pki.make_pair("Час", root, extended_key_usage=[TIME_STAMPING])


def report(content, root, *, at=NOW, name="акт", **more):
    trust = TrustStore(anchors=(root.certificate,), **more)
    return queries.verify_file(content, name=name, request=VerificationRequest(trust=trust, at=at))


def test_the_certificate_names_the_person_by_number(root, signer):
    (signature,) = report(pki.sign_cms(b"Test", [signer], at=SIGNED_AT), root, at=SIGNED_AT).signatures

    identity = signature.signer
    assert (identity.name, identity.rnokpp, identity.unzr) == ("Коваль Олена Петрівна", "1234567890", "19900501-01234")
    assert signature.is_qualified


def test_a_time_stamp_keeps_a_signature_valid_after_the_certificate_ran_out(root, signer, tsa):
    result = report(pki.sign_cms(b"Test", [signer], at=SIGNED_AT, timestamp_by=tsa), root)

    (signature,) = result.signatures
    assert (result.verdict, signature.clock, signature.level) == (
        SignatureVerdict.VALID,
        SigningTimeSource.TIMESTAMP,
        "CAdES-T",
    )
    assert signature.signed_on == SIGNED_AT


def test_without_a_time_stamp_nobody_can_tell_after_that(root, signer):
    result = report(pki.sign_cms(b"Test", [signer], at=SIGNED_AT), root)

    assert (result.verdict, result.signatures[0].reasons[0]) == (SignatureVerdict.CANNOT_TELL, "expired")


def test_a_time_stamp_of_a_stranger_proves_no_time(root, signer):
    stranger = pki.make_pair("Чужий час", extended_key_usage=[TIME_STAMPING])

    result = report(pki.sign_cms(b"Test", [signer], at=SIGNED_AT, timestamp_by=stranger), root)

    assert result.verdict == SignatureVerdict.CANNOT_TELL
    assert {"stamp_untrusted", "expired"} <= set(result.signatures[0].reasons)


def test_a_time_stamp_after_the_end_of_the_certificate_makes_it_invalid(root, signer, tsa):
    late = pki.sign_cms(b"Test", [signer], at=SIGNED_AT, timestamp_by=tsa, timestamp_at=ENDS + timedelta(days=1))

    assert report(late, root).verdict == SignatureVerdict.INVALID


def test_every_signer_counts(root, signer):
    other = pki.make_pair("Хтось")

    result = report(pki.sign_cms(b"Test", [signer, other], at=SIGNED_AT), root, at=SIGNED_AT)

    assert {signature.verdict for signature in result.signatures} == {
        SignatureVerdict.VALID,
        SignatureVerdict.CANNOT_TELL,
    }
    assert result.verdict == SignatureVerdict.CANNOT_TELL


@pytest.mark.parametrize("status", ["good", "revoked"])
def test_an_ocsp_answer_tells_of_revocation(root, signer, status):
    revoked = {"revoked_at": SIGNED_AT - timedelta(days=1)} if status == "revoked" else {}
    answer = pki.make_ocsp(signer.certificate, root.certificate, root, SIGNED_AT, status=status, **revoked)

    result = report(pki.sign_cms(b"Test", [signer], at=SIGNED_AT), root, at=SIGNED_AT, ocsps=(read_ocsp(answer),))

    assert (result.signatures[0].revocation, result.signatures[0].revocation_source) == (status, "OCSP")
    assert result.verdict == (SignatureVerdict.VALID if status == "good" else SignatureVerdict.INVALID)


def test_a_container_is_signed_by_dstu(root, signer):
    manifest = asic_writer.build_manifest({"заява.json": b"{}"})
    signature = pki.sign_cms(manifest, [signer], detached=True, at=SIGNED_AT)

    result = report(
        asic_writer.build_asice({"заява.json": b"{}"}, manifest=manifest, signature=signature), root, at=SIGNED_AT
    )

    assert (result.verdict, result.uncovered) == (SignatureVerdict.VALID, ())


@pytest.mark.parametrize("digest", ["gost34311", "kupyna256"])
def test_an_xml_document_is_signed_by_dstu(root, signer, digest):
    result = report(enveloped(b"<act>Test</act>", signer, digest), root, at=SIGNED_AT, name="акт.xml")

    assert (result.verdict, result.uncovered) == (SignatureVerdict.VALID, ())
    assert result.signatures[0].algorithm.startswith("DSTU4145-257")


def test_the_list_of_trusted_services_is_proved_by_its_dstu_signature(root, signer):
    content = enveloped(
        trust_list_xml(("CA/QC", "granted", generated_signatures.holder("Issuer", is_ca=True))), signer, "gost34311"
    )

    assert trust_list.parse_trust_list(content, signers=[signer.certificate]).proof == TrustListProof.SIGNATURE
    with pytest.raises(trust_list.TrustListInvalid):
        trust_list.parse_trust_list(content.replace(b"granted", b"Granted"), signers=[signer.certificate])
    with pytest.raises(trust_list.TrustListInvalid):
        trust_list.parse_trust_list(content, signers=[root.certificate])


def enveloped(document: bytes, signer, digest: str) -> bytes:
    """Return the document with a signature in it, in the canonical XML of lxml."""
    names = {"gost34311": ("gost34311", "dstu4145-gost34311"), "kupyna256": ("dstu7564-256", "dstu4145-dstu7564-256")}
    digest_uri, method = names[digest]
    root = etree.fromstring(document)
    value = b64encode(digests.digest(digest, etree.tostring(root, method="c14n"))).decode()
    root.append(
        etree.fromstring(
            f'<ds:Signature xmlns:ds="{safe_xml.DS}"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="{C14N}"/>'
            f'<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#{method}"/><ds:Reference URI="">'
            f'<ds:Transforms><ds:Transform Algorithm="{safe_xml.DS}enveloped-signature"/><ds:Transform Algorithm="{C14N}"/>'
            f'</ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#{digest_uri}"/>'
            f"<ds:DigestValue>{value}</ds:DigestValue></ds:Reference></ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo>"
            f"<ds:X509Data><ds:X509Certificate>{b64encode(signer.certificate.der).decode()}</ds:X509Certificate>"
            "</ds:X509Data></ds:KeyInfo></ds:Signature>"
        )
    )
    info = next(root.iter(f"{{{safe_xml.DS}}}SignedInfo"))
    signed = etree.tostring(info, method="c14n")
    next(root.iter(f"{{{safe_xml.DS}}}SignatureValue")).text = b64encode(signer.key.sign(signed, digest)).decode()
    return etree.tostring(root)


def test_a_pdf_is_signed_by_dstu(root, signer, tmp_path):
    result = report(pdf_signed(signer, tmp_path), root, at=SIGNED_AT, name="акт.pdf")

    (signature,) = result.signatures
    assert (result.verdict, result.uncovered) == (SignatureVerdict.VALID, ())
    assert (signature.form, signature.level) == ("PAdES", "PAdES-BES")
    assert signature.algorithm == "DSTU4145-257 with GOST 34.311"


def test_a_pdf_signed_by_dstu_that_was_changed_is_invalid(root, signer, tmp_path):
    changed = pdf_signed(signer, tmp_path).replace(b"/Type", b"/Tipe", 1)

    assert report(changed, root, at=SIGNED_AT, name="акт.pdf").verdict == SignatureVerdict.INVALID


def pdf_signed(signer, folder) -> bytes:
    """Return a PDF in which a DSTU signature replaces an RSA signature, over the same bytes."""
    (folder / "key.p12").write_bytes(generated_signatures.holder("RSA", kind="rsa").p12())
    sealed = Pkcs12Sealer(path=folder / "key.p12", password=generated_signatures.PASSWORD).seal(
        generated_signatures.pdf(), reason="Centre"
    )
    numbers = re.search(rb"/ByteRange\s*\[(\d+) (\d+) (\d+) (\d+)", sealed)
    _start, first, second, length = (int(number) for number in numbers.groups())
    signed = io.BytesIO(sealed[:first] + sealed[second : second + length]).getvalue()
    room = second - first - 2
    signature = pki.sign_cms(signed, [signer], detached=True, at=SIGNED_AT).hex().encode()
    return sealed[: first + 1] + signature.ljust(room, b"0") + sealed[second - 1 :]
