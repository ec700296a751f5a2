"""Identity from a signature on a text created for one attempt, with a trusted certificate."""

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
from vikno.signatures.report import SignatureReport, SignatureVerdict
from vikno.signatures.trust_store import TrustStore, parse_trust_file
from vikno.signatures.verification import VerificationRequest, verify_container


def assertion_from_signature(
    provider: Provider, signed: bytes, *, text: bytes, name: str, at: datetime.datetime
) -> IdentityAssertion:
    """Return the identity of the signer of exactly this text. Raises `IdentificationFailed`."""
    container = _open_signature(signed, text, name)
    own_anchors = parse_trust_file(provider.anchors.encode()) if provider.anchors.strip() else TrustStore()
    report = verify_container(container, VerificationRequest(trust=own_anchors + load_trust_store(), at=at))
    if len(report.signatures) != 1:
        raise IdentificationFailed(IdentityFailureReason.BAD_SIGNATURE, detail=f"{len(report.signatures)} signatures")
    (signature,) = report.signatures
    if signature.verdict == SignatureVerdict.INVALID or signature.integrity != SignatureIntegrity.OK:
        raise IdentificationFailed(IdentityFailureReason.BAD_SIGNATURE, detail=",".join(signature.reasons))
    if UNTRUSTED_SIGNER_REASONS & set(signature.reasons):
        raise IdentificationFailed(IdentityFailureReason.UNTRUSTED, detail=",".join(signature.reasons))
    return _assertion(provider, signature, at)


def _open_signature(signed: bytes, text: bytes, name: str) -> SignatureContainer:
    """Open an enveloping or detached signature, or a container, and check that it covers this text.

    Raises `IdentificationFailed`.
    """
    try:
        container = open_container(signed, name=f"{name}.p7s", documents=[])
        if not container.files:
            container = open_container(signed, name=f"{name}.p7s", documents=[ContainerFile(name=name, content=text)])
    except Refused:
        raise IdentificationFailed(IdentityFailureReason.BAD_SIGNATURE, detail="unreadable") from None
    if not container.signatures:
        raise IdentificationFailed(IdentityFailureReason.BAD_SIGNATURE, detail="unreadable")
    if [file.content for file in container.files] != [text]:
        raise IdentificationFailed(IdentityFailureReason.MIXED_UP, detail="another text")
    return container


def _assertion(provider: Provider, signature: SignatureReport, at: datetime.datetime) -> IdentityAssertion:
    signer = signature.signer
    rnokpp, document = split_person_number(claim_text(signer.rnokpp or ""))
    family_name, given_name, *patronymic = [*signer.name.split(), "", ""]
    return IdentityAssertion(
        provider=provider.code,
        method=provider.kind,
        # A certificate that is not qualified gives a low level, whatever the provider's default.
        level=AssuranceLevel(provider.default_level) if signature.is_qualified else AssuranceLevel.LOW,
        at=at,
        rnokpp=rnokpp,
        unzr=claim_text(signer.unzr or ""),
        document_number=claim_text(signer.document or "") or document,
        family_name=family_name,
        given_name=given_name,
        patronymic=" ".join(patronymic).strip(),
        organization=signer.organization if signer.edrpou and signer.edrpou != rnokpp else "",
        edrpou=signer.edrpou if signer.edrpou and signer.edrpou != rnokpp else "",
        evidence={
            "issuer": signature.issuer,
            "serial": signature.serial_number,
            "signed_at": signature.signed_at or "",
        },
    )
