"""XML signatures that signxml makes: an independent library decides what is valid."""

import pytest
from lxml import etree
from signxml import CanonicalizationMethod, SignatureMethod, methods
from signxml.xades import XAdESSigner

from tests.signatures import generated_signatures
from vikno.signatures import safe_xml, xades
from vikno.signatures.archives import ContainerUnreadable
from vikno.signatures.checks import SignatureIntegrity

DOCUMENT = b'<?xml version="1.0"?><act><!-- note --><x:name xmlns:x="urn:x" x:a="1">Test &amp; more</x:name></act>'
# signxml does not name the canonical form of the properties, so it must be the usual one.
USUAL = CanonicalizationMethod.CANONICAL_XML_1_0


@pytest.fixture(scope="module")
def signer():
    return generated_signatures.holder("Signer", kind="rsa")


@pytest.fixture(scope="module")
def ec_signer():
    return generated_signatures.holder("Signer by curve")


def signed(holder, *, method=methods.enveloped, algorithm=SignatureMethod.RSA_SHA256, document=DOCUMENT) -> bytes:
    xades_signer = XAdESSigner(signature_algorithm=algorithm, method=method, c14n_algorithm=USUAL)
    root = xades_signer.sign(etree.fromstring(document), key=holder.key_pem, cert=[holder.pem.decode()])
    return etree.tostring(root)


def check_whole(content: bytes):
    (signature,) = xades.signatures_in(content, where="act.xml", files={"act.xml": content})
    (check,) = signature.check()
    return check


@pytest.mark.parametrize("method", [methods.enveloped, methods.enveloping], ids=["enveloped", "enveloping"])
def test_a_signature_by_rsa_is_over_the_whole_document(signer, method):
    check = check_whole(signed(signer, method=method))

    assert (check.integrity, check.problems, check.covers) == (SignatureIntegrity.OK, (), ("act.xml",))
    assert check.certificate == signer.certificate
    assert (check.algorithm, check.level) == ("RSA-2048 with SHA-256", "XAdES-BES")


def test_a_signature_by_a_curve_holds(ec_signer):
    check = check_whole(signed(ec_signer, algorithm=SignatureMethod.ECDSA_SHA384))

    assert (check.integrity, check.algorithm) == (SignatureIntegrity.OK, "ECDSA-P-256 with SHA-384")


def test_a_changed_document_is_invalid(signer):
    check = check_whole(signed(signer).replace(b"Test", b"Best"))

    assert (check.integrity, check.covers) == (SignatureIntegrity.FAILED, ())
    assert "digest_differs" in check.problems


def test_another_certificate_in_the_place_of_the_signers_is_noticed(signer):
    other = generated_signatures.holder("Another", kind="rsa")
    mine, theirs = ("".join(pem.decode().split("-----")[2].split()) for pem in (signer.pem, other.pem))
    content = etree.fromstring(signed(signer))
    for element in content.iter(f"{{{safe_xml.DS}}}X509Certificate"):
        assert "".join(element.text.split()) == mine
        element.text = theirs

    assert check_whole(etree.tostring(content)).integrity == SignatureIntegrity.FAILED


def test_a_signed_part_that_was_moved_aside_covers_nothing(signer):
    """The wrapping attack: the signed element moves out of sight, and another element takes its place."""
    part = b'<name Id="signed">Test</name>'
    xades_signer = XAdESSigner(method=methods.detached, c14n_algorithm=USUAL)
    signature = xades_signer.sign(
        etree.fromstring(part), key=signer.key_pem, cert=[signer.pem.decode()], reference_uri="#signed"
    )
    wrapped = etree.Element("act")
    etree.SubElement(wrapped, "name", Id="shown").text = "Best"
    aside = etree.SubElement(wrapped, "aside")
    aside.append(etree.fromstring(part))
    wrapped.append(signature)

    check = check_whole(etree.tostring(wrapped))

    assert check.covers == ()
    assert check.integrity != SignatureIntegrity.OK
    assert "covers_a_part" in check.problems


def test_two_elements_of_one_name_are_not_read():
    with pytest.raises(ContainerUnreadable) as error:
        xades.signatures_in(b'<a><b Id="x"/><c Id="x"/></a>', where="a.xml", files={})

    assert error.value.code == "same_ids"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', id="an entity"),
        pytest.param(b'<!DOCTYPE a SYSTEM "http://example.com/a.dtd"><a/>', id="a type from elsewhere"),
        pytest.param(b"<a><b></a>", id="not well formed"),
        pytest.param(b"<a>" * 2000 + b"</a>" * 2000, id="too deep"),
        pytest.param(b"\xff\xfe<\x00", id="cut in UTF-16"),
    ],
)
def test_xml_that_could_do_harm_is_not_read(content):
    with pytest.raises(ContainerUnreadable):
        xades.signatures_in(content, where="a.xml", files={})


def test_a_transform_that_is_not_known_leaves_it_open(signer):
    content = signed(signer).replace(
        b"http://www.w3.org/2000/09/xmldsig#enveloped-signature", b"http://www.w3.org/TR/1999/REC-xslt-19991116"
    )

    check = check_whole(content)

    assert check.integrity != SignatureIntegrity.OK
    assert check.covers == ()
