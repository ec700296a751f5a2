"""ASiC-E and ASiC-S (ETSI EN 319 162-1): a zip of files, of signatures over them, and of manifests between the two."""

import posixpath
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hmac import compare_digest

from lxml.etree import _Element as Element

from dstu.errors import DstuError
from vikno.signatures import archives, digest_uris, safe_xml
from vikno.signatures.archives import ContainerFile, ContainerUnreadable

MIMETYPES = {
    b"application/vnd.etsi.asic-e+zip": "ASiC-E",
    b"application/vnd.etsi.asic-s+zip": "ASiC-S",
    # Programs of OpenDocument sign by the same rules.
    b"application/vnd.oasis.opendocument.text": "ASiC-E",
}
META = "META-INF/"
ASIC = "http://uri.etsi.org/02918/v1.2.1#"
CMS_ENDINGS = (".p7s", ".p7m")


@dataclass(frozen=True, kw_only=True)
class AsicManifest:
    """The files of a signed manifest: those that are unchanged, and those that are not."""

    name: str
    content: bytes
    same: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AsicContainer:
    """An opened container. `over` says which manifest or file a CAdES signature is over."""

    kind: str
    files: tuple[ContainerFile, ...]
    cades: tuple[ContainerFile, ...]
    xades: tuple[ContainerFile, ...]
    manifests: Mapping[str, AsicManifest]
    meta: tuple[ContainerFile, ...] = ()

    def manifest_of(self, signature: ContainerFile) -> AsicManifest | None:
        """Return what a CAdES signature is over: its manifest, or in ASiC-S the one file; None where there is nothing."""
        if manifest := self.manifests.get(signature.name):
            return manifest
        if self.kind == "ASiC-S" and len(self.files) == 1:
            only = self.files[0]
            return AsicManifest(name=only.name, content=only.content, same=(only.name,))
        return None


def is_asic(content: bytes) -> bool:
    """Return whether a zip says that it is a signed container, or holds what only one would hold."""
    head = content[:200]
    return any(mimetype in head for mimetype in MIMETYPES) or (b"META-INF/" in content and _has_signatures(content))


def _has_signatures(content: bytes) -> bool:
    return any(_is_signature(entry.name) for entry in archives.read_archive(content))


def _is_signature(name: str) -> bool:
    base = posixpath.basename(name).lower()
    return name.startswith(META) and "signature" in base and base.endswith((*CMS_ENDINGS, ".xml"))


def open_asic(content: bytes) -> AsicContainer:
    """Open a container. Raises `Unreadable`."""
    entries = archives.read_archive(content)
    meta = [entry for entry in entries if entry.name.startswith(META)]
    files = tuple(entry for entry in entries if not entry.name.startswith(META) and entry.name != "mimetype")
    signatures = [entry for entry in meta if _is_signature(entry.name)]
    return AsicContainer(
        kind=_kind(entries, files),
        files=files,
        cades=tuple(entry for entry in signatures if entry.name.lower().endswith(CMS_ENDINGS)),
        xades=tuple(entry for entry in signatures if entry.name.lower().endswith(".xml")),
        manifests=dict(_manifests(meta, files)),
        meta=tuple(entry for entry in entries if entry not in files),
    )


def _kind(entries: tuple[ContainerFile, ...], files: tuple[ContainerFile, ...]) -> str:
    """Return which kind it is, as it says; where nothing is said, as its content looks.

    The rule that `mimetype` comes first and stored helps programs that look at the first bytes; it proves nothing.
    """
    said = next((entry.content.strip() for entry in entries if entry.name == "mimetype"), None)
    if said is None:
        manifests = any("asicmanifest" in entry.name.lower() for entry in entries)
        return "ASiC-E" if manifests or len(files) != 1 else "ASiC-S"
    if said not in MIMETYPES:
        raise ContainerUnreadable("no_container")
    return MIMETYPES[said]


def _manifests(meta: list[ContainerFile], files: tuple[ContainerFile, ...]) -> Iterator[tuple[str, AsicManifest]]:
    """Yield each manifest with the name of the signature that it says is over it."""
    by_name = {entry.name: entry.content for entry in (*files, *meta)}
    for entry in meta:
        if posixpath.basename(entry.name).lower().startswith("asicmanifest") and entry.name.lower().endswith(".xml"):
            root = _manifest_root(entry)
            reference = root.find(f"{{{ASIC}}}SigReference")
            signature = safe_xml.file_name_from_uri(reference.get("URI", "")) if reference is not None else ""
            yield signature, _compared(entry, root.iter(f"{{{ASIC}}}DataObjectReference"), by_name)


def _manifest_root(entry: ContainerFile) -> Element:
    try:
        return safe_xml.parse_xml(entry.content)
    except ContainerUnreadable:
        raise ContainerUnreadable("bad_manifest") from None


def _compared(entry: ContainerFile, references: Iterable[Element], files: Mapping[str, bytes]) -> AsicManifest:
    found: dict[str, list[str]] = {"same": [], "differing": [], "missing": [], "unknown": []}
    for reference in references:
        name = safe_xml.file_name_from_uri(reference.get("URI", ""))
        # Some programs write names as they are, also where there is a per cent sign in them.
        name = name if name in files else reference.get("URI", "")
        found[_state(reference, files.get(name))].append(name)
    return AsicManifest(
        name=entry.name, content=entry.content, **{state: tuple(names) for state, names in found.items()}
    )


def _state(reference: Element, content: bytes | None) -> str:
    """Return what became of a file: the same, differing, missing, or unknown where its digest is not known here."""
    if content is None:
        return "missing"
    method = reference.find(f"{{{safe_xml.DS}}}DigestMethod")
    try:
        value = digest_uris.compute_digest(method.get("Algorithm", "") if method is not None else "", content)
        given = b64decode(safe_xml.text_of(reference.find(f"{{{safe_xml.DS}}}DigestValue")), validate=True)
    except DstuError:
        return "unknown"
    except ValueError:
        return "differing"
    return "same" if compare_digest(value, given) else "differing"
