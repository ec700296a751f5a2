"""XML signatures (W3C XMLDSig, ETSI EN 319 132-1 XAdES), by whatever algorithm `dstu` knows.

The libraries that exist verify RSA and ECDSA only, and the Ukrainian trust list is signed by DSTU 4145; so the little of XMLDSig
that signed documents use is done here, once for all algorithms: references to the whole document, to an element, to a file;
the enveloped, canonicalising and base64 transforms. Anything else is «unsupported», never «valid». What is covered is said by
what was digested, so an element that is moved aside and replaced covers nothing.
"""

import copy
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
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
# By its URI: is it exclusive, does it keep comments. 1.1 differs from 1.0 only in attributes xml:id and xml:base of ancestors.
CANONICALIZATION_METHODS = {
    INCLUSIVE: (False, False),
    f"{INCLUSIVE}#WithComments": (False, True),
    "http://www.w3.org/2006/12/xml-c14n11": (False, False),
    "http://www.w3.org/2006/12/xml-c14n11#WithComments": (False, True),
    EXCLUSIVE: (True, False),
    f"{EXCLUSIVE}WithComments": (True, True),
}
_METHOD = re.compile(r"#(?:(?P<key>rsa|ecdsa)-(?P<digest>sha[\d-]+)|(?P<pss>sha[\d-]+)-rsa-mgf1)$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class XmlReference:
    """One reference of a signature: its target, and whether the target is unchanged."""

    target: Element | str | None
    state: str


@dataclass(frozen=True, kw_only=True)
class XmlSignature:
    """One `ds:Signature` in its document, which is a file of `files` or stands beside them."""

    element: Element
    where: str
    files: Mapping[str, bytes]
    references: tuple[XmlReference, ...]

    @property
    def covers(self) -> tuple[str, ...]:
        """The files that are covered whole and are as they were when they were signed."""
        return tuple(dict.fromkeys(filter(None, (self._covered(one) for one in self.references))))

    def _covered(self, reference: XmlReference) -> str:
        if reference.state != "same" or reference.target is None:
            return ""
        if isinstance(reference.target, str):
            return reference.target
        root = self.element.getroottree().getroot()
        is_whole = reference.target is root or (root is self.element and _holds_all(root, reference.target))
        return self.where if is_whole and self.where in self.files else ""

    def check(self, known: tuple[Certificate, ...] = ()) -> tuple[SignatureCheck, ...]:
        """Return what the mathematics says. `known` certificates help where the signature carries none."""
        inside = _certificates(self.element)
        properties = self._properties()
        signer, problems = self._signer((*inside, *known), properties)
        problems = [*problems, *self._problems()]
        stamp = _stamp(self.element, inside)
        crls, ocsps = _revocation_values(self.element)
        return (
            SignatureCheck(
                form=SignatureForm.XADES,
                where=self.where,
                integrity=_integrity(problems),
                problems=tuple(dict.fromkeys(problems)),
                certificate=signer,
                certificates=inside,
                claimed_at=_claimed(properties),
                timestamp=stamp,
                algorithm=_algorithm(self.element, signer),
                level=_level(self.element, properties, stamp),
                crls=crls,
                ocsps=ocsps,
                covers=self.covers,
            ),
        )

    def _problems(self) -> Iterator[str]:
        states = {reference.state for reference in self.references}
        yield from ("digest_differs" for _ in states & {"differs"})
        yield from ("data_missing" for _ in states & {"missing"})
        yield from ("unsupported" for _ in states & {"unsupported"})
        if not self.covers and states == {"same"}:
            yield "covers_a_part"

    def _properties(self) -> Element | None:
        """Return the signed properties, if the signature is indeed over them."""
        for reference in self.references:
            target = reference.target
            if (
                reference.state == "same"
                and isinstance(target, Element)
                and target.tag == f"{{{XADES}}}SignedProperties"
            ):
                return target if self.element in target.iterancestors() else None
        return None

    def _signer(
        self, candidates: tuple[Certificate, ...], properties: Element | None
    ) -> tuple[Certificate | None, list[str]]:
        named = [one for one in candidates if _is_named(one, properties)] or list(candidates)
        if not named:
            return None, ["no_certificate"]
        try:
            value = _decoded(self.element.findtext(f"{{{DS}}}SignatureValue"))
            signed = _canonical_info(self.element)
            scheme = _scheme(self.element, named[0])
        except DstuError:
            return named[0], ["unsupported"]
        holder = next((one for one in named if _verifies(one, value, signed, scheme)), None)
        if holder is None:
            return named[0], ["signature_differs"]
        return holder, [] if _is_named(holder, properties, unless_said=True) else ["signing_certificate_differs"]


def _holds_all(signature: Element, target: Element) -> bool:
    """Return whether an enveloping signature is over all that it holds: the one object beside its own properties."""
    objects = [
        one for one in signature.findall(f"{{{DS}}}Object") if one.find(f"{{{XADES}}}QualifyingProperties") is None
    ]
    return objects == [target]


def signatures_in(content: bytes, *, where: str, files: Mapping[str, bytes]) -> tuple[XmlSignature, ...]:
    """Return the signatures of an XML document. Raises `Unreadable`."""
    root = safe_xml.parse_xml(content)
    found = list(root.iter(f"{{{DS}}}Signature"))
    if len(found) > MAX_SIGNATURES:
        raise ContainerUnreadable("too_much_inside")
    ids = safe_xml.elements_by_id(root)
    return tuple(
        XmlSignature(element=one, where=where, files=files, references=_references(one, ids, files))
        for one in found
        # A counter-signature is over a signature, not over a document.
        if next(one.iterancestors(f"{{{XADES}}}CounterSignature"), None) is None
    )


def _references(signature: Element, ids: Mapping[str, Element], files: Mapping[str, bytes]) -> tuple[XmlReference, ...]:
    listed = signature.findall(f"{{{DS}}}SignedInfo/{{{DS}}}Reference")
    if not 0 < len(listed) <= MAX_REFERENCES:
        return (XmlReference(target=None, state="unsupported"),)
    return tuple(_reference(signature, one, ids, files) for one in listed)


def _reference(
    signature: Element, reference: Element, ids: Mapping[str, Element], files: Mapping[str, bytes]
) -> XmlReference:
    target = _target(signature, reference.get("URI"), ids, files)
    if target is None:
        return XmlReference(target=None, state="missing")
    try:
        octets = _octets(signature, reference, target, files)
        method = reference.find(f"{{{DS}}}DigestMethod")
        value = digest_uris.compute_digest(method.get("Algorithm", "") if method is not None else "", octets)
        given = _decoded(reference.findtext(f"{{{DS}}}DigestValue"))
    except (UnsupportedFeature, ContainerUnreadable):
        return XmlReference(target=target, state="unsupported")
    except DstuError:
        return XmlReference(target=target, state="differs")
    return XmlReference(target=target, state="same" if compare_digest(value, given) else "differs")


def _target(
    signature: Element, uri: str | None, ids: Mapping[str, Element], files: Mapping[str, bytes]
) -> Element | str | None:
    if uri == "":
        return signature.getroottree().getroot()
    if uri is None:
        # The application is to know what is meant: that is certain only if there is one file.
        return next(iter(files)) if len(files) == 1 else None
    if uri.startswith("#"):
        return ids.get(uri[1:])
    return next((name for name in (safe_xml.file_name_from_uri(uri), uri) if name in files), None)


def _octets(signature: Element, reference: Element, target: Element | str, files: Mapping[str, bytes]) -> bytes:
    """Return what is digested. Raises `Unsupported`, `Malformed`."""
    transforms = reference.findall(f"{{{DS}}}Transforms/{{{DS}}}Transform")
    named = [one.get("Algorithm", "") for one in transforms]
    if not set(named) <= {ENVELOPED, BASE64, *CANONICALIZATION_METHODS}:
        raise UnsupportedFeature("a transform")
    if isinstance(target, str):
        content = files[target]
        if not named:
            return content
        target = safe_xml.parse_xml(content)
    if ENVELOPED in named:
        target = _without(signature, target)
    if BASE64 in named:
        return _decoded("".join(str(text) for text in target.itertext()))
    last = next((one for one in reversed(transforms) if one.get("Algorithm") in CANONICALIZATION_METHODS), None)
    return _canonical(target, last)


def _without(signature: Element, target: Element) -> Element:
    """Return the target in a copy of the document in which this signature is not; the text around it stays."""
    if signature is not target and target not in signature.iterancestors():
        return target
    tree = signature.getroottree()
    copied = copy.deepcopy(tree.getroot()).getroottree()
    gone, kept = copied.find(tree.getelementpath(signature)), copied.find(tree.getelementpath(target))
    if gone is None or kept is None or gone is kept:
        raise UnsupportedFeature("an enveloped signature that is the document")
    _cut_out(gone)
    return kept


def _cut_out(element: Element) -> None:
    parent, before, tail = element.getparent(), element.getprevious(), element.tail or ""
    assert parent is not None
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)


