"""Sealing a PDF for the centre (PAdES, ETSI EN 319 142-1): by a key in a file, in a device, or at somebody else's.

Results are sealed by RSA or ECDSA, which every reader of PDF can check; the key of the centre is chosen in settings.
"""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import httpx
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError

from vikno.kernel.errors import Unreachable
from vikno.outbound.bounds import ResponseDeadline, read_body
from vikno.outbound.client import OutboundSettings, open_client

SEAL_FIELD = "Seal"
OUTBOUND = OutboundSettings(total_seconds=60, silence_seconds=30)
# What a seal adds to a document: certificates, time-stamps, lists of what was revoked.
MAX_SEAL_BYTES = 4 * 1024 * 1024


class NotSealed(Exception):
    """The PDF could not be sealed now: the key is not there, or the other side does not answer. Again later may help."""


class PdfSealer(Protocol):
    """Whoever seals. `seal` returns the PDF with the seal in it, and raises `NotSealed`."""

    def seal(self, pdf: bytes, *, reason: str) -> bytes: ...


@dataclass(frozen=True, kw_only=True)
class Pkcs12Sealer:
    """Seals by a key and a certificate in a PKCS#12 file."""

    path: Path
    password: str

    def seal(self, pdf: bytes, *, reason: str) -> bytes:
        try:
            kept = self.path.read_bytes()
            signer = signers.SimpleSigner.load_pkcs12_data(
                kept, other_certs=[], passphrase=self.password.encode() or None
            )
        except (OSError, ValueError) as error:
            raise NotSealed(type(error).__name__) from error
        if signer is None:
            raise NotSealed("the key does not open")
        return _sealed(pdf, signer, reason)


@dataclass(frozen=True, kw_only=True)
class Pkcs11Sealer:
    """Seals by a key in a PKCS#11 device; needs the package python-pkcs11, which is not installed by itself."""

    module: str
    token: str
    label: str
    pin: str

    def seal(self, pdf: bytes, *, reason: str) -> bytes:
        try:
            from pyhanko.sign import pkcs11
        except ImportError as error:
            raise NotSealed("python-pkcs11 is not installed") from error
        try:
            with pkcs11.open_pkcs11_session(self.module, token_label=self.token, user_pin=self.pin) as session:
                return _sealed(pdf, pkcs11.PKCS11Signer(session, cert_label=self.label, key_label=self.label), reason)
        except (OSError, RuntimeError) as error:
            raise NotSealed(type(error).__name__) from error


@dataclass(frozen=True, kw_only=True)
class RemoteSealer:
    """Has somebody else seal: the PDF goes there by HTTPS, and comes back sealed."""

    address: str
    token: str

    def seal(self, pdf: bytes, *, reason: str) -> bytes:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/pdf"}
        deadline = ResponseDeadline(OUTBOUND.total_seconds)
        try:
            with (
                open_client(OUTBOUND, deadline=deadline) as client,
                client.stream("POST", self.address, content=pdf, headers=headers) as answer,
            ):
                answer.raise_for_status()
                sealed = read_body(answer.iter_bytes(), max_bytes=len(pdf) + MAX_SEAL_BYTES, deadline=deadline)
        except (httpx.HTTPError, Unreachable) as error:
            raise NotSealed(type(error).__name__) from error
        # A seal is added behind what was there: anything else is another document.
        if not sealed.startswith(pdf) or len(sealed) == len(pdf):
            raise NotSealed("the answer is not the same document with a seal")
        return sealed


def configured_sealer() -> PdfSealer | None:
    """Return who seals here, or None where nobody does. Raises `ImproperlyConfigured`."""
    made: dict[str, Any] = {"": lambda: None, "local": _key_in_file, "pkcs11": _key_in_device, "remote": _remote}
    if settings.SEAL_BY not in made:
        raise ImproperlyConfigured(f"SEAL_BY is local, pkcs11, remote or empty, not {settings.SEAL_BY!r}.")
    found: PdfSealer | None = made[settings.SEAL_BY]()
    return found


def _key_in_file() -> PdfSealer:
    return Pkcs12Sealer(path=Path(settings.SEAL_KEY), password=settings.SEAL_KEY_PASSWORD)


def _key_in_device() -> PdfSealer:
    """`SEAL_KEY` is `module:token:label`."""
    module, token, label = (*settings.SEAL_KEY.split(":"), "", "")[:3]
    return Pkcs11Sealer(module=module, token=token, label=label, pin=settings.SEAL_KEY_PASSWORD)


def _remote() -> PdfSealer:
    if not settings.SEAL_ADDRESS.startswith("https://"):
        raise ImproperlyConfigured("SEAL_ADDRESS is an address that begins with https://.")
    return RemoteSealer(address=settings.SEAL_ADDRESS, token=settings.SEAL_TOKEN)


def _sealed(pdf: bytes, signer: signers.Signer, reason: str) -> bytes:
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
        # A document can be sealed again: each seal has a field of its own.
        number = len(writer.prev.embedded_signatures) + 1
        said = signers.PdfSignatureMetadata(
            field_name=f"{SEAL_FIELD}{number}", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=reason
        )
        # pyHanko runs an event loop of its own, which a thread that runs one already cannot do.
        with ThreadPoolExecutor(max_workers=1) as aside:
            return bytes(aside.submit(signers.sign_pdf, writer, said, signer=signer).result().getvalue())
    except (PdfError, SigningError, ValueError, KeyError, TypeError, OSError) as error:
        raise NotSealed(type(error).__name__) from error
