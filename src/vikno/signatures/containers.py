"""What a file that may be signed holds: files, signatures, and what no signature covers.

It is recognised by its bytes, never by its name. Everything that a person can be told comes out as `Unreadable` or in the value.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Protocol

from dstu.certificates import Certificate
from dstu.cms import SignedData
from vikno.signatures import archives, asic, cades, pades, xades
from vikno.signatures.archives import Entry, Unreadable
from vikno.signatures.asic import Asic, Manifest
from vikno.signatures.checks import Check, Integrity

# Signatures around signatures: more than this nobody makes.
MOST_AROUND = 8
_SIGNATURE_ENDINGS = (".p7s", ".p7m", ".p7", ".sig", ".cms")


class Signature(Protocol):
    """One signature of a container; it can have several signers."""

    @property
    def covers(self) -> tuple[str, ...]:
        """The files that are as the signature says; whether the signature itself holds, `check` tells."""

    def check(self, known: tuple[Certificate, ...] = ()) -> tuple[Check, ...]: ...


@dataclass(frozen=True, kw_only=True)
class Container:
    """An opened file. `kind` is such as CAdES, ASiC-E, PDF; an empty text where nothing is signed."""

    kind: str
    files: tuple[Entry, ...]
    signatures: tuple[Signature, ...] = ()

    @property
    def uncovered(self) -> tuple[str, ...]:
        """The names of files that no signature is over."""
        covered = {name for signature in self.signatures for name in signature.covers}
        return tuple(file.name for file in self.files if file.name not in covered)


@dataclass(frozen=True, kw_only=True)
class CmsSignature:
    """A CMS signature: over its own content, over a file beside it, or over a manifest that names files."""

    where: str
    data: bytes
    content: bytes | None
    over: Manifest | None = None
    covers: tuple[str, ...] = ()

    def check(self, known: tuple[Certificate, ...] = ()) -> tuple[Check, ...]:
        checks = cades.check(self.data, content=self.content, where=self.where, known=known, covers=self.covers)
        return tuple(self._with_manifest(one) for one in checks)

    def _with_manifest(self, check: Check) -> Check:
        """Return the check with what became of the files that the manifest names."""
        if self.over is None or check.integrity != Integrity.OK:
            return check
        if self.over.differing:
            return _worsened(check, Integrity.FAILED, "digest_differs")
        if self.over.missing:
            return _worsened(check, Integrity.NO_DATA, "data_missing")
        if self.over.unknown:
            return _worsened(check, Integrity.NO_DATA, "unsupported")
        return check


def _worsened(check: Check, integrity: Integrity, problem: str) -> Check:
    return replace(check, integrity=integrity, problems=(*check.problems, problem))


def open_container(content: bytes, *, name: str, beside: Iterable[Entry] = ()) -> Container:
    """Open a file, together with the documents that its signature may be over. Raises `Unreadable`."""
    documents = tuple(beside)
    if not content:
        raise Unreadable("empty")
    if archives.is_zip(content) and asic.is_asic(content):
        return _of_asic(asic.open_asic(content), documents)
    if _looks_like_xml(content):
        return _of_xml(content, name, documents)
    # A signature can hold a PDF, near to its first byte; a PDF that begins as it should holds its signatures.
    signed = None if content.startswith(b"%PDF-") else cades.read(content)
    if signed is not None:
        return _of_cms(signed, content, name, documents)
    if pades.is_pdf(content):
        return _of_pdf(content, name, documents)
    return Container(kind="", files=(Entry(name=name, content=content), *documents))


def _of_asic(opened: Asic, documents: tuple[Entry, ...]) -> Container:
    # OpenDocument signs what stands beside its files too.
    files = {file.name: file.content for file in (*opened.files, *opened.meta)}
    cms = [_over(opened, entry) for entry in opened.cades]
    xml = [
        signature
        for entry in opened.xades
        for signature in xades.signatures_in(entry.content, where=entry.name, files=files)
    ]
    return Container(kind=opened.kind, files=(*opened.files, *documents), signatures=(*cms, *xml))


def _over(opened: Asic, entry: Entry) -> CmsSignature:
    over = opened.manifest_of(entry)
    return CmsSignature(
        where=entry.name,
        data=entry.content,
        content=over.content if over else None,
        over=over,
        covers=over.same if over else (),
    )


def _of_pdf(content: bytes, name: str, documents: tuple[Entry, ...]) -> Container:
    signatures = pades.signatures_in(content, where=name)
    kind = "PDF" if signatures else ""
    return Container(kind=kind, files=(Entry(name=name, content=content), *documents), signatures=signatures)


def _looks_like_xml(content: bytes) -> bool:
    return content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _of_xml(content: bytes, name: str, documents: tuple[Entry, ...]) -> Container:
    document = Entry(name=name, content=content)
    files = {one.name: one.content for one in documents}
    signatures = xades.signatures_in(content, where=name, files={**files, name: content})
    beside = documents if any(set(one.covers) & set(files) for one in signatures) else (document, *documents)
    return Container(kind="XAdES" if signatures else "", files=beside, signatures=signatures)


def _of_cms(signed: SignedData, content: bytes, name: str, documents: tuple[Entry, ...]) -> Container:
    if signed.content is not None:
        return _attached(content, signed.content, name, documents)
    over = _detached_over(content, documents)
    signature = CmsSignature(
        where=name, data=content, content=over.content if over else None, covers=(over.name,) if over else ()
    )
    return Container(kind="CAdES", files=documents, signatures=(signature,))


def _attached(content: bytes, inside: bytes, name: str, documents: tuple[Entry, ...], depth: int = 0) -> Container:
    """Return a signature with its document in it; a document beside it must be the same one."""
    if documents:
        given = next((one for one in documents if one.content == inside), documents[0])
        same = (given.name,) if given.content == inside else ()
        signature = CmsSignature(where=name, data=content, content=given.content, covers=same)
        return Container(kind="CAdES", files=documents, signatures=(signature,))
    inner = Entry(name=without_ending(name), content=inside)
    within = _signed_before(inner, depth)
    covers = tuple(file.name for file in within.files)
    signature = CmsSignature(where=name, data=content, content=None, covers=covers)
    return Container(kind="CAdES", files=within.files, signatures=(signature, *within.signatures))


def _signed_before(inner: Entry, depth: int) -> Container:
    """Return what a signed document holds: some programs put each next signature around the one before."""
    signed = cades.read(inner.content) if depth < MOST_AROUND and not inner.content.startswith(b"%PDF-") else None
    if signed is None or signed.content is None:
        return Container(kind="", files=(inner,))
    return _attached(inner.content, signed.content, inner.name, (), depth + 1)


def _detached_over(content: bytes, documents: tuple[Entry, ...]) -> Entry | None:
    """Return which of the documents a detached signature is over: the one it holds for, otherwise the only or first one."""
    if len(documents) < 2:
        return next(iter(documents), None)
    for document in documents:
        checks = cades.check(content, content=document.content, where="")
        if any(check.integrity == Integrity.OK for check in checks):
            return document
    return documents[0]


def without_ending(name: str) -> str:
    """Return the name of a document from the name of its signature: `act.pdf.p7s` is over `act.pdf`."""
    path = PurePosixPath(name)
    return path.stem if path.suffix.lower() in _SIGNATURE_ENDINGS and path.stem else name
