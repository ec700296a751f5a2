"""The verification report on a signed file: plain values, which pages show and the database stores as JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vikno.signatures.checks import SignatureIntegrity
from vikno.signatures.reasons import reason_message


class SignatureVerdict(StrEnum):
    VALID = "valid"
    INVALID = "invalid"
    CANNOT_TELL = "cannot_tell"


class SigningTimeSource(StrEnum):
    """The source of a signing time."""

    TIMESTAMP = "timestamp"
    CLAIMED = "claimed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class SignerIdentity:
    """The person or organisation that a certificate names. The numbers are personal data: show them, never log them."""

    name: str = ""
    organization: str = ""
    title: str = ""
    rnokpp: str | None = None
    edrpou: str | None = None
    unzr: str | None = None
    document: str | None = None

    @property
    def role(self) -> str:
        """The position of the person and the organisation."""
        return ", ".join(part for part in (self.title, self.organization) if part and part != self.name)


@dataclass(frozen=True, kw_only=True)
class SignatureReport:
    """One signer's signature. Times are ISO 8601 in UTC; `reasons` are codes of `REASON_MESSAGES`, the weightiest first."""

    verdict: SignatureVerdict
    reasons: tuple[str, ...]
    signer: SignerIdentity
    signed_at: str | None
    claimed_at: str | None
    clock: SigningTimeSource
    checked_for: str
    algorithm: str
    form: str
    level: str
    integrity: SignatureIntegrity
    chain: str
    chain_names: tuple[str, ...]
    issuer: str
    serial_number: str
    certificate_from: str | None
    certificate_until: str | None
    revocation: str
    revocation_source: str
    revoked_at: str | None
    is_qualified: bool
    has_qscd: bool
    where: str
    covers: tuple[str, ...]

    @property
    def explanations(self) -> list[str]:
        """The reasons in words, without that on the time of signing: `clock_words` has it."""
        return [reason_message(code) for code in self.reasons if code != "time_unproved"]

    @property
    def headline(self) -> str:
        return str(_HEADLINES[self.verdict, "one"])

    @property
    def clock_words(self) -> str:
        return str(_CLOCKS[self.clock])

    @property
    def integrity_words(self) -> str:
        return str(_INTEGRITIES[self.integrity])

    @property
    def chain_words(self) -> str:
        return str(_CHAINS[self.chain == "trusted"])

    @property
    def revocation_words(self) -> str:
        return str(_REVOCATIONS.get(self.revocation, _REVOCATIONS["unknown"]))

    @property
    def signed_on(self) -> datetime | None:
        return datetime.fromisoformat(self.signed_at) if self.signed_at else None

    @property
    def valid_from(self) -> datetime | None:
        return datetime.fromisoformat(self.certificate_from) if self.certificate_from else None

    @property
    def valid_until(self) -> datetime | None:
        return datetime.fromisoformat(self.certificate_until) if self.certificate_until else None

    @property
    def revoked_on(self) -> datetime | None:
        return datetime.fromisoformat(self.revoked_at) if self.revoked_at else None


@dataclass(frozen=True, kw_only=True)
class CheckedFile:
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class VerificationReport:
    """The verification report on a file. `uncovered` has the names of files that no valid signature covers."""

    verdict: SignatureVerdict
    reasons: tuple[str, ...]
    kind: str
    signatures: tuple[SignatureReport, ...]
    files: tuple[CheckedFile, ...]
    uncovered: tuple[str, ...]
    checked_at: str

    @property
    def headline(self) -> str:
        """The verdict in one sentence."""
        number = {0: "none", 1: "one"}.get(len(self.signatures), "several")
        return str(_HEADLINES[self.verdict, number])

    @property
    def explanations(self) -> list[str]:
        """The reasons of the verdict in words: first the weightiest of each signature that made it, then those of the file."""
        decisive = () if self.is_valid else self.signatures
        weightiest = [
            code for signature in decisive if signature.verdict == self.verdict for code in signature.reasons[:1]
        ]
        return [reason_message(code) for code in dict.fromkeys([*weightiest, *self.reasons])]

    @property
    def is_valid(self) -> bool:
        return self.verdict == SignatureVerdict.VALID

    @property
    def covered_files(self) -> list[CheckedFile]:
        return [file for file in self.files if file.name not in self.uncovered]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Return the report that `as_dict` turned into plain values."""
        return cls(
            **{
                **values,
                "verdict": SignatureVerdict(values["verdict"]),
                "reasons": tuple(values["reasons"]),
                "signatures": tuple(_signature_from_dict(signature) for signature in values["signatures"]),
                "files": tuple(CheckedFile(**file) for file in values["files"]),
                "uncovered": tuple(values["uncovered"]),
            }
        )


def _signature_from_dict(values: Mapping[str, Any]) -> SignatureReport:
    lists = {name: tuple(values[name]) for name in ("reasons", "chain_names", "covers")}
    choices = {
        "verdict": SignatureVerdict(values["verdict"]),
        "clock": SigningTimeSource(values["clock"]),
        "integrity": SignatureIntegrity(values["integrity"]),
    }
    return SignatureReport(**{**values, **lists, **choices, "signer": SignerIdentity(**values["signer"])})


_CLOCKS: dict[SigningTimeSource, str | Promise] = {
    SigningTimeSource.TIMESTAMP: _("proved by a time-stamp"),
    SigningTimeSource.CLAIMED: _("by the clock of the signer’s computer, not proved"),
    SigningTimeSource.UNKNOWN: _("the time of signing is not known"),
}
_CHAINS: dict[bool, str | Promise] = {
    True: _("issued by somebody whom we trust"),
    False: _("not issued by anybody whom we know to trust"),
}
_INTEGRITIES: dict[SignatureIntegrity, str | Promise] = {
    SignatureIntegrity.OK: _("the document is as it was signed"),
    SignatureIntegrity.FAILED: _("the document is not as it was signed"),
    SignatureIntegrity.NO_DATA: _("could not be compared"),
}
_REVOCATIONS: dict[str, str | Promise] = {
    "good": _("not revoked"),
    "revoked": _("revoked"),
    "unknown": _("not known"),
}
_HEADLINES: dict[tuple[SignatureVerdict, str], str | Promise] = {
    (SignatureVerdict.VALID, "one"): _("The signature is valid"),
    (SignatureVerdict.VALID, "several"): _("All signatures are valid"),
    (SignatureVerdict.INVALID, "none"): _("The signature is not valid"),
    (SignatureVerdict.INVALID, "one"): _("The signature is not valid"),
    (SignatureVerdict.INVALID, "several"): _("Not all signatures are valid"),
    (SignatureVerdict.CANNOT_TELL, "none"): _("This file is not signed"),
    (SignatureVerdict.CANNOT_TELL, "one"): _("We cannot tell whether the signature is valid"),
    (SignatureVerdict.CANNOT_TELL, "several"): _("We cannot tell whether all signatures are valid"),
}
