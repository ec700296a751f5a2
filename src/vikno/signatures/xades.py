"""XML signatures (W3C XMLDSig, ETSI EN 319 132-1 XAdES), by any algorithm that `dstu` knows.

The existing libraries verify RSA and ECDSA only, and the Ukrainian trust list is signed by DSTU 4145. So this module implements
the little of XMLDSig that signed documents use, once for all algorithms: references to the whole document, to an element and to
a file; the enveloped, canonicalising and base64 transforms. Anything else is «unsupported», never «valid». The digested content
decides what a signature covers, so an element that is moved aside and replaced covers nothing.
"""

import copy
import re
from base64 import b64decode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hmac import compare_digest

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from lxml import etree
from lxml.etree import _Element as Element

from dstu import digests
from dstu.certificates import Certificate, pool_from_ders
from dstu.errors import DstuError, MalformedData, UnsupportedFeature
from dstu.keys import EcPublicKey, SignatureScheme
from dstu.revocation import Crl, OcspResponse, read_crl, read_ocsp
from dstu.timestamps import TimestampCheck, read_timestamp
from vikno.signatures import digest_uris, safe_xml
from vikno.signatures.archives import ContainerUnreadable
from vikno.signatures.checks import SignatureCheck, SignatureForm, SignatureIntegrity
from vikno.signatures.safe_xml import DS, XADES

MAX_SIGNATURES = 50
MAX_REFERENCES = 200
ENVELOPED = f"{DS}enveloped-signature"
BASE64 = f"{DS}base64"
INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
# By URI: (is exclusive, keeps comments). 1.1 differs from 1.0 only in attributes xml:id and xml:base of ancestors.
CANONICALIZATION_METHODS = {
    INCLUSIVE: (False, False),
    f"{INCLUSIVE}#WithComments": (False, True),
    "http://www.w3.org/2006/12/xml-c14n11": (False, False),
    "http://www.w3.org/2006/12/xml-c14n11#WithComments": (False, True),
    EXCLUSIVE: (True, False),
    f"{EXCLUSIVE}WithComments": (True, True),
}
_METHOD = re.compile(r"#(?:(?P<key>rsa|ecdsa)-(?P<digest>sha[\d-]+)|(?P<pss>sha[\d-]+)-rsa-mgf1)$", re.IGNORECASE)
_REFERENCE_PROBLEMS = {"differs": "digest_differs", "missing": "data_missing", "unsupported": "unsupported"}
_FAILURES = frozenset({"digest_differs", "signature_differs", "signing_certificate_differs"})
# The levels of a signature by the element that makes it one, the highest first.
_LEVELS = (
    ("XAdES-A", "ArchiveTimeStamp"),
    ("XAdES-X-L", "RevocationValues"),
    ("XAdES-C", "CompleteRevocationRefs"),
)


@dataclass(frozen=True, kw_only=True)
class XmlReference:
    """One reference of a signature: its target, and whether the target is unchanged."""

    target: Element | str | None
    state: str


