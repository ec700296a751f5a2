"""Who somebody is by what they have signed: a text that was made for this try alone, under a certificate that is trusted here."""

import datetime

from vikno.identity.assertion import IdentityAssertion, claim_text, split_person_number
from vikno.identity.failures import IdentificationFailed, IdentityFailureReason
from vikno.identity.levels import AssuranceLevel
from vikno.identity.models import Provider
from vikno.kernel.errors import Refused
from vikno.signatures.archives import ContainerFile
from vikno.signatures.checks import SignatureIntegrity
from vikno.signatures.containers import SignatureContainer, open_container
from vikno.signatures.queries import load_trust_store
from vikno.signatures.reasons import UNTRUSTED_SIGNER_REASONS
from vikno.signatures.report import SignatureReport, SignatureVerdict, VerificationReport
from vikno.signatures.trust_store import TrustStore, parse_trust_file
from vikno.signatures.verification import VerificationRequest, verify_container


def assertion_from_signature(
    provider: Provider, signed: bytes, *, text: bytes, name: str, at: datetime.datetime
) -> IdentityAssertion:
    """Return who signed exactly this text. Raises `Failed`."""
    container = _opened(signed, text, name)
    report = verify_container(container, VerificationRequest(trust=_trust(provider), at=at))
    signature = _accepted(report)
    return _assertion(provider, signature, at)


def _opened(signed: bytes, text: bytes, name: str) -> SignatureContainer:
    """Open what came: a signature with the text in it, one beside it, or a container of it. Another text is none of ours."""
    try:
        container = open_container(signed, name=f"{name}.p7s", beside=[])
        if not container.files:
            container = open_container(signed, name=f"{name}.p7s", beside=[ContainerFile(name=name, content=text)])
    except Refused:
        raise IdentificationFailed(IdentityFailureReason.BAD_SIGNATURE, detail="unreadable") from None
    if not container.signatures:
        raise IdentificationFailed(IdentityFailureReason.BAD_SIGNATURE, detail="unreadable")
    if [file.content for file in container.files] != [text]:
        raise IdentificationFailed(IdentityFailureReason.MIXED_UP, detail="another text")
    return container


def _accepted(report: VerificationReport) -> SignatureReport:
    if len(report.signatures) != 1:
        raise IdentificationFailed(IdentityFailureReason.BAD_SIGNATURE, detail=f"{len(report.signatures)} signatures")
    (signature,) = report.signatures
    if signature.verdict == SignatureVerdict.INVALID or signature.integrity != SignatureIntegrity.OK:
        raise IdentificationFailed(IdentityFailureReason.BAD_SIGNATURE, detail=",".join(signature.reasons))
    if UNTRUSTED_SIGNER_REASONS & set(signature.reasons):
        raise IdentificationFailed(IdentityFailureReason.UNTRUSTED, detail=",".join(signature.reasons))
    return signature


def _trust(provider: Provider) -> TrustStore:
    own = parse_trust_file(provider.anchors.encode()) if provider.anchors.strip() else TrustStore()
    return own + load_trust_store()


def _assertion(provider: Provider, signature: SignatureReport, at: datetime.datetime) -> IdentityAssertion:
    who = signature.signer
    rnokpp, document = split_person_number(claim_text(who.rnokpp or ""))
    family, given, patronymic = _names(who.name)
    return IdentityAssertion(
        provider=provider.code,
        method=provider.kind,
        level=_level(provider, signature),
        at=at,
        rnokpp=rnokpp,
        unzr=claim_text(who.unzr or ""),
        document_number=claim_text(who.document or "") or document,
        family_name=family,
        given_name=given,
        patronymic=patronymic,
        organization=who.organization if who.edrpou and who.edrpou != rnokpp else "",
        edrpou=who.edrpou if who.edrpou and who.edrpou != rnokpp else "",
        evidence={
            "issuer": signature.issuer,
            "serial": signature.serial_number,
            "signed_at": signature.signed_at or "",
        },
    )


def _level(provider: Provider, signature: SignatureReport) -> AssuranceLevel:
    """A qualified certificate gives what is set up; one that is not qualified gives little, whatever is set up."""
    return AssuranceLevel(provider.default_level) if signature.is_qualified else AssuranceLevel.LOW


def _names(full: str) -> tuple[str, str, str]:
    """Return family name, given name and patronymic of a name as certificates write it."""
    parts = [*full.split(), "", "", ""]
    return parts[0], parts[1], " ".join(part for part in parts[2:] if part)
