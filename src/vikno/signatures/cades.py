"""Signatures in CMS (RFC 5652) and CAdES (ETSI EN 319 122-1): what `dstu` says of them, in the words of this package."""

from dstu import cms
from dstu.certificates import Certificate
from dstu.cms import CmsSignedData, SignerCheck
from dstu.errors import DstuError
from vikno.signatures.checks import SignatureCheck, SignatureForm, SignatureIntegrity
from vikno.signatures.reasons import REASON_MESSAGES


def read_signed_data(data: bytes) -> CmsSignedData | None:
    """Return the signed data, or None where the bytes are none."""
    try:
        return cms.read_signed_data(data)
    except DstuError:
        return None


def check_signers(
    data: bytes,
    *,
    content: bytes | None,
    where: str,
    known: tuple[Certificate, ...] = (),
    covers: tuple[str, ...] = (),
) -> tuple[SignatureCheck, ...]:
    """Check the signature of each signer, without trust. Without any signer the result is one failed `SignatureCheck`."""
    try:
        signed = cms.read_signed_data(data)
        checks = signed.check(content, certificates=known)
    except DstuError:
        return (
            SignatureCheck(
                form=SignatureForm.CADES, where=where, integrity=SignatureIntegrity.NO_DATA, problems=("unreadable",)
            ),
        )
    if not checks:
        return (
            SignatureCheck(
                form=SignatureForm.CADES, where=where, integrity=SignatureIntegrity.NO_DATA, problems=("no_signer",)
            ),
        )
    return tuple(_check(one, signed, where=where, covers=covers) for one in checks)


def _check(one: SignerCheck, signed: CmsSignedData, *, where: str, covers: tuple[str, ...]) -> SignatureCheck:
    crls, ocsps = one.revocation_values
    integrity = SignatureIntegrity(one.integrity)
    return SignatureCheck(
        form=SignatureForm.CADES,
        where=where,
        integrity=integrity,
        problems=tuple(
            problem.code for problem in one.problems if not problem.is_note or problem.code in REASON_MESSAGES
        ),
        certificate=one.certificate,
        certificates=(*signed.certificates, *one.certificate_values),
        claimed_at=one.signed_at,
        # A time-stamp of the content says that the content was there, not that it was signed by then.
        timestamp=one.timestamp,
        algorithm=one.algorithm,
        level=one.level,
        crls=(*signed.crls, *crls),
        ocsps=(*signed.ocsps, *ocsps),
        covers=covers if integrity == SignatureIntegrity.OK else (),
    )