@dataclass(frozen=True, kw_only=True)
class XmlSignature:
    """One `ds:Signature` in its document, which is one of `files` or stands beside them."""

    element: Element
    where: str
    files: Mapping[str, bytes]
    references: tuple[XmlReference, ...]

    @property
    def covers(self) -> tuple[str, ...]:
        """The files that are covered whole and are unchanged since they were signed."""
        root = self.element.getroottree().getroot()
        whole = [root]
        if root is self.element:
            # An enveloping signature is over the whole document if it is over its only object beside its own properties.
            objects = [
                element
                for element in root.findall(f"{{{DS}}}Object")
                if element.find(f"{{{XADES}}}QualifyingProperties") is None
            ]
            whole += objects if len(objects) == 1 else []
        names = []
        for reference in self.references:
            if reference.state == "same" and isinstance(reference.target, str):
                names.append(reference.target)
            elif reference.state == "same" and reference.target in whole and self.where in self.files:
                names.append(self.where)
        return tuple(dict.fromkeys(filter(None, names)))

    def check(self, known_certificates: tuple[Certificate, ...] = ()) -> tuple[SignatureCheck, ...]:
        """Check the signature, without trust. `known_certificates` help where the signature carries none."""
        carried = _carried_certificates(self.element)
        signer, problems = self._find_signer((*carried, *known_certificates))
        states = {reference.state for reference in self.references}
        problems += [problem for state, problem in _REFERENCE_PROBLEMS.items() if state in states]
        if not self.covers and states == {"same"}:
            problems.append("covers_a_part")
        integrity = SignatureIntegrity.NO_DATA if problems else SignatureIntegrity.OK
        try:
            digest_title = digests.TITLES[_scheme(self.element).digest]
        except DstuError:
            digest_title = ""
        timestamp = _check_timestamp(self.element, carried)
        crls, ocsps = _revocation_values(self.element)
        return (
            SignatureCheck(
                form=SignatureForm.XADES,
                where=self.where,
                integrity=SignatureIntegrity.FAILED if _FAILURES & set(problems) else integrity,
                problems=tuple(dict.fromkeys(problems)),
                certificate=signer,
                certificates=carried,
                claimed_at=_claimed_time(self._signed_properties),
                timestamp=timestamp,
                algorithm=" with ".join(filter(None, (signer.public_key.algorithm, digest_title))) if signer else "",
                level=self._level(timestamp),
                crls=crls,
                ocsps=ocsps,
                covers=self.covers,
            ),
        )

    @cached_property
    def _signed_properties(self) -> Element | None:
        """The signed properties, or None unless the signature is indeed over its own."""
        for reference in self.references:
            target = reference.target
            if (
                reference.state == "same"
                and isinstance(target, Element)
                and target.tag == f"{{{XADES}}}SignedProperties"
            ):
                return target if self.element in target.iterancestors() else None
        return None

    def _find_signer(self, certificates: tuple[Certificate, ...]) -> tuple[Certificate | None, list[str]]:
        """Return the certificate that the signature is by, or the likeliest one, and the problems with it."""
        properties = self._signed_properties
        candidates = [certificate for certificate in certificates if _is_named(certificate, properties)]
        candidates = candidates or list(certificates)
        if not candidates:
            return None, ["no_certificate"]
        info = self.element.find(f"{{{DS}}}SignedInfo")
        method = info.find(f"{{{DS}}}CanonicalizationMethod") if info is not None else None
        if info is None or method is None:
            return candidates[0], ["unsupported"]
        try:
            value = _decoded(self.element.findtext(f"{{{DS}}}SignatureValue"))
            signed_bytes = _canonical(info, method)
            scheme = _scheme(self.element)
        except DstuError:
            return candidates[0], ["unsupported"]
        for certificate in candidates:
            if _verifies(certificate, value, signed_bytes, scheme):
                is_named = _is_named(certificate, properties, default=True)
                return certificate, [] if is_named else ["signing_certificate_differs"]
        return candidates[0], ["signature_differs"]

    def _level(self, timestamp: TimestampCheck | None) -> str:
        if self._signed_properties is None:
            return "XMLDSig"
        levels = (level for level, tag in _LEVELS if next(self.element.iter(f"{{*}}{tag}"), None) is not None)
        return next(levels, "XAdES-T" if timestamp else "XAdES-BES")


def signatures_in(content: bytes, *, where: str, files: Mapping[str, bytes]) -> tuple[XmlSignature, ...]:
    """Return the signatures of an XML document. Raises `ContainerUnreadable`."""
    root = safe_xml.parse_xml(content)
    elements = list(root.iter(f"{{{DS}}}Signature"))
    if len(elements) > MAX_SIGNATURES:
        raise ContainerUnreadable("too_much_inside")
    ids = safe_xml.elements_by_id(root)
    signatures = []
    for element in elements:
        # A counter-signature is over a signature, not over a document.
        if next(element.iterancestors(f"{{{XADES}}}CounterSignature"), None) is not None:
            continue
        references = element.findall(f"{{{DS}}}SignedInfo/{{{DS}}}Reference")
        if 0 < len(references) <= MAX_REFERENCES:
            checked = tuple(_check_reference(element, reference, ids, files) for reference in references)
        else:
            checked = (XmlReference(target=None, state="unsupported"),)
        signatures.append(XmlSignature(element=element, where=where, files=files, references=checked))
    return tuple(signatures)


