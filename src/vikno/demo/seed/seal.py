"""The seal of the invented centre: a root and a key made at the first start, believed by this demo and by nobody else."""

from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings

from dstu.certificates import Certificate, read_certificate
from vikno.signatures.operations import trust_sources

SEAL_LIFETIME = timedelta(days=3 * 365)
_OFF = ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only")


def make(*, at: datetime) -> None:
    """Make the key, unless there is one, and pin its root."""
    path = Path(settings.SEAL_KEY)
    if path.exists():
        return
    root_key, key = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _each in range(2))
    root = _certificate("Вигаданий видавець Вербівки", root_key, None, root_key, at)
    seal = _certificate("ЦНАП Вербівської громади", key, root, root_key, at)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"seal", key, seal, [root], NoEncryption()))
    # One pinning: the next one believes only what it names.
    trust_sources.pin_roots(certificates=[read_certificate(root.public_bytes(Encoding.DER)), *_counterparts()], at=at)


def _counterparts() -> list[Certificate]:
    """Return the root of the counterparts, whose signatures this demo takes."""
    root = settings.SIMULATORS_PLACE / "for-the-portal" / "root.cer"
    return [read_certificate(root.read_bytes())] if settings.SIMULATORS_URL and root.exists() else []


def _certificate(
    name: str, key: rsa.RSAPrivateKey, issuer: x509.Certificate | None, by: rsa.RSAPrivateKey, at: datetime
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    is_root = issuer is None
    usage = x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=not is_root,
        key_cert_sign=is_root,
        crl_sign=is_root,
        **dict.fromkeys(_OFF, False),
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + SEAL_LIFETIME)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(usage, critical=True)
    )
    return builder.sign(by, hashes.SHA256())
