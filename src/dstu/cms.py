"""Signed data: CMS (RFC 5652) and CAdES (RFC 5126, ETSI EN 319 122) up to X-L, every signer checked.

`read_signed_data` reads and `CmsSignedData.check` checks. `chains` and the caller decide whether to trust the certificates.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dstu import ber, digests, schema, signers
from dstu.asn1 import explicit_content, field_or_none, load, malformed_on_error
from dstu.certificates import Certificate, CertificatePool, pool_from_ders, set_member_ders
from dstu.digests import digest_name
from dstu.errors import DstuError, InputTooBig, MalformedData, UnsupportedFeature
from dstu.gost28147 import DEFAULT_DKE
from dstu.problems import Integrity, VerificationProblem
from dstu.revocation import Crl, OcspResponse, read_crl, read_ocsp
from dstu.signers import DigestKind, SignedContent, Signer, SignerAttributes
from dstu.timestamps import Timestamp, TimestampCheck, read_timestamps

_CADES = "1.2.840.113549.1.9.16.2"
CONTENT_TIMESTAMP, SIGNATURE_TIMESTAMP, POLICY = f"{_CADES}.20", f"{_CADES}.14", f"{_CADES}.15"
CERTIFICATE_REFS, REVOCATION_REFS = f"{_CADES}.21", f"{_CADES}.22"
CERTIFICATE_VALUES, REVOCATION_VALUES = f"{_CADES}.23", f"{_CADES}.24"
REFS_TIMESTAMPS = frozenset({f"{_CADES}.25", f"{_CADES}.26"})
ARCHIVE_TIMESTAMPS = frozenset({f"{_CADES}.27", f"{_CADES}.48", "0.4.0.1733.2.4"})
OCSP_IN_SIGNED_DATA = "1.3.6.1.5.5.7.16.2"
BASIC_OCSP_IN_SIGNED_DATA = "1.3.6.1.5.5.7.48.1.1"
MAX_SIGNERS = 256

__all__ = ["MAX_SIGNERS", "CmsSignedData", "SignerCheck", "VerificationProblem", "read_signed_data"]


@dataclass(frozen=True, slots=True)
class SignerCheck:
    """The result of checking one signature, without trust in its certificate.

    `integrity`: "ok" if the content is what was signed, the signature fits and the signer meant this certificate; "failed" if
    one of these is false; "no_data" if the content, the certificate or the algorithm is not available. `signature` is True if
    the signature alone fits, None if it could not be checked. `signed_at` is the time that the signer claims.
    """

    certificate: Certificate | None
    certificate_candidates: tuple[Certificate, ...]
    integrity: Integrity
    signature: bool | None
    problems: tuple[VerificationProblem, ...]
    signed_at: datetime | None
    timestamp: TimestampCheck | None
    content_timestamp: TimestampCheck | None
    digest_algorithm: str
    algorithm: str
    level: str
    certificate_values: tuple[Certificate, ...] = ()
    revocation_values: tuple[tuple[Crl, ...], tuple[OcspResponse, ...]] = ((), ())
    signer: Signer | None = field(default=None, repr=False)

    @property
    def is_ok(self) -> bool:
        """True if the check found no problem except notes."""
        return self.integrity == "ok" and all(problem.is_note for problem in self.problems)


@dataclass(frozen=True, slots=True)
class CmsSignedData:
    """A parsed SignedData. `content` is None where the signature is detached."""

    der: bytes = field(repr=False)
    content_type: str
    content: bytes | None = field(repr=False)
    certificates: tuple[Certificate, ...]
    unreadable_certificates: tuple[str, ...]
    crls: tuple[Crl, ...]
    ocsps: tuple[OcspResponse, ...]
    signers: tuple[Signer, ...]

    def digest_algorithms(self) -> frozenset[str]:
        """Return the names of the digests that a detached content is needed by."""
        return frozenset(name for signer in self.signers for name, _ in self._kinds(signer, ()))

    def check(
        self,
        content: SignedContent | None = None,
        certificates: Iterable[Certificate] = (),
        digests: Mapping[str, bytes] | None = None,
    ) -> tuple[SignerCheck, ...]:
        """Check every signer and the time-stamps.

        A detached signature needs `content` (bytes, or a binary stream that is read once, in pieces) or its `digests` by name;
        if the content is inside as well, both must be the same. `certificates` are more candidates for the signers’
        certificates. A wrong signature raises nothing.
        """
        known = tuple(dict.fromkeys((*self.certificates, *certificates)))
        kinds = {kind for signer in self.signers for kind in self._kinds(signer, known)}
        own = None if self.content is None else signers.compute_digests(self.content, kinds)
        ready = None
        if content is not None:
            ready = signers.compute_digests(content, kinds)
        elif digests is not None:
            ready = {(digest_name(name), DEFAULT_DKE): value for name, value in digests.items()}
        same = own is None or ready is None or all(own[kind] == value for kind, value in ready.items() if kind in own)
        return tuple(
            self._check(signer, own if ready is None or not same else ready, known, same) for signer in self.signers
        )

    def _kinds(self, signer: Signer, known: tuple[Certificate, ...]) -> set[DigestKind]:
        stamps, _ = read_timestamps(signer.signed_attributes.all_values(CONTENT_TIMESTAMP))
        wanted = {(stamp.digest, DEFAULT_DKE) for stamp in stamps}
        if not signer.unsupported:
            wanted |= signer.digest_kinds([certificate for certificate in known if signer.identifies(certificate)])
        return {kind for kind in wanted if kind[0] in digests.OIDS}

    def _check(
        self, signer: Signer, ready: Mapping[DigestKind, bytes] | None, known: tuple[Certificate, ...], same: bool
    ) -> SignerCheck:
        long_term = _long_term(signer.unsigned_attributes)
        known = tuple(dict.fromkeys((*known, *long_term.certificates)))
        candidates = tuple(certificate for certificate in known if signer.identifies(certificate))
        verification = signers.check_signer(signer, self.content_type, ready, candidates)
        stamps, unreadable = read_timestamps(signer.unsigned_attributes.all_values(SIGNATURE_TIMESTAMP))
        checks = [stamp.check(signer.signature, known) for stamp in stamps]
        timestamp, differs = _best_check(checks, "timestamp_differs", "The time-stamp of the signature does not hold.")
        problems = [*verification.problems, *unreadable, *differs]
        stamps, unreadable = read_timestamps(signer.signed_attributes.all_values(CONTENT_TIMESTAMP))
        checks = [stamp.check_digest((ready or {}).get((stamp.digest, DEFAULT_DKE)), known) for stamp in stamps]
        content_timestamp, differs = _best_check(
            checks, "content_timestamp_differs", "The time-stamp of the content does not hold."
        )
        problems += [*unreadable, *differs]
        signed_at = None
        try:
            signed_at = signer.signed_at
        except DstuError as error:
            problems.append(VerificationProblem("malformed", f"The time of signing cannot be read: {error}"))
        problems += long_term.problems
        if not same:
            problems.append(VerificationProblem("digest_differs", "The content inside is not the one given."))

        certificate = verification.certificate
        key = certificate.public_key.algorithm if certificate else signer.algorithm_oid
        return SignerCheck(
            certificate=certificate,
            certificate_candidates=verification.candidates,
            integrity=verification.integrity if same else "failed",
            signature=verification.signature,
            problems=tuple(problems),
            signed_at=signed_at,
            timestamp=timestamp,
            content_timestamp=content_timestamp,
            digest_algorithm=digests.TITLES.get(signer.digest, signer.digest),
            algorithm=f"{key} with {digests.TITLES.get(signer.scheme.digest, signer.scheme.digest)}",
            level=_level(signer),
            certificate_values=long_term.certificates,
            revocation_values=(long_term.crls, long_term.ocsps),
            signer=signer,
        )


def _best_check(
    checks: list[TimestampCheck], code: str, text: str
) -> tuple[TimestampCheck | None, list[VerificationProblem]]:
    """Return the first check that holds, and no problem; if none does, the first one and the problem if it failed."""
    best = next((check for check in checks if check.is_ok), checks[0] if checks else None)
    is_broken = best is not None and best.integrity == "failed"
    return best, [VerificationProblem(code, text)] if is_broken else []


@dataclass(frozen=True, slots=True)
class _LongTerm:
    certificates: tuple[Certificate, ...]
    crls: tuple[Crl, ...]
    ocsps: tuple[OcspResponse, ...]
    problems: tuple[VerificationProblem, ...]


def _long_term(unsigned: SignerAttributes) -> _LongTerm:
    """Read the values that CAdES-X-L stores beside the signature. They are unsigned, so only their own signatures prove them."""
    problems: list[VerificationProblem] = []
    certificates: list[Certificate] = []
    crls: list[Crl] = []
    ocsps: list[OcspResponse] = []
    try:
        with malformed_on_error("values of CAdES"):
            for der in unsigned.all_values(CERTIFICATE_VALUES):
                certificates += pool_from_ders(
                    element.der for element in ber.elements(ber.single_element(der).content)
                ).certificates
            for der in unsigned.all_values(REVOCATION_VALUES):
                values = load(schema.RevocationValues, der)
                crls += [read_crl(crl.dump()) for crl in field_or_none(values["crls"]) or ()]
                ocsps += [read_ocsp(answer.dump()) for answer in field_or_none(values["ocsps"]) or ()]
            hashes = (
                reference["hash"]
                for der in unsigned.all_values(CERTIFICATE_REFS)
                for reference in load(schema.CertificateReferences, der)
            )
            # Without values there is nothing to compare the references with.
            if certificates and not all(
                any(_refers(value, certificate) for certificate in certificates) for value in hashes
            ):
                text = "A certificate that is referred to is not here."
                problems.append(VerificationProblem("references_differ", text, is_note=True))
    except DstuError as error:
        problems.append(
            VerificationProblem(
                "values_unreadable", f"Values beside the signature cannot be read: {error}", is_note=True
            )
        )
    return _LongTerm(tuple(certificates), tuple(crls), tuple(ocsps), tuple(problems))


def _refers(reference: Any, certificate: Certificate) -> bool:
    if reference.name == "sha1":
        return bytes(reference.chosen) == certificate.digest("sha1")
    value = reference.chosen
    try:
        return bytes(value["hash"]) == certificate.digest(value["algorithm"]["algorithm"].dotted)
    except UnsupportedFeature:
        return False


def _level(signer: Signer) -> str:
    """Name the format after the attributes that are present (ETSI EN 319 122-2)."""
    unsigned = set(signer.unsigned_attributes.values)
    if not {signers.ESS_V1, signers.ESS_V2} & set(signer.signed_attributes.values):
        return "CMS"
    if SIGNATURE_TIMESTAMP not in unsigned:
        return "CAdES-EPES" if POLICY in signer.signed_attributes else "CAdES-BES"
    if ARCHIVE_TIMESTAMPS & unsigned:
        return "CAdES-A"
    if {CERTIFICATE_VALUES, REVOCATION_VALUES} <= unsigned:
        return "CAdES-X-L"
    if {CERTIFICATE_REFS, REVOCATION_REFS} <= unsigned:
        return "CAdES-X" if REFS_TIMESTAMPS & unsigned else "CAdES-C"
    return "CAdES-T"


def read_signed_data(data: bytes) -> CmsSignedData:
    """Read a SignedData: DER, BER, PEM, base64, or after a transport header. Raises MalformedData, InputTooBig."""
    with malformed_on_error("signed data"):
        der = ber.to_definite_length(ber.extract_der(data))
        info = load(schema.ContentInfo, der)
        if info["content_type"].dotted != signers.SIGNED_DATA:
            raise MalformedData("not signed data")
        parsed = load(schema.SignedData, explicit_content(info["content"]))
        infos = field_or_none(parsed["signers"]) or ()
        if len(infos) > MAX_SIGNERS:
            raise InputTooBig("too many signers")
        pool = pool_from_ders(set_member_ders(field_or_none(parsed["certificates"])))
        crls, ocsps = _revocations(field_or_none(parsed["crls"]))
        content = field_or_none(parsed["content"]["content"])
        return CmsSignedData(
            der=der,
            content_type=parsed["content"]["content_type"].dotted,
            # PKCS#7 allows other types than OCTET STRING here: the content is what is inside the tag and the length.
            content=None if content is None else ber.single_element(explicit_content(content)).content,
            certificates=pool.certificates,
            unreadable_certificates=pool.unreadable,
            crls=crls,
            ocsps=ocsps,
            signers=tuple(signers.read_signer(signer_info) for signer_info in infos),
        )


def _revocations(values: Any) -> tuple[tuple[Crl, ...], tuple[OcspResponse, ...]]:
    """Read the lists and answers that came along; one that cannot be read proves nothing and is left out."""
    crls, ocsps = [], []
    for der in set_member_ders(values):
        try:
            if der[:1] == b"\x30":
                crls.append(read_crl(der))
            else:
                other = load(schema.OtherRevocationInfo, b"\x30" + der[1:])
                if other["format"].dotted in {OCSP_IN_SIGNED_DATA, BASIC_OCSP_IN_SIGNED_DATA}:
                    ocsps.append(read_ocsp(bytes(other["value"].dump())))
        except DstuError:
            continue
    return tuple(crls), tuple(ocsps)


def certificate_pool(signed: CmsSignedData) -> CertificatePool:
    """Return the certificates that are inside the signed data."""
    return CertificatePool(signed.certificates, signed.unreadable_certificates)


def signature_timestamps(signer: Signer) -> tuple[Timestamp, ...]:
    """Return the time-stamps of a signature, unchecked."""
    return read_timestamps(signer.unsigned_attributes.all_values(SIGNATURE_TIMESTAMP))[0]