def _canonical(element: Element, method: Element | None) -> bytes:
    """Return an element as the method writes it. Raises `Unsupported`."""
    algorithm = method.get("Algorithm", "") if method is not None else INCLUSIVE
    if algorithm not in CANONICALIZATION_METHODS:
        raise UnsupportedFeature("a canonical form")
    exclusive, comments = CANONICALIZATION_METHODS[algorithm]
    prefixes = method.find(f"{{{EXCLUSIVE}}}InclusiveNamespaces") if method is not None else None
    listed = prefixes.get("PrefixList", "").split() if prefixes is not None and exclusive else None
    # What stands after the element is not of it.
    options = {"exclusive": exclusive, "with_comments": comments, "inclusive_ns_prefixes": listed, "with_tail": False}
    try:
        return bytes(etree.tostring(element, method="c14n", **options))
    except (etree.LxmlError, ValueError):
        raise MalformedData("canonical form") from None


def _canonical_info(signature: Element) -> bytes:
    info = signature.find(f"{{{DS}}}SignedInfo")
    if info is None:
        raise MalformedData("no SignedInfo")
    method = info.find(f"{{{DS}}}CanonicalizationMethod")
    if method is None:
        raise UnsupportedFeature("no canonical form")
    return _canonical(info, method)


def _decoded(text: str | None) -> bytes:
    try:
        return b64decode("".join((text or "").split()), validate=True)
    except ValueError:
        raise MalformedData("base64") from None


