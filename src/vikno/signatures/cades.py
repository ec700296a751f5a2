"""Signatures in CMS (RFC 5652) and CAdES (ETSI EN 319 122-1): the checks of `dstu` as values of this package."""

from dstu import cms
from dstu.certificates import Certificate
from dstu.cms import CmsSignedData
from dstu.errors import DstuError
from vikno.signatures.checks import SignatureCheck, SignatureForm, SignatureIntegrity
from vikno.signatures.reasons import REASON_MESSAGES


def read_signed_data(data: bytes) -> CmsSignedData | None:
    """Return the signed data, or None where the bytes are not CMS."""
    try:
        return cms.read_signed_data(data)
    except DstuError:
        return None


def check_signers(
    data: bytes,
    *,
    content: bytes | None,
    where: str,
    known_certificates: tuple[Certificate, ...] = (),
    covers: tuple[str, ...] = (),
) -> tuple[SignatureCheck, ...]:
    """Check the signature of each signer, without trust. Without any signer the result is one failed `SignatureCheck`."""
    try:
        signed = cms.read_signed_data(data)
        signers = signed.check(content, certificates=known_certificates)
    except DstuError:
        return (_failed_check(where, "unreadable"),)
    if not signers:
        return (_failed_check(where, "no_signer"),)
    checks = []
    for signer in signers:
        crls, ocsps = signer.revocation_values
        integrity = SignatureIntegrity(signer.integrity)
        problems = [
            problem.code for problem in signer.problems if not problem.is_note or problem.code in REASON_MESSAGES
        ]
        check = SignatureCheck(
            form=SignatureForm.CADES,
            where=where,
            integrity=integrity,
            problems=tuple(problems),
            certificate=signer.certificate,
            certificates=(*signed.certificates, *signer.certificate_values),
            claimed_at=signer.signed_at,
            # A content timestamp proves that the content existed, not that it was signed by then.
            timestamp=signer.timestamp,
            algorithm=signer.algorithm,
            level=signer.level,
            crls=(*signed.crls, *crls),
            ocsps=(*signed.ocsps, *ocsps),
            covers=covers if integrity == SignatureIntegrity.OK else (),
        )
        checks.append(check)
    return tuple(checks)


def _failed_check(where: str, problem: str) -> SignatureCheck:
    return SignatureCheck(
        form=SignatureForm.CADES, where=where, integrity=SignatureIntegrity.NO_DATA, problems=(problem,)
    )
