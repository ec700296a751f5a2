"""Electronic seals on a PDF of the centre (PAdES, ETSI EN 319 142-1): by a key in a file, in a device, or by a remote service.

A seal is by RSA or ECDSA, which every PDF reader can check. Settings name the key of the centre.
"""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

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
# A seal adds certificates, timestamp tokens and revocation lists to a document.
MAX_SEAL_BYTES = 4 * 1024 * 1024


class NotSealed(Exception):
    """The PDF cannot be sealed now: the key is missing, or the service does not answer. A retry may help."""


class PdfSealer(Protocol):
    """A way to seal a PDF."""

    def seal(self, pdf: bytes, *, reason: str) -> bytes:
        """Return the PDF with a seal in it. Raises `NotSealed`."""


@dataclass(frozen=True, kw_only=True)
class Pkcs12Sealer:
    """A sealer by a key and a certificate in a PKCS#12 file."""

    path: Path
    password: str

    def seal(self, pdf: bytes, *, reason: str) -> bytes:
        try:
            pkcs12 = self.path.read_bytes()
            signer = signers.SimpleSigner.load_pkcs12_data(
                pkcs12, other_certs=[], passphrase=self.password.encode() or None
            )
        except (OSError, ValueError) as error:
            raise NotSealed(type(error).__name__) from error
        if signer is None:
            raise NotSealed("the key does not open")
        return _seal_pdf(pdf, signer, reason)


@dataclass(frozen=True, kw_only=True)
class Pkcs11Sealer:
    """A sealer by a key in a PKCS#11 device. It needs the optional package python-pkcs11."""

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
                signer = pkcs11.PKCS11Signer(session, cert_label=self.label, key_label=self.label)
                return _seal_pdf(pdf, signer, reason)
        except (OSError, RuntimeError) as error:
            raise NotSealed(type(error).__name__) from error


@dataclass(frozen=True, kw_only=True)
class RemoteSealer:
    """A sealer by a remote service, which gets the PDF over HTTPS and returns it sealed."""

    address: str
    token: str

    def seal(self, pdf: bytes, *, reason: str) -> bytes:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/pdf"}
        deadline = ResponseDeadline(OUTBOUND.total_seconds)
        try:
            with (
                open_client(OUTBOUND, deadline=deadline) as client,
                client.stream("POST", self.address, content=pdf, headers=headers) as response,
            ):
                response.raise_for_status()
                sealed = read_body(response.iter_bytes(), max_bytes=len(pdf) + MAX_SEAL_BYTES, deadline=deadline)
        except (httpx.HTTPError, Unreachable) as error:
            raise NotSealed(type(error).__name__) from error
        # A seal is appended to the document: anything else is another document.
        if not sealed.startswith(pdf) or len(sealed) == len(pdf):
            raise NotSealed("the answer is not the same document with a seal")
        return sealed


def configured_sealer() -> PdfSealer | None:
    """Return the sealer that settings choose, or None. Raises `ImproperlyConfigured`."""
    match settings.SEAL_BY:
        case "":
            return None
        case "local":
            return Pkcs12Sealer(path=Path(settings.SEAL_KEY), password=settings.SEAL_KEY_PASSWORD)
        case "pkcs11":
            # `module:token:label`
            module, token, label = (*settings.SEAL_KEY.split(":"), "", "")[:3]
            return Pkcs11Sealer(module=module, token=token, label=label, pin=settings.SEAL_KEY_PASSWORD)
        case "remote":
            if not settings.SEAL_ADDRESS.startswith("https://"):
                raise ImproperlyConfigured("SEAL_ADDRESS is an address that begins with https://.")
            return RemoteSealer(address=settings.SEAL_ADDRESS, token=settings.SEAL_TOKEN)
        case _:
            raise ImproperlyConfigured(f"SEAL_BY is local, pkcs11, remote or empty, not {settings.SEAL_BY!r}.")


def _seal_pdf(pdf: bytes, signer: signers.Signer, reason: str) -> bytes:
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
        # A document can be sealed again: each seal has a field of its own.
        number = len(writer.prev.embedded_signatures) + 1
        metadata = signers.PdfSignatureMetadata(
            field_name=f"{SEAL_FIELD}{number}", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=reason
        )
        # pyHanko runs an event loop of its own, which fails in a thread that already runs one.
        with ThreadPoolExecutor(max_workers=1) as executor:
            sealed = executor.submit(signers.sign_pdf, writer, metadata, signer=signer).result()
            return bytes(sealed.getvalue())
    except (PdfError, SigningError, ValueError, KeyError, TypeError, OSError) as error:
        raise NotSealed(type(error).__name__) from error
