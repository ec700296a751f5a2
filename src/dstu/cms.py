"""Signed data: CMS (RFC 5652) and CAdES (RFC 5126, ETSI EN 319 122) up to X-L, every signer checked.

`read_signed` reads, `SignedData.check` checks. Whether to trust the certificates is for `chains` and the caller to say.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dstu import ber, digests, schema, signers
from dstu.asn1 import der_or_none, explicit_content, field_or_none, load, malformed_on_error
from dstu.certificates import Certificate, CertificatePool, pool_from_ders, set_member_ders
from dstu.errors import DstuError, InputTooBig, MalformedData, UnsupportedFeature
from dstu.gost28147 import DEFAULT_DKE
from dstu.problems import Integrity, VerificationProblem
from dstu.revocation import Crl, OcspResponse, read_crl, read_ocsp
from dstu.signers import DigestKind, SignedContent, Signer, SignerAttributes, SignerVerification
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
_ALGORITHM_TITLES = ("DSTU4145", "RSA", "ECDSA")

__all__ = ["MAX_SIGNERS", "CmsSignedData", "SignerCheck", "VerificationProblem", "read_signed_data"]


@dataclass(frozen=True, slots=True)
class SignerCheck:
    """The result of checking one signature, without trust in its certificate.

    `integrity`: "ok" if the content is what was signed, the signature fits and the signer’s certificate is the one meant;
    "failed" if one of them is not so; "no_data" if content, certificate or algorithm are not at hand. `signature` says whether
    the signature alone fits, None where it could not be tried. `signed_at` is what the signer claims.
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
        """True if nothing but notes was found."""
        return self.integrity == "ok" and all(problem.is_note for problem in self.problems)


@dataclass(frozen=True, slots=True)
class CmsSignedData:
    """A SignedData, read. `content` is None where it is kept apart (detached)."""

    der: bytes = field(repr=False)
    content_type: str
    content: bytes | None = field(repr=False)
    certificates: tuple[Certificate, ...]
    unreadable_certificates: tuple[str, ...]
    crls: tuple[Crl, ...]
    ocsps: tuple[OcspResponse, ...]
    signers: tuple[Signer, ...]

    def digest_algorithms(self) -> frozenset[str]:
        """The names of the digests that a detached content is asked for."""
        return frozenset(name for signer in self.signers for name, _ in self._kinds(signer, ()))

    def check(
        self,
        content: SignedContent | None = None,
        certificates: Iterable[Certificate] = (),
        digests: Mapping[str, bytes] | None = None,
    ) -> tuple[SignerCheck, ...]:
        """Check every signer, and their time-stamps.

        `content` (bytes, or a binary stream that is read once, in pieces) or its `digests` by name are for a detached
        signature; if the content is inside as well, both must be the same. `certificates` are more of them to look for the
        signers’ among. Raises nothing for what is wrong with a signature.
        """
        known = tuple(dict.fromkeys((*self.certificates, *certificates)))
        kinds = {kind for signer in self.signers for kind in self._kinds(signer, known)}
        own = None if self.content is None else signers.compute_digests(self.content, kinds)
        ready = _given_digests(content, digests, kinds)
        same = own is None or ready is None or all(own[kind] == value for kind, value in ready.items() if kind in own)
        return tuple(
            self._check(signer, own if ready is None or not same else ready, known, same) for signer in self.signers
        )

    def _kinds(self, signer: Signer, known: tuple[Certificate, ...]) -> set[DigestKind]:
        stamps, _ = read_timestamps(signer.signed_attributes.all_values(CONTENT_TIMESTAMP))
        wanted = {(stamp.digest, DEFAULT_DKE) for stamp in stamps}
        if not signer.unsupported:
            wanted |= signer.digest_kinds([one for one in known if signer.identifies(one)])
        return {kind for kind in wanted if kind[0] in digests.OIDS}

    def _check(
        self, signer: Signer, ready: Mapping[DigestKind, bytes] | None, known: tuple[Certificate, ...], same: bool
    ) -> SignerCheck:
        long_term = _long_term(signer.unsigned_attributes)
        known = tuple(dict.fromkeys((*known, *long_term.certificates)))
        held = signers.check_signer(
            signer, self.content_type, ready, tuple(one for one in known if signer.identifies(one))
        )
        timestamp, stamp_problems = _signature_timestamp(signer, known)
        content_timestamp, content_problems = _content_timestamp(signer, ready, known)
        signed_at, time_problems = _claimed(signer)
        problems = (*held.problems, *stamp_problems, *content_problems, *time_problems, *long_term.problems)
        if not same:
            problems += (VerificationProblem("digest_differs", "The content inside is not the one given."),)
        return SignerCheck(
            certificate=held.certificate,
            certificate_candidates=held.candidates,
            integrity=held.integrity if same else "failed",
            signature=held.signature,
            problems=problems,
            signed_at=signed_at,
            timestamp=timestamp,
            content_timestamp=content_timestamp,
            digest_algorithm=digests.TITLES.get(signer.digest, signer.digest),
            algorithm=_title(signer, held),
            level=_level(signer),
            certificate_values=long_term.certificates,
            revocation_values=(long_term.crls, long_term.ocsps),
            signer=signer,
        )


