"""Writer of ASiC-E containers with CAdES (ETSI EN 319 162-1): files, a manifest of their digests, a signature over it."""

import hashlib
import io
import zipfile
from base64 import b64encode
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from asn1crypto import cms
from lxml import etree

from dstu import ber

MIMETYPE = "application/vnd.etsi.asic-e+zip"
MANIFEST = "META-INF/ASiCManifest001.xml"
SIGNATURE = "META-INF/signature001.p7s"
_ASIC = "http://uri.etsi.org/02918/v1.2.1#"
_DS = "http://www.w3.org/2000/09/xmldsig#"
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
# Equal files give equal containers: the entries carry no time of writing, only the earliest that zip can express.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def build_manifest(files: Mapping[str, bytes]) -> bytes:
    """Return the manifest, which is the content to sign: each file by its percent-encoded name with its SHA-256."""
    root = etree.Element(f"{{{_ASIC}}}ASiCManifest", nsmap={"asic": _ASIC, "ds": _DS})
    etree.SubElement(root, f"{{{_ASIC}}}SigReference", URI=SIGNATURE, MimeType="application/x-pkcs7-signature")
    for name, content in files.items():
        reference = etree.SubElement(root, f"{{{_ASIC}}}DataObjectReference", URI=quote(name))
        etree.SubElement(reference, f"{{{_DS}}}DigestMethod", Algorithm=_SHA256)
        value = etree.SubElement(reference, f"{{{_DS}}}DigestValue")
        value.text = b64encode(hashlib.sha256(content).digest()).decode()
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def build_asice(files: Mapping[str, bytes], *, manifest: bytes, signature: bytes) -> bytes:
    """Return the container of the files, the manifest and the detached signature over it."""
    return _zipped([*files.items(), (MANIFEST, manifest), (SIGNATURE, signature)])


def detach_signature(signature: bytes) -> bytes:
    """Return an attached signature (CMS in DER or BER) as a detached one: a container has the signed content beside it."""
    info = cms.ContentInfo.load(ber.to_definite_length(signature))
    # asn1crypto keeps the encoding of the parts that do not change, so the signed attributes stay as they were signed.
    info["content"]["encap_content_info"] = {"content_type": info["content"]["encap_content_info"]["content_type"]}
    return bytes(info.dump())


def build_unsigned_asice(files: Mapping[str, bytes], *, manifest: bytes) -> bytes:
    """Return the container before it is signed."""
    return _zipped([*files.items(), (MANIFEST, manifest)])


def _zipped(entries: Sequence[tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        # First and uncompressed, so that programs can read the kind of the container from its first bytes.
        archive.writestr(zipfile.ZipInfo("mimetype", _EPOCH), MIMETYPE, compress_type=zipfile.ZIP_STORED)
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, compress_type=zipfile.ZIP_DEFLATED)
    return packed.getvalue()
