"""Signatures inside a PDF (ISO 32000 12.8, ETSI EN 319 142-1).

pyHanko reads the file and finds the modifications after a signature. The signature itself is CMS over the bytes around it, so
`dstu` checks it, by any algorithm that it knows: pyHanko could check RSA and ECDSA only.
"""

import io
import warnings
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from dstu.certificates import Certificate
from dstu.errors import DstuError
from dstu.timestamps import TimestampCheck, read_timestamp
from vikno.signatures import cades
from vikno.signatures.checks import SignatureCheck, SignatureForm, SignatureIntegrity

MAX_SIGNATURES = 50
# The errors that a damaged PDF makes a reader raise, its own ones first.
PDF_ERRORS: tuple[type[Exception], ...] = (
    *(PdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError, IndexError, AssertionError),
    *(NotImplementedError, ArithmeticError, MemoryError),
)


class PdfModification(StrEnum):
    """A modification of the document after it was signed."""

    NOTHING = "nothing"
    # Timestamp tokens and validation data for long-term storage: the document itself is the same.
    ADDED = "added"
    # Another signature, or fields of a form that were filled in, as the signer allowed.
    FILLED = "filled"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True)
class PdfSignature:
    """One signature of a PDF: the CMS, the bytes it is over, and the modification of the document after them.

    `timestamps` are document timestamps that were added after the signature.
    """

    where: str
    field: str
    signature: bytes
    signed_bytes: bytes
    is_whole: bool
    modification: PdfModification
    claimed_at: datetime | None = None
    timestamps: tuple[TimestampCheck, ...] = ()

    @property
    def covers(self) -> tuple[str, ...]:
        return (self.where,) if self.is_whole and self.modification != PdfModification.CHANGED else ()

    def check(self, known_certificates: tuple[Certificate, ...] = ()) -> tuple[SignatureCheck, ...]:
        """Check each signer, without trust."""
        checks = cades.check_signers(
            self.signature, content=self.signed_bytes, where=self.field, known_certificates=known_certificates
        )
        return tuple(self._with_modification(check) for check in checks)

    def _with_modification(self, check: SignatureCheck) -> SignatureCheck:
        """Return the check of a signer with the problems of the document around the CMS."""
        problems, integrity = check.problems, check.integrity
        if not self.is_whole:
            problems = (*problems, "covers_a_part")
            if integrity != SignatureIntegrity.FAILED:
                integrity = SignatureIntegrity.NO_DATA
        elif self.modification == PdfModification.CHANGED:
            problems, integrity = (*problems, "changed_later"), SignatureIntegrity.FAILED
        elif self.modification == PdfModification.FILLED:
            problems = (*problems, "filled_later")
        return replace(
            check,
            form=SignatureForm.PADES,
            level=check.level.replace("CAdES", "PAdES"),
            claimed_at=check.claimed_at or self.claimed_at,
            timestamp=check.timestamp or next(iter(self.timestamps), None),
            integrity=integrity,
            problems=problems,
            covers=self.covers,
        )


def is_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:1024]


def signatures_in(content: bytes, *, where: str) -> tuple[PdfSignature, ...]:
    """Return the signatures of a PDF, the earliest first; none for a PDF that cannot be read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            reader = PdfFileReader(io.BytesIO(content), strict=False)
            embedded_signatures = reader.embedded_signatures[:MAX_SIGNATURES] if not reader.encrypted else []
        except PDF_ERRORS:
            return ()
        ranges = [(embedded, *_signed_bytes(embedded, content)) for embedded in embedded_signatures]
        timestamps: dict[int, TimestampCheck] = {}
        for place, (embedded, signed_bytes, is_whole) in enumerate(ranges):
            if is_whole and _is_document_timestamp(embedded):
                with suppress(DstuError):
                    timestamps[place] = read_timestamp(bytes(embedded.pkcs7_content)).check(signed_bytes, ())
        return tuple(
            PdfSignature(
                where=where,
                field=embedded.fq_name,
                signature=bytes(embedded.pkcs7_content),
                signed_bytes=signed_bytes,
                is_whole=is_whole,
                modification=_modification_after(embedded),
                claimed_at=_claimed_time(embedded),
                timestamps=tuple(check for later, check in timestamps.items() if later > place),
            )
            for place, (embedded, signed_bytes, is_whole) in enumerate(ranges)
            if not _is_document_timestamp(embedded)
        )


def _is_document_timestamp(embedded: EmbeddedPdfSignature) -> bool:
    try:
        return str(embedded.sig_object.get("/Type", "/Sig")) == "/DocTimeStamp"
    except PDF_ERRORS:
        return False


def _claimed_time(embedded: EmbeddedPdfSignature) -> datetime | None:
    """Return the claimed time of signing. A PDF has it beside the CMS, not in the CMS."""
    try:
        claimed = embedded.self_reported_timestamp
    except PDF_ERRORS:
        return None
    return claimed if isinstance(claimed, datetime) and claimed.tzinfo else None


def _signed_bytes(embedded: EmbeddedPdfSignature, content: bytes) -> tuple[bytes, bool]:
    """Return the bytes that are signed, and whether they are everything from the first byte on except the signature itself.

    The gap must hold the signature and nothing else: anything could be shown from there.
    """
    try:
        numbers = [int(number) for number in embedded.byte_range]
    except PDF_ERRORS:
        return b"", False
    pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
    if any(start < 0 or length < 0 or start + length > len(content) for start, length in pairs):
        return b"", False
    signed_bytes = b"".join(content[start : start + length] for start, length in pairs[:2])
    if len(numbers) != 4 or numbers[0] != 0 or numbers[1] > numbers[2]:
        return signed_bytes, False
    gap = content[numbers[1] : numbers[2]].strip()
    try:
        gap_value = bytes.fromhex(gap[1:-1].decode("ascii"))
    except ValueError:
        return signed_bytes, False
    is_signature = gap.startswith(b"<") and gap.endswith(b">") and gap_value == bytes(embedded.pkcs7_content)
    return signed_bytes, is_signature


def _modification_after(embedded: EmbeddedPdfSignature) -> PdfModification:
    try:
        embedded.coverage = embedded.evaluate_signature_coverage()
        if embedded.coverage == SignatureCoverageLevel.ENTIRE_FILE:
            return PdfModification.NOTHING
        result = embedded.evaluate_modifications(DEFAULT_DIFF_POLICY)
    except PDF_ERRORS:
        return PdfModification.CHANGED
    if not isinstance(result, DiffResult) or result.modification_level == ModificationLevel.OTHER:
        return PdfModification.CHANGED
    if result.modification_level <= ModificationLevel.LTA_UPDATES:
        return PdfModification.ADDED
    return PdfModification.FILLED
