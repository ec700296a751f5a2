"""Who somebody is by what they have signed: a text that was made for this try alone, under a certificate that is trusted here."""

import datetime

from vikno.identity.assertion import IdentityAssertion, known, number_of
from vikno.identity.failing import Failed, Reason
from vikno.identity.levels import Level
from vikno.identity.models import Provider
from vikno.kernel.errors import Refused
from vikno.signatures.archives import Entry
from vikno.signatures.checks import Integrity
from vikno.signatures.containers import Container, open_container
from vikno.signatures.queries import trusted
from vikno.signatures.reasons import UNATTRIBUTED
from vikno.signatures.report import Report, SignatureReport, Verdict
from vikno.signatures.trust import Trust, read
from vikno.signatures.verifying import Question, report_on


def who_signed(
    provider: Provider, signed: bytes, *, text: bytes, name: str, at: datetime.datetime
) -> IdentityAssertion:
    """Return who signed exactly this text. Raises `Failed`."""
    container = _opened(signed, text, name)
    report = report_on(container, Question(trust=_trust(provider), at=at))
    signature = _accepted(report)
    return _assertion(provider, signature, at)


def _opened(signed: bytes, text: bytes, name: str) -> Container:
    """Open what came: a signature with the text in it, one beside it, or a container of it. Another text is none of ours."""
    try:
        container = open_container(signed, name=f"{name}.p7s", beside=[])
        if not container.files:
            container = open_container(signed, name=f"{name}.p7s", beside=[Entry(name=name, content=text)])
    except Refused:
        raise Failed(Reason.BAD_SIGNATURE, detail="unreadable") from None
    if not container.signatures:
        raise Failed(Reason.BAD_SIGNATURE, detail="unreadable")
    if [file.content for file in container.files] != [text]:
        raise Failed(Reason.MIXED_UP, detail="another text")
    return container


def _accepted(report: Report) -> SignatureReport:
    if len(report.signatures) != 1:
        raise Failed(Reason.BAD_SIGNATURE, detail=f"{len(report.signatures)} signatures")
    (signature,) = report.signatures
    if signature.verdict == Verdict.INVALID or signature.integrity != Integrity.OK:
        raise Failed(Reason.BAD_SIGNATURE, detail=",".join(signature.reasons))
    if UNATTRIBUTED & set(signature.reasons):
        raise Failed(Reason.UNTRUSTED, detail=",".join(signature.reasons))
    return signature


def _trust(provider: Provider) -> Trust:
    own = read(provider.anchors.encode()) if provider.anchors.strip() else Trust()
    return own + trusted()


def _assertion(provider: Provider, signature: SignatureReport, at: datetime.datetime) -> IdentityAssertion:
    who = signature.signer
    rnokpp, document = number_of(known(who.rnokpp or ""))
    family, given, patronymic = _names(who.name)
    return IdentityAssertion(
        provider=provider.code,
        method=provider.kind,
        level=_level(provider, signature),
        at=at,
        rnokpp=rnokpp,
        unzr=known(who.unzr or ""),
        document_number=known(who.document or "") or document,
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


def _level(provider: Provider, signature: SignatureReport) -> Level:
    """A qualified certificate gives what is set up; one that is not qualified gives little, whatever is set up."""
    return Level(provider.default_level) if signature.is_qualified else Level.LOW


def _names(full: str) -> tuple[str, str, str]:
    """Return family name, given name and patronymic of a name as certificates write it."""
    parts = [*full.split(), "", "", ""]
    return parts[0], parts[1], " ".join(part for part in parts[2:] if part)