def _given_digests(
    content: SignedContent | None, ready: Mapping[str, bytes] | None, kinds: set[DigestKind]
) -> dict[DigestKind, bytes] | None:
    if content is not None:
        return signers.compute_digests(content, kinds)
    if ready is None:
        return None
    return {(digests.digest_name(name), DEFAULT_DKE): value for name, value in ready.items()}


def _title(signer: Signer, held: SignerVerification) -> str:
    digest = digests.TITLES.get(signer.scheme.digest, signer.scheme.digest)
    key = held.certificate.public_key.algorithm if held.certificate else signer.algorithm_oid
    return f"{key} with {digest}"


def _claimed(signer: Signer) -> tuple[datetime | None, tuple[VerificationProblem, ...]]:
    try:
        return signer.signed_at, ()
    except DstuError as error:
        return None, (VerificationProblem("malformed", f"The time of signing cannot be read: {error}"),)


def _signature_timestamp(
    signer: Signer, known: tuple[Certificate, ...]
) -> tuple[TimestampCheck | None, tuple[VerificationProblem, ...]]:
    """The first that holds counts; if none does, the first is shown with what is wrong."""
    stamps, problems = read_timestamps(signer.unsigned_attributes.all_values(SIGNATURE_TIMESTAMP))
    checks = [stamp.check(signer.signature, known) for stamp in stamps]
    best = next((check for check in checks if check.is_ok), checks[0] if checks else None)
    return best, problems + _stamp_problems(best, "timestamp_differs", "The time-stamp of the signature does not hold.")


def _content_timestamp(
    signer: Signer, ready: Mapping[DigestKind, bytes] | None, known: tuple[Certificate, ...]
) -> tuple[TimestampCheck | None, tuple[VerificationProblem, ...]]:
    stamps, problems = read_timestamps(signer.signed_attributes.all_values(CONTENT_TIMESTAMP))
    checks = [stamp.check_digest((ready or {}).get((stamp.digest, DEFAULT_DKE)), known) for stamp in stamps]
    best = next((check for check in checks if check.is_ok), checks[0] if checks else None)
    return best, problems + _stamp_problems(
        best, "content_timestamp_differs", "The time-stamp of the content does not hold."
    )


def _stamp_problems(check: TimestampCheck | None, code: str, text: str) -> tuple[VerificationProblem, ...]:
    return (VerificationProblem(code, text),) if check is not None and check.integrity == "failed" else ()


@dataclass(frozen=True, slots=True)
class _LongTerm:
    certificates: tuple[Certificate, ...]
    crls: tuple[Crl, ...]
    ocsps: tuple[OcspResponse, ...]
    problems: tuple[VerificationProblem, ...]


