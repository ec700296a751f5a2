import hashlib
from base64 import b64encode

import pytest
from lxml import etree
from signxml import CanonicalizationMethod
from signxml.xades import XAdESSigner

from tests.signatures import generated_signatures
from vikno.signatures import trust_list
from vikno.signatures.trust_list import TrustListInvalid, TrustListProof

SVC = "http://uri.etsi.org/TrstSvc/Svctype/"
STATUS = "http://czo.gov.ua/TrstSvc/TrustedList/Svcstatus/"


def trust_list_xml(*services: tuple[str, str, generated_signatures.GeneratedKeyPair]) -> bytes:
    """Return a trust list of one provider, with services by their type, status and certificate."""
    rows = "".join(
        f"<TSPService><ServiceInformation><ServiceTypeIdentifier>{SVC}{kind}</ServiceTypeIdentifier>"
        f"<ServiceName><Name>Service {number}</Name></ServiceName><ServiceDigitalIdentity><DigitalId><X509Certificate>"
        f"{b64encode(holder.der).decode()}</X509Certificate></DigitalId></ServiceDigitalIdentity>"
        f"<ServiceStatus>{STATUS}{status}</ServiceStatus><StatusStartingTime>2024-01-01T00:00:00Z</StatusStartingTime>"
        "</ServiceInformation></TSPService>"
        for number, (kind, status, holder) in enumerate(services)
    )
    return (
        f'<t:TrustServiceStatusList xmlns:t="{trust_list.TSL}"><t:SchemeInformation>'
        "<t:TSLSequenceNumber>17</t:TSLSequenceNumber><t:ListIssueDateTime>2026-02-01T00:00:00Z</t:ListIssueDateTime>"
        "<t:NextUpdate><t:dateTime>2026-08-01T00:00:00Z</t:dateTime></t:NextUpdate></t:SchemeInformation>"
        f"<t:TrustServiceProvider><t:TSPInformation><t:TSPName><t:Name>Provider</t:Name></t:TSPName></t:TSPInformation>"
        f"{_in_namespace(rows)}</t:TrustServiceProvider></t:TrustServiceStatusList>"
    ).encode()


def _in_namespace(rows: str) -> str:
    return rows.replace("</", "</t:").replace("<", "<t:").replace("<t:/t:", "</t:")


def signed(content: bytes, signer: generated_signatures.GeneratedKeyPair) -> bytes:
    xades_signer = XAdESSigner(c14n_algorithm=CanonicalizationMethod.CANONICAL_XML_1_0)
    # signxml forgets the namespaces around a signature. Here the root has them, and the signature repeats them.
    root = etree.fromstring(content)
    return etree.tostring(xades_signer.sign(root, key=signer.key_pem, cert=[signer.pem.decode()]))


@pytest.fixture(scope="module")
def issuer():
    return generated_signatures.holder("Issuer", is_ca=True)


@pytest.fixture(scope="module")
def operator():
    return generated_signatures.holder("Scheme operator", kind="rsa")


def test_a_list_names_services_with_their_certificates_and_status(issuer):
    parsed = trust_list.parse_trust_list(
        trust_list_xml(("CA/QC", "granted", issuer), ("TSA/QTST", "withdrawn", issuer))
    )

    assert (parsed.sequence, parsed.issued_at.year, parsed.next_update.month) == ("17", 2026, 8)
    first, second = parsed.services
    assert (first.provider, first.name, first.kind, first.status) == ("Provider", "Service 0", "CA/QC", "granted")
    assert first.certificates == (issuer.certificate,)
    assert (first.issues_qualified, second.is_granted) == (True, False)


def test_what_nothing_proves_is_said_to_be_so(issuer):
    assert trust_list.parse_trust_list(trust_list_xml(("CA/QC", "granted", issuer))).proof == TrustListProof.NONE


def test_a_digest_beside_the_list_proves_that_it_is_that_file(issuer):
    content = trust_list_xml(("CA/QC", "granted", issuer))
    digest = trust_list.digest_in(f"{hashlib.sha256(content).hexdigest().upper()}  TL-UA.xml\n")

    assert trust_list.parse_trust_list(content, digest=digest).proof == TrustListProof.HASH


def test_a_list_that_differs_from_its_digest_is_refused(issuer):
    with pytest.raises(TrustListInvalid, match="another file"):
        trust_list.parse_trust_list(trust_list_xml(("CA/QC", "granted", issuer)), digest="0" * 64)


def test_a_file_beside_the_list_without_a_digest_is_refused():
    with pytest.raises(TrustListInvalid, match="no SHA-256"):
        trust_list.digest_in("not found")


def test_a_list_that_its_signer_did_not_sign_is_refused(issuer, operator):
    with pytest.raises(TrustListInvalid, match="not signed"):
        trust_list.parse_trust_list(trust_list_xml(("CA/QC", "granted", issuer)), signers=[operator.certificate])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"<a/>", id="other XML"),
        pytest.param(b"nothing", id="no XML"),
        pytest.param(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", id="entities"),
    ],
)
def test_what_is_no_list_is_refused(content):
    with pytest.raises(TrustListInvalid):
        trust_list.parse_trust_list(content)


def test_a_certificate_that_cannot_be_read_is_left_out(issuer):
    content = trust_list_xml(("CA/QC", "granted", issuer)).replace(b64encode(issuer.der)[:40], b"AAAA" * 10)

    assert trust_list.parse_trust_list(content).services[0].certificates == ()
