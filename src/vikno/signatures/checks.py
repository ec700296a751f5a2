"""The mathematical check of one signature, before the trust in its certificate is decided."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from dstu.certificates import Certificate
from dstu.revocation import Crl, OcspResponse
from dstu.timestamps import TimestampCheck


class SignatureIntegrity(StrEnum):
    """The result of comparing the content with the signature."""

    OK = "ok"
    FAILED = "failed"
    # The signed content is missing, or cannot be checked.
    NO_DATA = "no_data"


class SignatureForm(StrEnum):
    CADES = "CAdES"
    XADES = "XAdES"
    PADES = "PAdES"


@dataclass(frozen=True, kw_only=True)
class SignatureCheck:
    """One signer’s signature. `problems` are codes of `reasons`. `certificates` came with it and are not trusted yet."""

    form: SignatureForm
    where: str
    integrity: SignatureIntegrity
    problems: tuple[str, ...] = ()
    certificate: Certificate | None = None
    certificates: tuple[Certificate, ...] = ()
    claimed_at: datetime | None = None
    timestamp: TimestampCheck | None = None
    algorithm: str = ""
    level: str = ""
    crls: tuple[Crl, ...] = field(default=(), repr=False)
    ocsps: tuple[OcspResponse, ...] = field(default=(), repr=False)
    covers: tuple[str, ...] = ()
