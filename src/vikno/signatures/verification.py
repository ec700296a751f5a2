"""From an opened container and what is trusted to a report. Nothing here reads the clock or the network.

The rules: every signer counts; without what was signed nothing is valid; a certificate must be good at the time of signing,
which only a time-stamp proves, and otherwise at the time that is asked about; an issuer that is not known here is no proof of
anything, so then we cannot tell; a document that differs from what was signed is invalid.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dstu import chains
from dstu.certificates import Certificate
from dstu.chains import CertificateChain
from dstu.timestamps import TimestampCheck
from vikno.signatures.archives import ContainerFile
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
# What makes a signature invalid. Each other reason leaves it open, but for notes, which only say more.
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

    `revocation_needed`: what nobody could ask about leaves the verdict open.
    """

    trust: TrustStore
    at: datetime
    is_signing_time_known: bool = False
    revocation_needed: bool = False


@dataclass(frozen=True, kw_only=True)
class VerificationTime:
    """The time for which a certificate is looked at, and how it is known when was signed."""

    at: datetime
    clock: SigningTimeSource
    signed_at: datetime | None
    reasons: tuple[str, ...] = ()


def verify_container(container: SignatureContainer, question: VerificationRequest) -> VerificationReport:
    """Return the report on an opened file."""
    return build_report(container, check_signatures(container, question.trust), question)


def check_signatures(container: SignatureContainer, trust: TrustStore) -> tuple[SignatureCheck, ...]:
    """Check the signature of every signer, without trust."""
    return tuple(check for signature in container.signatures for check in signature.check(trust.pool))


