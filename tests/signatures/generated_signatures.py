"""Keys, certificates and signatures for tests, made by independent libraries."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pypdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs7,
    pkcs12,
)
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

from dstu.certificates import read_certificate

FROM, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
PASSWORD = "made for a test"


@dataclass(frozen=True)
class GeneratedKeyPair:
    """A key and its certificate."""

    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    x509: x509.Certificate

    @property
    def certificate(self):
        return read_certificate(self.der)

    @property
    def der(self) -> bytes:
        return self.x509.public_bytes(Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.x509.public_bytes(Encoding.PEM)

    @property
    def key_pem(self) -> bytes:
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def p12(self, *, ca=()) -> bytes:
        encryption = BestAvailableEncryption(PASSWORD.encode())
        issuers = [pair.x509 for pair in ca]
        return pkcs12.serialize_key_and_certificates(b"seal", self.key, self.x509, issuers, encryption)


def holder(
    name: str,
    *,
    issuer: GeneratedKeyPair | None = None,
    kind: str = "ec",
    is_ca: bool = False,
    from_=FROM,
    until=UNTIL,
    crl_address="",
    ocsp_address="",
) -> GeneratedKeyPair:
    key = ec.generate_private_key(ec.SECP256R1()) if kind == "ec" else rsa.generate_private_key(65537, 2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.x509.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(from_)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(_usage(is_ca), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if crl_address:
        point = x509.DistributionPoint([x509.UniformResourceIdentifier(crl_address)], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    if ocsp_address:
        access = x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(ocsp_address)
        )
        builder = builder.add_extension(x509.AuthorityInformationAccess([access]), critical=False)
    return GeneratedKeyPair(key, builder.sign(issuer.key if issuer else key, hashes.SHA256()))


def _usage(is_ca: bool) -> x509.KeyUsage:
    names = ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only")
    return x509.KeyUsage(
        digital_signature=not is_ca,
        content_commitment=not is_ca,
        key_cert_sign=is_ca,
        crl_sign=is_ca,
        **dict.fromkeys(names, False),
    )


def cms(content: bytes, signer: GeneratedKeyPair, *, detached: bool = True) -> bytes:
    options = [pkcs7.PKCS7Options.Binary, *([pkcs7.PKCS7Options.DetachedSignature] if detached else [])]
    builder = pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(signer.x509, signer.key, hashes.SHA256())
    return builder.sign(Encoding.DER, options)


def crl(issuer: GeneratedKeyPair, revoked: dict[int, datetime], *, at: datetime, days: int = 7) -> bytes:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.x509.subject)
        .last_update(at)
        .next_update(at + timedelta(days=days))
    )
    for number, revoked_at in revoked.items():
        entry = x509.RevokedCertificateBuilder().serial_number(number).revocation_date(revoked_at).build()
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


def pdf(pages: int = 1) -> bytes:
    writer = pypdf.PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(200, 200)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()
