"""The seal of the invented centre: the first load makes a root and a key, and only this demo trusts them."""

from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings

from dstu.certificates import read_certificate
from vikno.signatures.operations import trust_sources

SEAL_LIFETIME = timedelta(days=3 * 365)
_OFF = ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only")


def make(*, at: datetime) -> None:
    """Make the key and pin its root, unless the key exists."""
    path = Path(settings.SEAL_KEY)
    if path.exists():
        return
    root_key, key = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
    root = _certificate("Вигаданий видавець Вербівки", root_key, None, root_key, at)
    seal = _certificate("ЦНАП Вербівської громади", key, root, root_key, at)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"seal", key, seal, [root], NoEncryption()))
    roots = [read_certificate(root.public_bytes(Encoding.DER))]
    # The demo also accepts signatures of the simulators.
    simulators_root = settings.SIMULATORS_PLACE / "for-the-portal" / "root.cer"
    if settings.SIMULATORS_URL and simulators_root.exists():
        roots.append(read_certificate(simulators_root.read_bytes()))
    # Both roots are pinned together, because pinning replaces the roots pinned before.
    trust_sources.pin_roots(certificates=roots, at=at)


def _certificate(
    name: str, key: rsa.RSAPrivateKey, issuer: x509.Certificate | None, issuer_key: rsa.RSAPrivateKey, at: datetime
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
    return builder.sign(issuer_key, hashes.SHA256())