def build_report(
    container: SignatureContainer, checks: Sequence[SignatureCheck], question: VerificationRequest
) -> VerificationReport:
    """Return the report on an opened file, of which it is known what the mathematics says."""
    signatures = tuple(_judged(check, question) for check in checks)
    covered = {name for check in checks if check.integrity == SignatureIntegrity.OK for name in check.covers}
    uncovered = tuple(file.name for file in container.files if file.name not in covered)
    verdict, reasons = _together(signatures, uncovered, container.files)
    return VerificationReport(
        verdict=verdict,
        reasons=reasons,
        kind=container.kind,
        signatures=signatures,
        files=tuple(_described(file) for file in container.files),
        uncovered=uncovered,
        checked_at=question.at.isoformat(),
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


def _described(file: ContainerFile) -> CheckedFile:
    return CheckedFile(name=file.name, size=len(file.content), sha256=hashlib.sha256(file.content).hexdigest())


def _together(
    signatures: Sequence[SignatureReport], uncovered: Sequence[str], files: Sequence[ContainerFile]
) -> tuple[SignatureVerdict, tuple[str, ...]]:
    """Return the verdict on the file: no better than that on its worst signature."""
    if not signatures:
        return SignatureVerdict.CANNOT_TELL, ("no_signature",)
    verdicts = {signature.verdict for signature in signatures}
    partly = ("partly_covered",) if uncovered and len(files) > 1 else ()
    if SignatureVerdict.INVALID in verdicts:
        return SignatureVerdict.INVALID, partly
    if SignatureVerdict.CANNOT_TELL in verdicts:
        return SignatureVerdict.CANNOT_TELL, partly
    if len(uncovered) == len(files):
        return SignatureVerdict.CANNOT_TELL, ("data_missing",)
    return SignatureVerdict.VALID, partly


def _judged(check: SignatureCheck, question: VerificationRequest) -> SignatureReport:
    moment = _moment(check, question)
    chain = _chain(check.certificate, check.certificates, question.trust, moment.at)
    known = _revocations(chain, check, question.trust, moment.at)
    said = [*check.problems, *moment.reasons, *_chain_reasons(chain, moment)]
    if chain is not None and chain.status == TRUSTED:
        said += _revocation_reasons(known, moment, asked=question.is_signing_time_known)
    reasons = tuple(sorted(dict.fromkeys(said), key=_weight))
    notes = NOTE_REASONS - {"revocation_unknown"} if question.revocation_needed else NOTE_REASONS
    return _written(check, chain, known, moment, _verdict(check.integrity, reasons, notes), reasons, question.trust)


def _weight(reason: str) -> int:
    return 0 if reason in FATAL_REASONS else 2 if reason in NOTE_REASONS else 1


def _verdict(integrity: SignatureIntegrity, reasons: Sequence[str], notes: frozenset[str]) -> SignatureVerdict:
    if integrity == SignatureIntegrity.FAILED or FATAL_REASONS & set(reasons):
        return SignatureVerdict.INVALID
    if integrity == SignatureIntegrity.NO_DATA or set(reasons) - notes:
        return SignatureVerdict.CANNOT_TELL
    return SignatureVerdict.VALID


def _moment(check: SignatureCheck, question: VerificationRequest) -> VerificationTime:
    """Return when was signed: as a trusted time-stamp proves; otherwise it is looked at for the time that is asked about."""
    claimed = SigningTimeSource.CLAIMED if check.claimed_at else SigningTimeSource.UNKNOWN
    if check.timestamp is None or check.timestamp.time is None:
        return VerificationTime(at=question.at, clock=claimed, signed_at=check.claimed_at, reasons=("time_unproved",))
    if fault := _stamp_fault(check.timestamp, check.certificates, question.trust):
        reasons = (fault, "time_unproved")
        return VerificationTime(at=question.at, clock=claimed, signed_at=check.claimed_at, reasons=reasons)
    return VerificationTime(at=check.timestamp.time, clock=SigningTimeSource.TIMESTAMP, signed_at=check.timestamp.time)


def _stamp_fault(stamp: TimestampCheck, certificates: tuple[Certificate, ...], trust: TrustStore) -> str:
    if not stamp.is_ok or stamp.time is None:
        return "stamp_failed" if stamp.integrity == "failed" else "stamp_untrusted"
    chain = _chain(stamp.certificate, certificates, trust, stamp.time)
    return "" if chain is not None and chain.status == TRUSTED else "stamp_untrusted"


def _chain(
    certificate: Certificate | None, beside: tuple[Certificate, ...], trust: TrustStore, at: datetime
) -> CertificateChain | None:
    if certificate is None:
        return None
    return chains.build_chain(certificate, (*beside, *trust.pool), trust.anchors, at)


def _chain_reasons(chain: CertificateChain | None, moment: VerificationTime) -> list[str]:
    if chain is None or chain.status == TRUSTED:
        return []
    if chain.status == "expired" and moment.clock == SigningTimeSource.TIMESTAMP:
        return ["signed_after_expiry"]
    return [chain.status if chain.status in _CHAIN_REASONS else "chain_broken"]


def _revocations(
    chain: CertificateChain | None, check: SignatureCheck, trust: TrustStore, at: datetime
) -> list[RevocationCheck]:
    """Return what is known of each certificate on the way, the signer's first; an anchor is believed as it is."""
    if chain is None:
        return []
    crls = (*trust.crls, *check.crls)
    return [
        check_revocation(one, issuer, at=at, crls=crls, ocsps=(*trust.ocsps_about(one), *check.ocsps))
        for one, issuer in zip(chain.certificates, chain.certificates[1:], strict=False)
    ]


def _revocation_reasons(known: Sequence[RevocationCheck], moment: VerificationTime, *, asked: bool) -> list[str]:
    if not known:
        return []
    signer, *issuers = known
    reasons = ["issuer_revoked"] if any(one.state == RevocationStatus.REVOKED for one in issuers) else []
    if signer.state == RevocationStatus.UNKNOWN:
        return [*reasons, "revocation_unknown"]
    if signer.state == RevocationStatus.GOOD:
        return reasons
    return [*reasons, "revoked_later" if _may_be_earlier(signer, moment, asked=asked) else "revoked"]


def _may_be_earlier(signer: RevocationCheck, moment: VerificationTime, *, asked: bool) -> bool:
    """Return whether a signature by a revoked certificate says that it is older, and nothing proves or disproves that."""
    if asked or moment.clock != SigningTimeSource.CLAIMED or moment.signed_at is None or signer.revoked_at is None:
        return False
    return moment.signed_at < signer.revoked_at


def _written(
    check: SignatureCheck,
    chain: CertificateChain | None,
    known: Sequence[RevocationCheck],
    moment: VerificationTime,
    verdict: SignatureVerdict,
    reasons: tuple[str, ...],
    trust: TrustStore,
) -> SignatureReport:
    certificate = check.certificate
    revocation = known[0] if known else REVOCATION_UNKNOWN
    is_trusted = chain is not None and chain.status == TRUSTED
    return SignatureReport(
        verdict=verdict,
        reasons=reasons,
        signer=_who(certificate),
        signed_at=_iso(moment.signed_at),
        claimed_at=_iso(check.claimed_at),
        clock=moment.clock,
        checked_for=moment.at.isoformat(),
        algorithm=check.algorithm,
        form=check.form,
        level=check.level,
        integrity=check.integrity,
        chain=chain.status if chain is not None else "unknown",
        chain_names=tuple(_name(one) for one in chain.certificates) if chain is not None else (),
        issuer=certificate.issuer.common_name or certificate.issuer.text if certificate else "",
        serial_number=f"{certificate.serial_number:X}" if certificate else "",
        certificate_from=_iso(certificate.not_before) if certificate else None,
        certificate_until=_iso(certificate.not_after) if certificate else None,
        revocation=revocation.state,
        revocation_source=revocation.source,
        revoked_at=_iso(revocation.revoked_at),
        is_qualified=is_trusted and certificate is not None and _is_qualified(certificate, chain, trust),
        has_qscd=certificate is not None and certificate.has_qscd,
        where=check.where,
        covers=check.covers if check.integrity == SignatureIntegrity.OK else (),
    )


def _is_qualified(certificate: Certificate, chain: CertificateChain | None, trust: TrustStore) -> bool:
    """Return whether the certificate says that it is qualified, and the trust list, where there is one, names its issuer so."""
    issuers = {one.fingerprint for one in chain.certificates} if chain is not None else set()
    return certificate.is_qualified and (not trust.qualified or bool(issuers & trust.qualified))


def _iso(time: datetime | None) -> str | None:
    return time.isoformat() if time else None


def _name(certificate: Certificate) -> str:
    return certificate.subject.common_name or certificate.subject.text


def _who(certificate: Certificate | None) -> SignerIdentity:
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
