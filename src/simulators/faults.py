"""Faults to choose together with the person: real providers have shown each of them."""

from dataclasses import dataclass
from enum import StrEnum


class IdentificationProtocol(StrEnum):
    BANKID = "bankid"
    IDGOV = "idgov"
    OIDC = "oidc"
    DIIA = "diia"


class ProviderFault(StrEnum):
    """A fault of a provider; `NONE` means that everything works."""

    NONE = "none"
    REFUSED = "refused"
    ERROR = "error"
    OTHER_STATE = "other-state"
    EXPIRED_CODE = "expired-code"
    DOWN = "down"
    SLOW = "slow"
    HTML = "html"
    CUT = "cut"
    NOT_OK = "not-ok"
    NO_ENVELOPE = "no-envelope"
    OTHER_KEY = "other-key"
    UNSIGNED = "unsigned"
    BROKEN_SIGNATURE = "broken-signature"
    STRANGER = "stranger"
    OTHER_BANK = "other-bank"
    NO_NAME = "no-name"
    NOTHING_KNOWN = "nothing-known"
    OTHER_NONCE = "other-nonce"
    OTHER_AUDIENCE = "other-audience"
    OTHER_ISSUER = "other-issuer"
    OLD_TOKEN = "token-is-old"  # noqa: S105 - names a fault, opens nothing
    FORGED_TOKEN = "token-is-forged"  # noqa: S105
    LOW_LEVEL = "low-level"
    OTHER_SUBJECT = "other-subject"
    OTHER_DOCUMENT = "other-document"
    NO_REQUEST = "no-request"
    FOREIGN_PASSPORT = "foreign-passport"


@dataclass(frozen=True, kw_only=True)
class FaultOption:
    """A fault on the choice page: its label and the protocols that offer it."""

    fault: ProviderFault
    label: str
    protocols: frozenset[IdentificationProtocol]


_REDIRECTING = frozenset({IdentificationProtocol.BANKID, IdentificationProtocol.IDGOV, IdentificationProtocol.OIDC})
_ENVELOPED = frozenset({IdentificationProtocol.BANKID, IdentificationProtocol.IDGOV})
_BANK = frozenset({IdentificationProtocol.BANKID})
_OIDC = frozenset({IdentificationProtocol.OIDC})
_DIIA = frozenset({IdentificationProtocol.DIIA})

FAULT_OPTIONS = tuple(
    FaultOption(fault=fault, label=label, protocols=protocols)
    for fault, label, protocols in (
        (ProviderFault.NONE, "усе гаразд", frozenset(IdentificationProtocol)),
        (ProviderFault.REFUSED, "людина відмовляється", frozenset(IdentificationProtocol)),
        (ProviderFault.ERROR, "провайдер повертає помилку", _REDIRECTING),
        (ProviderFault.OTHER_STATE, "повертає чужий state", _REDIRECTING),
        (ProviderFault.EXPIRED_CODE, "код уже не діє", _REDIRECTING),
        (ProviderFault.DOWN, "сервер відповідає 503", _REDIRECTING),
        (ProviderFault.SLOW, "сервер мовчить 30 секунд", _REDIRECTING),
        (ProviderFault.HTML, "сторінка HTML з кодом 200", _REDIRECTING),
        (ProviderFault.CUT, "відповідь уривається", _REDIRECTING),
        (ProviderFault.NOT_OK, "у відповіді state не ok", _BANK),
        (ProviderFault.NO_ENVELOPE, "немає зашифрованих даних", _ENVELOPED),
        (ProviderFault.OTHER_KEY, "зашифровано не для порталу", _ENVELOPED),
        (ProviderFault.UNSIGNED, "банк не підписав даних", _BANK),
        (ProviderFault.BROKEN_SIGNATURE, "підпис банку пошкоджено", _BANK),
        (ProviderFault.STRANGER, "підписано ключем не з довіреного списку", _BANK | _DIIA),
        (ProviderFault.OTHER_BANK, "підписав інший банк", _BANK),
        (ProviderFault.NO_NAME, "немає прізвища", _REDIRECTING),
        (ProviderFault.NOTHING_KNOWN, "усі поля «n/a»", _ENVELOPED),
        (ProviderFault.OTHER_NONCE, "чужий nonce", _OIDC),
        (ProviderFault.OTHER_AUDIENCE, "токен для іншого порталу", _OIDC),
        (ProviderFault.OTHER_ISSUER, "токен від іншого видавця", _OIDC),
        (ProviderFault.OLD_TOKEN, "токен прострочено", _OIDC),
        (ProviderFault.FORGED_TOKEN, "токен підписано чужим ключем", _OIDC),
        (ProviderFault.LOW_LEVEL, "рівень довіри нижчий за запитаний", _OIDC),
        (ProviderFault.OTHER_SUBJECT, "профіль іншої людини", _OIDC),
        (ProviderFault.OTHER_DOCUMENT, "підписано інший документ", _DIIA),
        (ProviderFault.FOREIGN_PASSPORT, "паспорт іншої держави з тим самим номером", _BANK),
        (ProviderFault.NO_REQUEST, "відповідь на запит, якого не було", _DIIA),
    )
)


def fault_options_for(protocol: IdentificationProtocol) -> tuple[FaultOption, ...]:
    return tuple(option for option in FAULT_OPTIONS if protocol in option.protocols)
