"""ASiC-E containers with CAdES (ETSI EN 319 162-1): files, a manifest of their digests, a signature over the manifest."""

import hashlib
import io
import zipfile
from base64 import b64encode
from collections.abc import Callable, Mapping
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

MIME = "application/vnd.etsi.asic-e+zip"
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_SIGNATURE = "META-INF/signature001.p7s"


def build_asice(files: Mapping[str, bytes], sign: Callable[[bytes], bytes]) -> bytes:
    """Return the container; `sign` returns the detached signature over the manifest."""
    manifest = build_manifest(files)
    container = io.BytesIO()
    with zipfile.ZipFile(container, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIME, compress_type=zipfile.ZIP_STORED)
        for name, content in files.items():
            archive.writestr(name, content)
        archive.writestr("META-INF/ASiCManifest001.xml", manifest)
        archive.writestr(_SIGNATURE, sign(manifest))
    return container.getvalue()


def build_manifest(files: Mapping[str, bytes]) -> bytes:
    references = "".join(
        f"<asic:DataObjectReference URI={quoteattr(quote(name))}>"
        f'<ds:DigestMethod Algorithm="{_SHA256}"/>'
        f"<ds:DigestValue>{b64encode(hashlib.sha256(content).digest()).decode()}</ds:DigestValue>"
        "</asic:DataObjectReference>"
        for name, content in files.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">'
        f'<asic:SigReference URI="{_SIGNATURE}" MimeType="application/x-pkcs7-signature"/>{references}</asic:ASiCManifest>'
    ).encode()