def _check_reference(
    signature: Element, reference: Element, ids: Mapping[str, Element], files: Mapping[str, bytes]
) -> XmlReference:
    target = _find_target(signature, reference.get("URI"), ids, files)
    if target is None:
        return XmlReference(target=None, state="missing")
    try:
        octets = _transformed(signature, reference, target, files)
        method = reference.find(f"{{{DS}}}DigestMethod")
        actual = digest_uris.compute_digest(method.get("Algorithm", "") if method is not None else "", octets)
        expected = _decoded(reference.findtext(f"{{{DS}}}DigestValue"))
    except (UnsupportedFeature, ContainerUnreadable):
        return XmlReference(target=target, state="unsupported")
    except DstuError:
        return XmlReference(target=target, state="differs")
    return XmlReference(target=target, state="same" if compare_digest(actual, expected) else "differs")


def _find_target(
    signature: Element, uri: str | None, ids: Mapping[str, Element], files: Mapping[str, bytes]
) -> Element | str | None:
    """Return the element or the name of the file that a reference is to, or None where it is not here."""
    if uri == "":
        return signature.getroottree().getroot()
    if uri is None:
        # The application is to know what is meant: that is certain only if there is one file.
        return next(iter(files)) if len(files) == 1 else None
    if uri.startswith("#"):
        return ids.get(uri[1:])
    return next((name for name in (safe_xml.file_name_from_uri(uri), uri) if name in files), None)


def _transformed(signature: Element, reference: Element, target: Element | str, files: Mapping[str, bytes]) -> bytes:
    """Return the bytes that are digested. Raises `UnsupportedFeature`, `MalformedData`, `ContainerUnreadable`."""
    transforms = reference.findall(f"{{{DS}}}Transforms/{{{DS}}}Transform")
    algorithms = [transform.get("Algorithm", "") for transform in transforms]
    if not set(algorithms) <= {ENVELOPED, BASE64, *CANONICALIZATION_METHODS}:
        raise UnsupportedFeature("a transform")
    if isinstance(target, str):
        content = files[target]
        if not algorithms:
            return content
        target = safe_xml.parse_xml(content)
    if ENVELOPED in algorithms:
        target = _without_signature(target, signature)
    if BASE64 in algorithms:
        return _decoded("".join(str(text) for text in target.itertext()))
    canonicalizations = [
        transform for transform in transforms if transform.get("Algorithm") in CANONICALIZATION_METHODS
    ]
    return _canonical(target, canonicalizations[-1] if canonicalizations else None)


