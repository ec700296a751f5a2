"""Verification of an opened container against trusted certificates. Nothing here reads the clock or the network.

The rules:
- every signer counts;
- without the signed content nothing is valid;
- a certificate must be valid at the time of signing, if a timestamp token proves it, and otherwise at the time of the request;
- an unknown issuer proves nothing, so the verdict is «cannot tell»;
- a document that differs from the signed one is invalid.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from dstu import chains
from dstu.certificates import Certificate
from dstu.chains import CertificateChain
from vikno.signatures.checks import SignatureCheck, SignatureIntegrity
from vikno.signatures.containers import SignatureContainer
from vikno.signatures.report import (
    CheckedFile,
    SignatureReport,
    SignatureVerdict,
    SignerIdentity,
    SigningTimeSource,
    VerificationReport,
)
from vikno.signatures.revocation import REVOCATION_UNKNOWN, RevocationCheck, RevocationStatus, check_revocation
from vikno.signatures.trust_store import TrustStore

TRUSTED = "trusted"
# Reasons that make a signature invalid. Any other reason leaves the verdict open, except notes, which only inform.
FATAL_REASONS = frozenset(
    {"digest_differs", "signature_differs", "signing_certificate_differs", "wrong_content_type", "changed_later"}
    | {"malformed"}
    | {"revoked", "issuer_revoked", "signed_after_expiry"}
)
NOTE_REASONS = frozenset(
    {"attributes_not_der", "filled_later", "time_unproved", "revocation_unknown", "weak_digest", "stamp_untrusted"}
)
_CHAIN_REASONS = {"untrusted", "incomplete", "expired", "not_yet_valid"}


@dataclass(frozen=True, kw_only=True)
class VerificationRequest:
    """The parameters of a verification. With `is_signing_time_known`, `at` is the time of signing; otherwise it is now.

    With `revocation_needed`, an unknown revocation status leaves the verdict open.
    """

    trust: TrustStore
    at: datetime
    is_signing_time_known: bool = False
    revocation_needed: bool = False


@dataclass(frozen=True, kw_only=True)
class VerificationTime:
    """The time for which a certificate path is checked, and the source of the time of signing."""

    at: datetime
    clock: SigningTimeSource
    signed_at: datetime | None
    reasons: tuple[str, ...] = ()


def verify_container(container: SignatureContainer, request: VerificationRequest) -> VerificationReport:
    """Return the report on an opened file."""
    return build_report(container, check_signatures(container, request.trust), request)


def check_signatures(container: SignatureContainer, trust: TrustStore) -> tuple[SignatureCheck, ...]:
    """Check the signature of every signer, without trust."""
    return tuple(check for signature in container.signatures for check in signature.check(trust.pool))


def build_report(
    container: SignatureContainer, checks: Sequence[SignatureCheck], request: VerificationRequest
) -> VerificationReport:
    """Return the report on an opened file whose signatures are checked. The verdict is that on the worst signature."""
    signatures = tuple(_signature_report(check, request) for check in checks)
    covered = {name for check in checks if check.integrity == SignatureIntegrity.OK for name in check.covers}
    uncovered = tuple(file.name for file in container.files if file.name not in covered)
    verdicts = {signature.verdict for signature in signatures}
    reasons: tuple[str, ...] = ("partly_covered",) if uncovered and len(container.files) > 1 else ()
    if not signatures:
        verdict, reasons = SignatureVerdict.CANNOT_TELL, ("no_signature",)
    elif SignatureVerdict.INVALID in verdicts:
        verdict = SignatureVerdict.INVALID
    elif SignatureVerdict.CANNOT_TELL in verdicts:
        verdict = SignatureVerdict.CANNOT_TELL
    elif len(uncovered) == len(container.files):
        verdict, reasons = SignatureVerdict.CANNOT_TELL, ("data_missing",)
    else:
        verdict = SignatureVerdict.VALID
    return VerificationReport(
        verdict=verdict,
        reasons=reasons,
        kind=container.kind,
        signatures=signatures,
        files=tuple(
            CheckedFile(name=file.name, size=len(file.content), sha256=hashlib.sha256(file.content).hexdigest())
            for file in container.files
        ),
        uncovered=uncovered,
        checked_at=request.at.isoformat(),
    )


def unreadable_report(name: str, *, reason: str, at: datetime) -> VerificationReport:
    """Return the report on a file that could not be opened."""
    return VerificationReport(
        verdict=SignatureVerdict.CANNOT_TELL,
        reasons=(reason,),
        kind="",
        signatures=(),
        files=(),
        uncovered=(name,),
        checked_at=at.isoformat(),
    )


def _signature_report(check: SignatureCheck, request: VerificationRequest) -> SignatureReport:
    """Return the report on one signature: its check, the certificate path, revocation, and the verdict from all of them."""
    time = _verification_time(check, request)
    chain = _build_chain(check.certificate, check.certificates, request.trust, time.at)
    revocations = _check_revocations(chain, check, request.trust, time.at)
    reasons = [*check.problems, *time.reasons]
    if chain is not None and chain.status == TRUSTED:
        reasons += _revocation_reasons(revocations, time, is_signing_time_known=request.is_signing_time_known)
    elif chain is not None and chain.status == "expired" and time.clock == SigningTimeSource.TIMESTAMP:
        reasons.append("signed_after_expiry")
    elif chain is not None:
        reasons.append(chain.status if chain.status in _CHAIN_REASONS else "chain_broken")
    notes = NOTE_REASONS - {"revocation_unknown"} if request.revocation_needed else NOTE_REASONS
    verdict = SignatureVerdict.VALID
    if check.integrity == SignatureIntegrity.FAILED or FATAL_REASONS & set(reasons):
        verdict = SignatureVerdict.INVALID
    elif check.integrity == SignatureIntegrity.NO_DATA or set(reasons) - notes:
        verdict = SignatureVerdict.CANNOT_TELL
    # The weightiest first: fatal reasons, then those that leave the verdict open, then notes.
    reasons = sorted(dict.fromkeys(reasons), key=lambda code: (code not in FATAL_REASONS, code in NOTE_REASONS))
    return _fill_report(check, chain, revocations, time, verdict, tuple(reasons), request.trust)


def _verification_time(check: SignatureCheck, request: VerificationRequest) -> VerificationTime:
    """Return the time of signing if a trusted timestamp token proves it, otherwise the time of the request."""
    stamp = check.timestamp
    fault = ""
    if stamp is not None and stamp.time is not None:
        chain = _build_chain(stamp.certificate, check.certificates, request.trust, stamp.time) if stamp.is_ok else None
        if chain is not None and chain.status == TRUSTED:
            return VerificationTime(at=stamp.time, clock=SigningTimeSource.TIMESTAMP, signed_at=stamp.time)
        fault = "stamp_failed" if stamp.integrity == "failed" else "stamp_untrusted"
    return VerificationTime(
        at=request.at,
        clock=SigningTimeSource.CLAIMED if check.claimed_at else SigningTimeSource.UNKNOWN,
        signed_at=check.claimed_at,
        reasons=(fault, "time_unproved") if fault else ("time_unproved",),
    )


def _build_chain(
    certificate: Certificate | None, certificates: tuple[Certificate, ...], trust: TrustStore, at: datetime
) -> CertificateChain | None:
    if certificate is None:
        return None
    return chains.build_chain(certificate, (*certificates, *trust.pool), trust.anchors, at)


def _check_revocations(
    chain: CertificateChain | None, check: SignatureCheck, trust: TrustStore, at: datetime
) -> list[RevocationCheck]:
    """Return the revocation status of each certificate of a path, the signer's first. A trust anchor needs none."""
    if chain is None:
        return []
    crls = (*trust.crls, *check.crls)
    return [
        check_revocation(certificate, issuer, at=at, crls=crls, ocsps=(*trust.ocsps_about(certificate), *check.ocsps))
        for certificate, issuer in pairwise(chain.certificates)
    ]


