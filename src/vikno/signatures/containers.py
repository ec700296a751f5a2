"""The content of a file that may be signed: files, signatures, and files that no signature covers.

It is recognised by its bytes, never by its name. Everything that a person can be told comes out as `Unreadable` or in the value.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Protocol

from dstu.certificates import Certificate
from dstu.cms import CmsSignedData
from vikno.signatures import archives, asic, cades, pades, xades
from vikno.signatures.archives import ContainerFile, ContainerUnreadable
from vikno.signatures.asic import AsicContainer, AsicManifest
from vikno.signatures.checks import SignatureCheck, SignatureIntegrity

# Signatures around signatures: more than this nobody makes.
MAX_NESTED_SIGNATURES = 8
_SIGNATURE_ENDINGS = (".p7s", ".p7m", ".p7", ".sig", ".cms")


class ContainerSignature(Protocol):
    """One signature of a container; it can have several signers."""

    @property
    def covers(self) -> tuple[str, ...]:
        """The files that are as the signature says; whether the signature itself holds, `check` tells."""

    def check(self, known: tuple[Certificate, ...] = ()) -> tuple[SignatureCheck, ...]: ...


@dataclass(frozen=True, kw_only=True)
class SignatureContainer:
    """An opened file. `kind` is such as CAdES, ASiC-E, PDF; an empty text where nothing is signed."""

    kind: str
    files: tuple[ContainerFile, ...]
    signatures: tuple[ContainerSignature, ...] = ()

    @property
    def uncovered_names(self) -> tuple[str, ...]:
        """The names of files that no signature is over."""
        covered = {name for signature in self.signatures for name in signature.covers}
        return tuple(file.name for file in self.files if file.name not in covered)


@dataclass(frozen=True, kw_only=True)
class CmsSignature:
    """A CMS signature: over its own content, over a file beside it, or over a manifest that names files."""

    where: str
    data: bytes
    content: bytes | None
    manifest: AsicManifest | None = None
    covers: tuple[str, ...] = ()

    def check(self, known: tuple[Certificate, ...] = ()) -> tuple[SignatureCheck, ...]:
        checks = cades.check_signers(self.data, content=self.content, where=self.where, known=known, covers=self.covers)
        return tuple(self._with_manifest(one) for one in checks)

    def _with_manifest(self, check: SignatureCheck) -> SignatureCheck:
        """Return the check with what became of the files that the manifest names."""
        if self.manifest is None or check.integrity != SignatureIntegrity.OK:
            return check
        if self.manifest.differing:
            return _worsened(check, SignatureIntegrity.FAILED, "digest_differs")
        if self.manifest.missing:
            return _worsened(check, SignatureIntegrity.NO_DATA, "data_missing")
        if self.manifest.unknown:
            return _worsened(check, SignatureIntegrity.NO_DATA, "unsupported")
        return check


def _worsened(check: SignatureCheck, integrity: SignatureIntegrity, problem: str) -> SignatureCheck:
    return replace(check, integrity=integrity, problems=(*check.problems, problem))


def open_container(content: bytes, *, name: str, beside: Iterable[ContainerFile] = ()) -> SignatureContainer:
    """Open a file, together with the documents that its signature may be over. Raises `Unreadable`."""
    documents = tuple(beside)
    if not content:
        raise ContainerUnreadable("empty")
    if archives.is_zip(content) and asic.is_asic(content):
        return _of_asic(asic.open_asic(content), documents)
    if _looks_like_xml(content):
        return _of_xml(content, name, documents)
    # A signature can hold a PDF, near to its first byte; a PDF that begins as it should holds its signatures.
    signed = None if content.startswith(b"%PDF-") else cades.read_signed_data(content)
    if signed is not None:
        return _of_cms(signed, content, name, documents)
    if pades.is_pdf(content):
        return _of_pdf(content, name, documents)
    return SignatureContainer(kind="", files=(ContainerFile(name=name, content=content), *documents))


def _of_asic(opened: AsicContainer, documents: tuple[ContainerFile, ...]) -> SignatureContainer:
    # OpenDocument signs what stands beside its files too.
    files = {file.name: file.content for file in (*opened.files, *opened.meta)}
    cms = [_over(opened, entry) for entry in opened.cades]
    xml = [
        signature
        for entry in opened.xades
        for signature in xades.signatures_in(entry.content, where=entry.name, files=files)
    ]
    return SignatureContainer(kind=opened.kind, files=(*opened.files, *documents), signatures=(*cms, *xml))


def _over(opened: AsicContainer, entry: ContainerFile) -> CmsSignature:
    over = opened.manifest_of(entry)
    return CmsSignature(
        where=entry.name,
        data=entry.content,
        content=over.content if over else None,
        manifest=over,
        covers=over.same if over else (),
    )


def _of_pdf(content: bytes, name: str, documents: tuple[ContainerFile, ...]) -> SignatureContainer:
    signatures = pades.signatures_in(content, where=name)
    kind = "PDF" if signatures else ""
    return SignatureContainer(
        kind=kind, files=(ContainerFile(name=name, content=content), *documents), signatures=signatures
    )


def _looks_like_xml(content: bytes) -> bool:
    return content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _of_xml(content: bytes, name: str, documents: tuple[ContainerFile, ...]) -> SignatureContainer:
    document = ContainerFile(name=name, content=content)
    files = {one.name: one.content for one in documents}
    signatures = xades.signatures_in(content, where=name, files={**files, name: content})
    beside = documents if any(set(one.covers) & set(files) for one in signatures) else (document, *documents)
    return SignatureContainer(kind="XAdES" if signatures else "", files=beside, signatures=signatures)


def _of_cms(
    signed: CmsSignedData, content: bytes, name: str, documents: tuple[ContainerFile, ...]
) -> SignatureContainer:
    if signed.content is not None:
        return _attached(content, signed.content, name, documents)
    over = _detached_over(content, documents)
    signature = CmsSignature(
        where=name, data=content, content=over.content if over else None, covers=(over.name,) if over else ()
    )
    return SignatureContainer(kind="CAdES", files=documents, signatures=(signature,))


def _attached(
    content: bytes, inside: bytes, name: str, documents: tuple[ContainerFile, ...], depth: int = 0
) -> SignatureContainer:
    """Return a signature with its document in it; a document beside it must be the same one."""
    if documents:
        given = next((one for one in documents if one.content == inside), documents[0])
        same = (given.name,) if given.content == inside else ()
        signature = CmsSignature(where=name, data=content, content=given.content, covers=same)
        return SignatureContainer(kind="CAdES", files=documents, signatures=(signature,))
    inner = ContainerFile(name=strip_signature_suffix(name), content=inside)
    within = _signed_before(inner, depth)
    covers = tuple(file.name for file in within.files)
    signature = CmsSignature(where=name, data=content, content=None, covers=covers)
    return SignatureContainer(kind="CAdES", files=within.files, signatures=(signature, *within.signatures))


def _signed_before(inner: ContainerFile, depth: int) -> SignatureContainer:
    """Return what a signed document holds: some programs put each next signature around the one before."""
    signed = (
        cades.read_signed_data(inner.content)
        if depth < MAX_NESTED_SIGNATURES and not inner.content.startswith(b"%PDF-")
        else None
    )
    if signed is None or signed.content is None:
        return SignatureContainer(kind="", files=(inner,))
    return _attached(inner.content, signed.content, inner.name, (), depth + 1)


def _detached_over(content: bytes, documents: tuple[ContainerFile, ...]) -> ContainerFile | None:
    """Return which of the documents a detached signature is over: the one it holds for, otherwise the only or first one."""
    if len(documents) < 2:
        return next(iter(documents), None)
    for document in documents:
        checks = cades.check_signers(content, content=document.content, where="")
        if any(check.integrity == SignatureIntegrity.OK for check in checks):
            return document
    return documents[0]


def strip_signature_suffix(name: str) -> str:
    """Return the name of a document from the name of its signature: `act.pdf.p7s` is over `act.pdf`."""
    path = PurePosixPath(name)
    return path.stem if path.suffix.lower() in _SIGNATURE_ENDINGS and path.stem else name