def _without_signature(target: Element, signature: Element) -> Element:
    """Return the target in a copy of the document without this signature. The text around the signature stays."""
    if signature is not target and target not in signature.iterancestors():
        return target
    tree = signature.getroottree()
    copied = copy.deepcopy(tree.getroot()).getroottree()
    removed, result = copied.find(tree.getelementpath(signature)), copied.find(tree.getelementpath(target))
    if removed is None or result is None or removed is result:
        raise UnsupportedFeature("an enveloped signature that is the document")
    parent, previous, tail = removed.getparent(), removed.getprevious(), removed.tail or ""
    assert parent is not None
    if previous is not None:
        previous.tail = (previous.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    removed.tail = None
    parent.remove(removed)
    return result


def _canonical(element: Element, method: Element | None) -> bytes:
    """Return an element in the canonical form of a method. Raises `UnsupportedFeature`, `MalformedData`."""
    algorithm = method.get("Algorithm", "") if method is not None else INCLUSIVE
    if algorithm not in CANONICALIZATION_METHODS:
        raise UnsupportedFeature("a canonical form")
    exclusive, comments = CANONICALIZATION_METHODS[algorithm]
    inclusive = method.find(f"{{{EXCLUSIVE}}}InclusiveNamespaces") if method is not None else None
    prefixes = inclusive.get("PrefixList", "").split() if inclusive is not None and exclusive else None
    # The text after an element is not part of the element.
    options = {"exclusive": exclusive, "with_comments": comments, "inclusive_ns_prefixes": prefixes, "with_tail": False}
    try:
        return bytes(etree.tostring(element, method="c14n", **options))
    except (etree.LxmlError, ValueError):
        raise MalformedData("canonical form") from None


def _decoded(text: str | None) -> bytes:
    try:
        return b64decode("".join((text or "").split()), validate=True)
    except ValueError:
        raise MalformedData("base64") from None


def _scheme(signature: Element) -> SignatureScheme:
    """Return the scheme that the signature method names. Raises `UnsupportedFeature`."""
    element = signature.find(f"{{{DS}}}SignedInfo/{{{DS}}}SignatureMethod")
    uri = element.get("Algorithm", "") if element is not None else ""
    if "dstu4145" in uri.lower():
        digest = uri.lower().rpartition("dstu4145")[2].removeprefix("-")
        return SignatureScheme(digest_uris.digest_name(f"#{digest or digests.GOST34311}"))
    method = _METHOD.search(uri)
    if method is None:
        raise UnsupportedFeature(f"the signature method {uri}")
    name = digest_uris.digest_name(f"#{method['digest'] or method['pss']}")
    if method["pss"]:
        return SignatureScheme(name, mask=name, salt_length=len(digests.digest(name, b"")))
    return SignatureScheme(name)


def _verifies(certificate: Certificate, value: bytes, signed_bytes: bytes, scheme: SignatureScheme) -> bool:
    key = certificate.public_key
    # XMLDSig writes r and s of ECDSA one after the other, not as a structure of ASN.1 (XMLDSig 1.1, 6.4.3).
    if isinstance(key, EcPublicKey) and len(value) % 2 == 0 and not value.startswith(b"\x30"):
        half = len(value) // 2
        value = encode_dss_signature(int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big"))
    try:
        return key.verify(value, signed_bytes, scheme.digest, scheme)
    except DstuError:
        return False


def _carried_certificates(signature: Element) -> tuple[Certificate, ...]:
    """Return the certificates that a signature carries. Unreadable ones are left out."""
    elements = [
        *signature.iterfind(f"{{{DS}}}KeyInfo/{{{DS}}}X509Data/{{{DS}}}X509Certificate"),
        *signature.iter(f"{{{XADES}}}EncapsulatedX509Certificate"),
    ]
    ders = []
    for element in elements:
        with suppress(MalformedData):
            ders.append(_decoded(element.text))
    return pool_from_ders(ders).certificates


def _is_named(certificate: Certificate, properties: Element | None, *, default: bool = False) -> bool:
    """Return whether the signed properties name this certificate, or `default` where they name none."""
    if properties is None:
        return default
    digest = next(
        (
            element
            for tag in ("SigningCertificateV2", "SigningCertificate")
            for element in properties.iterfind(f".//{{{XADES}}}{tag}/{{{XADES}}}Cert/{{{XADES}}}CertDigest")
        ),
        None,
    )
    if digest is None:
        return default
    method = digest.find(f"{{{DS}}}DigestMethod")
    try:
        value = digest_uris.compute_digest(method.get("Algorithm", "") if method is not None else "", certificate.der)
        return compare_digest(value, _decoded(digest.findtext(f"{{{DS}}}DigestValue")))
    except DstuError:
        return False


def _claimed_time(properties: Element | None) -> datetime | None:
    """Return the time of signing by the clock of the signer, or None where it names no zone."""
    text = properties.findtext(f".//{{{XADES}}}SigningTime") if properties is not None else None
    try:
        claimed = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return claimed if claimed.tzinfo else None


def _check_timestamp(signature: Element, certificates: tuple[Certificate, ...]) -> TimestampCheck | None:
    """Check the timestamp token over the value of the signature. Return None where there is none to check."""
    holder = next(signature.iter(f"{{{XADES}}}SignatureTimeStamp"), None)
    value = signature.find(f"{{{DS}}}SignatureValue")
    if holder is None or value is None:
        return None
    token = holder.findtext(f"{{{XADES}}}EncapsulatedTimeStamp")
    try:
        stamped = _canonical(value, holder.find(f"{{{DS}}}CanonicalizationMethod"))
        return read_timestamp(_decoded(token)).check(stamped, certificates)
    except DstuError:
        return None


def _revocation_values(signature: Element) -> tuple[tuple[Crl, ...], tuple[OcspResponse, ...]]:
    """Return the CRLs and OCSP responses that a signature carries. Unreadable ones are left out."""
    crls: list[Crl] = []
    ocsps: list[OcspResponse] = []
    for value in signature.iter(f"{{{XADES}}}EncapsulatedCRLValue", f"{{{XADES}}}EncapsulatedOCSPValue"):
        with suppress(DstuError):
            if value.tag.endswith("CRLValue"):
                crls.append(read_crl(_decoded(value.text)))
            else:
                ocsps.append(read_ocsp(_decoded(value.text)))
    return tuple(crls), tuple(ocsps)