def _method(signature: Element) -> str:
    method = signature.find(f"{{{DS}}}SignedInfo/{{{DS}}}SignatureMethod")
    return method.get("Algorithm", "") if method is not None else ""


def _scheme(signature: Element, certificate: Certificate) -> SignatureScheme:
    """Return by what is signed. Raises `Unsupported`, also where the method does not fit the key."""
    uri = _method(signature)
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


def _verifies(certificate: Certificate, value: bytes, signed: bytes, scheme: SignatureScheme) -> bool:
    key = certificate.public_key
    if isinstance(key, EcPublicKey) and len(value) % 2 == 0 and not value.startswith(b"\x30"):
        half = len(value) // 2
        value = encode_dss_signature(int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big"))
    try:
        return key.verify(value, signed, scheme.digest, scheme)
    except DstuError:
        return False


def _certificates(signature: Element) -> tuple[Certificate, ...]:
    """Return the certificates that a signature carries; one that cannot be read is left out."""
    texts = [
        *signature.iterfind(f"{{{DS}}}KeyInfo/{{{DS}}}X509Data/{{{DS}}}X509Certificate"),
        *signature.iter(f"{{{XADES}}}EncapsulatedX509Certificate"),
    ]
    ders = []
    for text in texts:
        try:
            ders.append(_decoded(text.text))
        except MalformedData:
            continue
    return pool_from_ders(ders).certificates


def _is_named(certificate: Certificate, properties: Element | None, *, unless_said: bool = False) -> bool:
    """Return whether the signed properties name this certificate; `unless_said` is the answer where they name none."""
    if properties is None:
        return unless_said
    first = next(
        (
            one
            for tag in ("SigningCertificateV2", "SigningCertificate")
            for one in properties.iterfind(f".//{{{XADES}}}{tag}/{{{XADES}}}Cert/{{{XADES}}}CertDigest")
        ),
        None,
    )
    if first is None:
        return unless_said
    method = first.find(f"{{{DS}}}DigestMethod")
    try:
        value = digest_uris.compute_digest(method.get("Algorithm", "") if method is not None else "", certificate.der)
        return compare_digest(value, _decoded(first.findtext(f"{{{DS}}}DigestValue")))
    except DstuError:
        return False


def _claimed(properties: Element | None) -> datetime | None:
    text = properties.findtext(f".//{{{XADES}}}SigningTime") if properties is not None else None
    try:
        claimed = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return claimed if claimed.tzinfo else None


def _stamp(signature: Element, certificates: tuple[Certificate, ...]) -> TimestampCheck | None:
    """Check the time-stamp over the signature's value."""
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
    crls: list[Crl] = []
    ocsps: list[OcspResponse] = []
    for value in signature.iter(f"{{{XADES}}}EncapsulatedCRLValue", f"{{{XADES}}}EncapsulatedOCSPValue"):
        try:
            if value.tag.endswith("CRLValue"):
                crls.append(read_crl(_decoded(value.text)))
            else:
                ocsps.append(read_ocsp(_decoded(value.text)))
        except DstuError:
            continue
    return tuple(crls), tuple(ocsps)


def _integrity(problems: list[str]) -> SignatureIntegrity:
    if {"digest_differs", "signature_differs", "signing_certificate_differs"} & set(problems):
        return SignatureIntegrity.FAILED
    return SignatureIntegrity.NO_DATA if problems else SignatureIntegrity.OK


def _algorithm(signature: Element, certificate: Certificate | None) -> str:
    try:
        name = digests.TITLES[_scheme(signature, certificate).digest] if certificate else ""
    except DstuError:
        name = ""
    return " with ".join(filter(None, (certificate.public_key.algorithm if certificate else "", name)))


_LEVELS = (
    ("XAdES-A", "ArchiveTimeStamp"),
    ("XAdES-X-L", "RevocationValues"),
    ("XAdES-C", "CompleteRevocationRefs"),
)


def _level(signature: Element, properties: Element | None, stamp: TimestampCheck | None) -> str:
    if properties is None:
        return "XMLDSig"
    said = (level for level, tag in _LEVELS if next(signature.iter(f"{{*}}{tag}"), None) is not None)
    return next(said, "XAdES-T" if stamp else "XAdES-BES")
