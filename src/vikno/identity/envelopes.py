"""Decryption of envelopes from banks and id.gov.ua, and verification of the signed message inside.

Order 739 of 18.12.2012 (z0108-13): an enveloped message that contains a message signed by the bank.
"""

import base64
import binascii
import datetime
import functools
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dstu import chains, cms, envelopes, pkcs12
from dstu.certificates import Certificate, KeyPair, read_certificates
from dstu.errors import DstuError
from vikno.identity.failures import IdentificationFailed, IdentityFailureReason
from vikno.identity.models import Provider


@dataclass(frozen=True, kw_only=True)
class OpenedEnvelope:
    """The content of an envelope and its signer; None if it was not signed."""

    content: bytes
    signer: Certificate | None = None

    def json_object(self) -> dict[str, Any]:
        """Return the JSON object that the content holds. Raises `IdentificationFailed`."""
        try:
            value = json.loads(self.content)
        except (ValueError, UnicodeDecodeError):
            raise IdentificationFailed(IdentityFailureReason.NONSENSE, detail="content") from None
        if not isinstance(value, dict):
            raise IdentificationFailed(IdentityFailureReason.NONSENSE, detail="content")
        return value


def decryption_keys(provider: Provider) -> tuple[KeyPair, ...]:
    """Return the keys that decrypt envelopes for the portal. Raises `IdentificationFailed`."""
    try:
        pairs = read_key_store(provider.keys, provider.keys_password)
    except (DstuError, ValueError):
        raise IdentificationFailed(IdentityFailureReason.MISCONFIGURED, detail="keys do not open") from None
    if not pairs:
        raise IdentificationFailed(IdentityFailureReason.MISCONFIGURED, detail="no keys")
    return pairs


@functools.lru_cache(maxsize=16)
def read_key_store(packed: str, password: str) -> tuple[KeyPair, ...]:
    """Read a key store in base64.

    Raises `WrongKey` for a wrong password, another `DstuError` or ValueError if it is no key store.
    """
    # Cached for the life of the process, because key derivation takes thousands of rounds by design.
    return pkcs12.read_p12(base64.b64decode(packed), password).pairs


def encryption_certificate(provider: Provider) -> Certificate:
    """Return the certificate that others encrypt for: the key agreement one. Raises `IdentificationFailed`."""
    certificate = key_agreement_certificate(decryption_keys(provider))
    if certificate is None:
        raise IdentificationFailed(IdentityFailureReason.MISCONFIGURED, detail="no certificate with keyAgreement")
    return certificate


def key_agreement_certificate(pairs: Iterable[KeyPair]) -> Certificate | None:
    """Return the certificate for key agreement, or None."""
    certificates = (pair.certificate for pair in pairs if pair.certificate is not None)
    return next((certificate for certificate in certificates if "key_agreement" in certificate.key_usage), None)


def open_envelope(provider: Provider, sealed: str, *, sender: str = "", at: datetime.datetime) -> OpenedEnvelope:
    """Decrypt an envelope in base64, and verify the signature inside if there is one. Raises `IdentificationFailed`."""
    try:
        senders = read_certificates(base64.b64decode(sender)).certificates if sender else ()
        content = envelopes.decrypt(base64.b64decode(sealed, validate=True), decryption_keys(provider), senders)
    except (DstuError, binascii.Error, ValueError):
        raise IdentificationFailed(IdentityFailureReason.NOT_SEALED_FOR_US) from None
    if content[:1] == b"\x30":
        return _verified_content(provider, content, at)
    return OpenedEnvelope(content=content)


def _verified_content(provider: Provider, data: bytes, at: datetime.datetime) -> OpenedEnvelope:
    """Return the signed content if all its signers are trusted. Raises `IdentificationFailed`."""
    try:
        signed = cms.read_signed_data(data)
        checks = signed.check()
    except DstuError:
        raise IdentificationFailed(IdentityFailureReason.BAD_SIGNATURE, detail="unreadable") from None
    if not checks or signed.content is None or any(check.integrity != "ok" for check in checks):
        raise IdentificationFailed(IdentityFailureReason.BAD_SIGNATURE)
    try:
        anchors = read_trust_anchors(provider.anchors)
    except DstuError:
        raise IdentificationFailed(IdentityFailureReason.MISCONFIGURED, detail="anchors") from None
    for check in checks:
        if check.certificate is None:
            raise IdentificationFailed(IdentityFailureReason.BAD_SIGNATURE, detail="no certificate")
        chain = chains.build_chain(check.certificate, (*signed.certificates, *anchors), anchors, at)
        if chain.status != "trusted":
            raise IdentificationFailed(IdentityFailureReason.UNTRUSTED, detail=str(chain.status))
    return OpenedEnvelope(content=signed.content, signer=checks[0].certificate)


@functools.lru_cache(maxsize=32)
def read_trust_anchors(pem: str) -> tuple[Certificate, ...]:
    """Return the trusted certificates of a PEM text; none for an empty one. Raises `DstuError`."""
    return read_certificates(pem.encode()).certificates if pem.strip() else ()