def _long_term(unsigned: SignerAttributes) -> _LongTerm:
    """Read the values that CAdES-X-L keeps beside the signature. They are unsigned: each is worth its own signature only."""
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
                crls += [read_crl(one.dump()) for one in field_or_none(values["crls"]) or ()]
                ocsps += [read_ocsp(one.dump()) for one in field_or_none(values["ocsps"]) or ()]
            problems += _references(unsigned, certificates)
    except DstuError as error:
        problems.append(
            VerificationProblem(
                "values_unreadable", f"Values beside the signature cannot be read: {error}", is_note=True
            )
        )
    return _LongTerm(tuple(certificates), tuple(crls), tuple(ocsps), tuple(problems))


def _references(unsigned: SignerAttributes, certificates: list[Certificate]) -> list[VerificationProblem]:
    """Return whether a certificate that is referred to is not among the values, where there are values."""
    referred = (one for der in unsigned.all_values(CERTIFICATE_REFS) for one in load(schema.CertificateReferences, der))
    if not certificates or all(any(_refers(one["hash"], kept) for kept in certificates) for one in referred):
        return []
    return [VerificationProblem("references_differ", "A certificate that is referred to is not here.", is_note=True)]


def _refers(reference: Any, certificate: Certificate) -> bool:
    if reference.name == "sha1":
        return bytes(reference.chosen) == certificate.digest("sha1")
    found = reference.chosen
    try:
        return bytes(found["hash"]) == certificate.digest(found["algorithm"]["algorithm"].dotted)
    except UnsupportedFeature:
        return False


def _level(signer: Signer) -> str:
    """Name the format by the attributes that are there (ETSI EN 319 122-2)."""
    unsigned = set(signer.unsigned_attributes.values)
    if not {signers.ESS_V1, signers.ESS_V2} & set(signer.signed_attributes.values):
        return "CMS"
    if SIGNATURE_TIMESTAMP not in unsigned:
        return "CAdES-EPES" if POLICY in signer.signed_attributes else "CAdES-BES"
    return next((level for level, present in _levels(unsigned) if present), "CAdES-T")


def _levels(unsigned: set[str]) -> tuple[tuple[str, bool], ...]:
    complete = {CERTIFICATE_REFS, REVOCATION_REFS} <= unsigned
    stamped = bool(REFS_TIMESTAMPS & unsigned)
    valued = {CERTIFICATE_VALUES, REVOCATION_VALUES} <= unsigned
    return (
        ("CAdES-A", bool(ARCHIVE_TIMESTAMPS & unsigned)),
        ("CAdES-X-L", valued),
        ("CAdES-X", complete and stamped),
        ("CAdES-C", complete),
    )


def read_signed_data(data: bytes) -> CmsSignedData:
    """Read a SignedData: DER, BER, PEM, base64, or behind a transport header. Raises MalformedData, InputTooBig."""
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
        return CmsSignedData(
            der=der,
            content_type=parsed["content"]["content_type"].dotted,
            content=_content(parsed["content"]["content"]),
            certificates=pool.certificates,
            unreadable_certificates=pool.unreadable,
            crls=crls,
            ocsps=ocsps,
            signers=tuple(signers.read_signer(one) for one in infos),
        )


def _content(field: Any) -> bytes | None:
    """Return the octets of the content; of PKCS#7, where it may be another type, what is inside its tag and length."""
    return None if der_or_none(field) is None else ber.single_element(explicit_content(field)).content


def _revocations(kept: Any) -> tuple[tuple[Crl, ...], tuple[OcspResponse, ...]]:
    """Read what is kept for checking; what cannot be read proves nothing and is left out."""
    crls, ocsps = [], []
    for der in set_member_ders(kept):
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
    """Return the certificates that came along."""
    return CertificatePool(signed.certificates, signed.unreadable_certificates)


def signature_timestamps(signer: Signer) -> tuple[Timestamp, ...]:
    """Return the time-stamps of a signature, unchecked."""
    return read_timestamps(signer.unsigned_attributes.all_values(SIGNATURE_TIMESTAMP))[0]
