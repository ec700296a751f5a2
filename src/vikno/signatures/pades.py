"""Signatures inside a PDF (ISO 32000 12.8, ETSI EN 319 142-1).

pyHanko reads the file and judges what was changed after a signature; the signature itself is CMS over the bytes around it, so
`dstu` checks it like any other, by whatever algorithm. pyHanko could check RSA and ECDSA only.
"""

import io
import warnings
from collections.abc import Iterator
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
# What a damaged PDF makes a reader raise, beside its own errors.
PDF_ERRORS: tuple[type[Exception], ...] = (
    *(PdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError, IndexError, AssertionError),
    *(NotImplementedError, ArithmeticError, MemoryError),
)


class PdfModification(StrEnum):
    """A modification of the document after it was signed."""

    NOTHING = "nothing"
    # Time-stamps and proofs for keeping: the document says what it said.
    ADDED = "added"
    # Another signature, or fields of a form that were filled in, as the signer allowed.
    FILLED = "filled"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True)
class PdfSignature:
    """One signature of a PDF: the CMS, the bytes it is over, and what was added behind them."""

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

    def check(self, known: tuple[Certificate, ...] = ()) -> tuple[SignatureCheck, ...]:
        checks = cades.check_signers(self.signature, content=self.signed_bytes, where=self.field, known=known)
        return tuple(self._judged(one) for one in checks)

    def _judged(self, check: SignatureCheck) -> SignatureCheck:
        problems = check.problems
        integrity = check.integrity
        if not self.is_whole:
            problems, integrity = (*problems, "covers_a_part"), _worse(integrity)
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


def _worse(integrity: SignatureIntegrity) -> SignatureIntegrity:
    return SignatureIntegrity.FAILED if integrity == SignatureIntegrity.FAILED else SignatureIntegrity.NO_DATA


def is_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:1024]


def signatures_in(content: bytes, *, where: str) -> tuple[PdfSignature, ...]:
    """Return the signatures of a PDF, the earliest first; none for a PDF that cannot be read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            reader = PdfFileReader(io.BytesIO(content), strict=False)
            embedded = reader.embedded_signatures[:MAX_SIGNATURES] if not reader.encrypted else []
        except PDF_ERRORS:
            return ()
        found = [(one, _kind(one), _ranges(one, content)) for one in embedded]
        return tuple(
            PdfSignature(
                where=where,
                field=one.fq_name,
                signature=bytes(one.pkcs7_content),
                signed_bytes=signed,
                is_whole=is_whole,
                modification=_later(one),
                claimed_at=_claimed(one),
                timestamps=tuple(_stamps(found[place + 1 :])),
            )
            for place, (one, kind, (signed, is_whole)) in enumerate(found)
            if kind != "/DocTimeStamp"
        )


def _kind(embedded: EmbeddedPdfSignature) -> str:
    try:
        return str(embedded.sig_object.get("/Type", "/Sig"))
    except PDF_ERRORS:
        return "/Sig"


def _claimed(embedded: EmbeddedPdfSignature) -> datetime | None:
    """Return the time that stands beside the signature: in a PDF it is there, and not in the CMS."""
    try:
        claimed = embedded.self_reported_timestamp
    except PDF_ERRORS:
        return None
    return claimed if isinstance(claimed, datetime) and claimed.tzinfo else None


def _ranges(embedded: EmbeddedPdfSignature, content: bytes) -> tuple[bytes, bool]:
    """Return the bytes that are signed, and whether they are all from the first on but the signature itself.

    The gap must hold the signature and nothing else: anything could be shown from there.
    """
    try:
        numbers = [int(number) for number in embedded.byte_range]
    except PDF_ERRORS:
        return b"", False
    pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
    if any(start < 0 or length < 0 or start + length > len(content) for start, length in pairs):
        return b"", False
    signed = b"".join(content[start : start + length] for start, length in pairs[:2])
    if len(numbers) != 4 or numbers[0] != 0 or numbers[1] > numbers[2]:
        return signed, False
    gap = content[numbers[1] : numbers[2]].strip()
    return signed, gap.startswith(b"<") and gap.endswith(b">") and _hex(gap[1:-1]) == bytes(embedded.pkcs7_content)


def _hex(digits: bytes) -> bytes | None:
    try:
        return bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        return None


def _later(embedded: EmbeddedPdfSignature) -> PdfModification:
    try:
        embedded.coverage = embedded.evaluate_signature_coverage()
        if embedded.coverage == SignatureCoverageLevel.ENTIRE_FILE:
            return PdfModification.NOTHING
        found = embedded.evaluate_modifications(DEFAULT_DIFF_POLICY)
    except PDF_ERRORS:
        return PdfModification.CHANGED
    if not isinstance(found, DiffResult):
        return PdfModification.CHANGED
    if found.modification_level == ModificationLevel.OTHER:
        return PdfModification.CHANGED
    return (
        PdfModification.ADDED if found.modification_level <= ModificationLevel.LTA_UPDATES else PdfModification.FILLED
    )


def _stamps(later: list[tuple[EmbeddedPdfSignature, str, tuple[bytes, bool]]]) -> Iterator[TimestampCheck]:
    """Yield the time-stamps over the whole document that were added after a signature."""
    for embedded, kind, (signed, is_whole) in later:
        if kind == "/DocTimeStamp" and is_whole:
            try:
                yield read_timestamp(bytes(embedded.pkcs7_content)).check(signed, ())
            except DstuError:
                continue
