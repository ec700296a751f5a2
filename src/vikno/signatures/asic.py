"""ASiC-E and ASiC-S (ETSI EN 319 162-1): a zip archive of files, of signatures, and of manifests that join them."""

import posixpath
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest

from lxml.etree import _Element as Element

from dstu.errors import DstuError
from vikno.signatures import archives, digest_uris, safe_xml
from vikno.signatures.archives import ContainerFile, ContainerUnreadable

MIMETYPES = {
    b"application/vnd.etsi.asic-e+zip": "ASiC-E",
    b"application/vnd.etsi.asic-s+zip": "ASiC-S",
    # OpenDocument programs sign by the same rules.
    b"application/vnd.oasis.opendocument.text": "ASiC-E",
}
META = "META-INF/"
ASIC = "http://uri.etsi.org/02918/v1.2.1#"
CMS_ENDINGS = (".p7s", ".p7m")


@dataclass(frozen=True, kw_only=True)
class AsicManifest:
    """The names of files in a signed manifest, by their state. `unknown`: the digest algorithm is not supported."""

    name: str
    content: bytes
    same: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AsicContainer:
    """An opened container. `manifests` are by the name of their CAdES signature; `meta` are entries that are no files."""

    kind: str
    files: tuple[ContainerFile, ...]
    cades: tuple[ContainerFile, ...]
    xades: tuple[ContainerFile, ...]
    manifests: Mapping[str, AsicManifest]
    meta: tuple[ContainerFile, ...] = ()

    def manifest_of(self, signature: ContainerFile) -> AsicManifest | None:
        """Return the manifest of a CAdES signature, or None. The only file of an ASiC-S counts as a manifest of itself."""
        if manifest := self.manifests.get(signature.name):
            return manifest
        if self.kind == "ASiC-S" and len(self.files) == 1:
            (file,) = self.files
            return AsicManifest(name=file.name, content=file.content, same=(file.name,))
        return None


def is_asic(content: bytes) -> bool:
    """Return whether a zip archive has the type of a signed container, or signatures like one."""
    if any(mimetype in content[:200] for mimetype in MIMETYPES):
        return True
    return b"META-INF/" in content and any(_is_signature(entry.name) for entry in archives.read_archive(content))


def _is_signature(name: str) -> bool:
    base = posixpath.basename(name).lower()
    return name.startswith(META) and "signature" in base and base.endswith((*CMS_ENDINGS, ".xml"))


def open_asic(content: bytes) -> AsicContainer:
    """Open a container. Raises `ContainerUnreadable`."""
    entries = archives.read_archive(content)
    meta = [entry for entry in entries if entry.name.startswith(META)]
    files = tuple(entry for entry in entries if not entry.name.startswith(META) and entry.name != "mimetype")
    signatures = [entry for entry in meta if _is_signature(entry.name)]
    return AsicContainer(
        kind=_container_kind(entries, files),
        files=files,
        cades=tuple(entry for entry in signatures if entry.name.lower().endswith(CMS_ENDINGS)),
        xades=tuple(entry for entry in signatures if entry.name.lower().endswith(".xml")),
        manifests=_read_manifests(meta, files),
        meta=tuple(entry for entry in entries if entry not in files),
    )


def _container_kind(entries: tuple[ContainerFile, ...], files: tuple[ContainerFile, ...]) -> str:
    """Return the kind that `mimetype` names; without it, the kind that fits the content.

    The rule that `mimetype` comes first and stored helps programs that look at the first bytes; it proves nothing.
    """
    mimetype = next((entry.content.strip() for entry in entries if entry.name == "mimetype"), None)
    if mimetype is None:
        has_manifest = any("asicmanifest" in entry.name.lower() for entry in entries)
        return "ASiC-E" if has_manifest or len(files) != 1 else "ASiC-S"
    if mimetype not in MIMETYPES:
        raise ContainerUnreadable("no_container")
    return MIMETYPES[mimetype]


def _read_manifests(meta: list[ContainerFile], files: tuple[ContainerFile, ...]) -> dict[str, AsicManifest]:
    """Return the manifests by the name of the signature that each names as its own."""
    contents = {entry.name: entry.content for entry in (*files, *meta)}
    manifests = {}
    for entry in meta:
        name = entry.name.lower()
        if not (posixpath.basename(name).startswith("asicmanifest") and name.endswith(".xml")):
            continue
        try:
            root = safe_xml.parse_xml(entry.content)
        except ContainerUnreadable:
            raise ContainerUnreadable("bad_manifest") from None
        names: dict[str, list[str]] = {"same": [], "differing": [], "missing": [], "unknown": []}
        for reference in root.iter(f"{{{ASIC}}}DataObjectReference"):
            uri = reference.get("URI", "")
            # Some programs write names as they are, even with a per cent sign in them.
            decoded = safe_xml.file_name_from_uri(uri)
            file_name = decoded if decoded in contents else uri
            names[_file_state(reference, contents.get(file_name))].append(file_name)
        own = root.find(f"{{{ASIC}}}SigReference")
        signature = safe_xml.file_name_from_uri(own.get("URI", "")) if own is not None else ""
        states = {state: tuple(in_state) for state, in_state in names.items()}
        manifests[signature] = AsicManifest(name=entry.name, content=entry.content, **states)
    return manifests


def _file_state(reference: Element, content: bytes | None) -> str:
    """Return the state of a file: same, differing, missing, or unknown where its digest algorithm is not supported."""
    if content is None:
        return "missing"
    method = reference.find(f"{{{safe_xml.DS}}}DigestMethod")
    try:
        actual = digest_uris.compute_digest(method.get("Algorithm", "") if method is not None else "", content)
        expected = b64decode(safe_xml.text_of(reference.find(f"{{{safe_xml.DS}}}DigestValue")), validate=True)
    except DstuError:
        return "unknown"
    except ValueError:
        return "differing"
    return "same" if compare_digest(actual, expected) else "differing"
