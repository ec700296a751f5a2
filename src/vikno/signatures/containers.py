"""The content of a file that may be signed: files, signatures, and files that no signature covers.

The bytes of a file decide what it is, never its name. A file that cannot be opened raises `ContainerUnreadable` with the reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Protocol

from dstu.certificates import Certificate
from vikno.signatures import archives, asic, cades, pades, xades
from vikno.signatures.archives import ContainerFile, ContainerUnreadable
from vikno.signatures.asic import AsicManifest
from vikno.signatures.checks import SignatureCheck, SignatureIntegrity

# Signatures around signatures. No real document has more.
MAX_NESTED_SIGNATURES = 8
_SIGNATURE_ENDINGS = (".p7s", ".p7m", ".p7", ".sig", ".cms")


class ContainerSignature(Protocol):
    """One signature of a container; it can have several signers."""

    @property
    def covers(self) -> tuple[str, ...]:
        """The files that the signature is over and that are unchanged. `check` verifies the signature itself."""

    def check(self, known_certificates: tuple[Certificate, ...] = ()) -> tuple[SignatureCheck, ...]:
        """Check each signer, without trust. `known_certificates` help where the signature carries none."""


@dataclass(frozen=True, kw_only=True)
class SignatureContainer:
    """An opened file. `kind` is for example CAdES, ASiC-E or PDF; an empty text where nothing is signed."""

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
    """A CMS signature: over its own content, over a file beside it, or over a manifest that names files.

    `covers` are the names of these files, as far as they are unchanged.
    """

    where: str
    data: bytes
    content: bytes | None
    manifest: AsicManifest | None = None
    covers: tuple[str, ...] = ()

    def check(self, known_certificates: tuple[Certificate, ...] = ()) -> tuple[SignatureCheck, ...]:
        """Check each signer, and the files that the manifest names."""
        checks = cades.check_signers(
            self.data,
            content=self.content,
            where=self.where,
            known_certificates=known_certificates,
            covers=self.covers,
        )
        if self.manifest is None:
            return checks
        if self.manifest.differing:
            integrity, problem = SignatureIntegrity.FAILED, "digest_differs"
        elif self.manifest.missing:
            integrity, problem = SignatureIntegrity.NO_DATA, "data_missing"
        elif self.manifest.unknown:
            integrity, problem = SignatureIntegrity.NO_DATA, "unsupported"
        else:
            return checks
        return tuple(
            replace(check, integrity=integrity, problems=(*check.problems, problem))
            if check.integrity == SignatureIntegrity.OK
            else check
            for check in checks
        )


def open_container(content: bytes, *, name: str, documents: Iterable[ContainerFile] = ()) -> SignatureContainer:
    """Open a file, together with the documents that its signature may be over. Raises `ContainerUnreadable`."""
    documents = tuple(documents)
    if not content:
        raise ContainerUnreadable("empty")
    if archives.is_zip(content) and asic.is_asic(content):
        return _open_asic(content, documents)
    file = ContainerFile(name=name, content=content)
    if content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _open_xml(file, documents)
    # A signature can hold a PDF near its first byte; a file that begins as a PDF holds its signatures itself.
    signed = None if content.startswith(b"%PDF-") else cades.read_signed_data(content)
    if signed is not None and signed.content is not None:
        return _open_attached(file, signed.content, documents)
    if signed is not None:
        return _open_detached(file, documents)
    signatures = pades.signatures_in(content, where=name) if pades.is_pdf(content) else ()
    return SignatureContainer(kind="PDF" if signatures else "", files=(file, *documents), signatures=signatures)


def _open_asic(content: bytes, documents: tuple[ContainerFile, ...]) -> SignatureContainer:
    opened = asic.open_asic(content)
    signatures: list[ContainerSignature] = []
    for entry in opened.cades:
        manifest = opened.manifest_of(entry)
        signature = CmsSignature(
            where=entry.name,
            data=entry.content,
            content=manifest.content if manifest else None,
            manifest=manifest,
            covers=manifest.same if manifest else (),
        )
        signatures.append(signature)
    # OpenDocument signs entries beside its files too.
    files = {file.name: file.content for file in (*opened.files, *opened.meta)}
    for entry in opened.xades:
        signatures += xades.signatures_in(entry.content, where=entry.name, files=files)
    return SignatureContainer(kind=opened.kind, files=(*opened.files, *documents), signatures=tuple(signatures))


def _open_xml(file: ContainerFile, documents: tuple[ContainerFile, ...]) -> SignatureContainer:
    contents = {document.name: document.content for document in documents}
    signatures = xades.signatures_in(file.content, where=file.name, files={**contents, file.name: file.content})
    is_detached = any(set(signature.covers) & set(contents) for signature in signatures)
    files = documents if is_detached else (file, *documents)
    return SignatureContainer(kind="XAdES" if signatures else "", files=files, signatures=signatures)


def _open_detached(file: ContainerFile, documents: tuple[ContainerFile, ...]) -> SignatureContainer:
    """Open a detached signature: over the document that it holds for, otherwise over the only or first one."""
    signed_document = next(iter(documents), None)
    for document in documents if len(documents) > 1 else ():
        checks = cades.check_signers(file.content, content=document.content, where="")
        if any(check.integrity == SignatureIntegrity.OK for check in checks):
            signed_document = document
            break
    signature = CmsSignature(
        where=file.name,
        data=file.content,
        content=signed_document.content if signed_document else None,
        covers=(signed_document.name,) if signed_document else (),
    )
    return SignatureContainer(kind="CAdES", files=documents, signatures=(signature,))


def _open_attached(
    file: ContainerFile, signed_content: bytes, documents: tuple[ContainerFile, ...], depth: int = 0
) -> SignatureContainer:
    """Open a signature with its document in it. A document beside it must be the same.

    Some programs put each next signature around the previous one, so the document can be signed too.
    """
    if documents:
        same = next((document for document in documents if document.content == signed_content), None)
        content = (same or documents[0]).content
        signature = CmsSignature(
            where=file.name, data=file.content, content=content, covers=(same.name,) if same else ()
        )
        return SignatureContainer(kind="CAdES", files=documents, signatures=(signature,))
    document = ContainerFile(name=strip_signature_suffix(file.name), content=signed_content)
    inner = SignatureContainer(kind="", files=(document,))
    if depth < MAX_NESTED_SIGNATURES and not signed_content.startswith(b"%PDF-"):
        signed = cades.read_signed_data(signed_content)
        if signed is not None and signed.content is not None:
            inner = _open_attached(document, signed.content, (), depth + 1)
    covers = tuple(entry.name for entry in inner.files)
    signature = CmsSignature(where=file.name, data=file.content, content=None, covers=covers)
    return SignatureContainer(kind="CAdES", files=inner.files, signatures=(signature, *inner.signatures))


def strip_signature_suffix(name: str) -> str:
    """Return the name of the document that a signature of this name is over: `act.pdf` for `act.pdf.p7s`."""
    path = PurePosixPath(name)
    return path.stem if path.suffix.lower() in _SIGNATURE_ENDINGS and path.stem else name