def _revocation_reasons(
    revocations: Sequence[RevocationCheck], time: VerificationTime, *, is_signing_time_known: bool
) -> list[str]:
    if not revocations:
        return []
    signer, *issuers = revocations
    reasons = ["issuer_revoked"] if any(issuer.state == RevocationStatus.REVOKED for issuer in issuers) else []
    if signer.state == RevocationStatus.UNKNOWN:
        return [*reasons, "revocation_unknown"]
    if signer.state == RevocationStatus.GOOD:
        return reasons
    # The signature claims to be older than the revocation, and nothing proves or disproves that.
    may_be_earlier = (
        not is_signing_time_known
        and time.clock == SigningTimeSource.CLAIMED
        and time.signed_at is not None
        and signer.revoked_at is not None
        and time.signed_at < signer.revoked_at
    )
    return [*reasons, "revoked_later" if may_be_earlier else "revoked"]


def _fill_report(
    check: SignatureCheck,
    chain: CertificateChain | None,
    revocations: Sequence[RevocationCheck],
    time: VerificationTime,
    verdict: SignatureVerdict,
    reasons: tuple[str, ...],
    trust: TrustStore,
) -> SignatureReport:
    certificate = check.certificate
    revocation = revocations[0] if revocations else REVOCATION_UNKNOWN
    path = chain.certificates if chain is not None else ()
    # The certificate states that it is qualified; the trust list, where there is one, must name its issuer so too.
    is_issuer_qualified = not trust.qualified or bool({issuer.fingerprint for issuer in path} & trust.qualified)
    is_trusted = chain is not None and chain.status == TRUSTED
    return SignatureReport(
        verdict=verdict,
        reasons=reasons,
        signer=_signer_identity(certificate),
        signed_at=_iso(time.signed_at),
        claimed_at=_iso(check.claimed_at),
        clock=time.clock,
        checked_for=time.at.isoformat(),
        algorithm=check.algorithm,
        form=check.form,
        level=check.level,
        integrity=check.integrity,
        chain=chain.status if chain is not None else "unknown",
        chain_names=tuple(link.subject.common_name or link.subject.text for link in path),
        issuer=certificate.issuer.common_name or certificate.issuer.text if certificate else "",
        serial_number=f"{certificate.serial_number:X}" if certificate else "",
        certificate_from=_iso(certificate.not_before) if certificate else None,
        certificate_until=_iso(certificate.not_after) if certificate else None,
        revocation=revocation.state,
        revocation_source=revocation.source,
        revoked_at=_iso(revocation.revoked_at),
        is_qualified=is_trusted and certificate is not None and certificate.is_qualified and is_issuer_qualified,
        has_qscd=certificate is not None and certificate.has_qscd,
        where=check.where,
        covers=check.covers if check.integrity == SignatureIntegrity.OK else (),
    )


def _iso(time: datetime | None) -> str | None:
    return time.isoformat() if time else None


def _signer_identity(certificate: Certificate | None) -> SignerIdentity:
    if certificate is None:
        return SignerIdentity()
    subject = certificate.subject
    return SignerIdentity(
        name=subject.common_name or " ".join(filter(None, (subject.surname, subject.given_name))) or subject.text,
        organization=subject.organization or "",
        title=subject.title or "",
        rnokpp=certificate.rnokpp,
        edrpou=certificate.edrpou,
        unzr=certificate.unzr,
        document=certificate.document,
    )
