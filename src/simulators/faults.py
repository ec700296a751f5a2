"""What can be made to go wrong, chosen beside the person: each is something that a real provider has done."""

from dataclasses import dataclass
from enum import StrEnum


class Protocol(StrEnum):
    BANKID = "bankid"
    IDGOV = "idgov"
    OIDC = "oidc"
    DIIA = "diia"


class Fault(StrEnum):
    """The switch. `NONE`: everything goes well."""

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
class Switch:
    """A fault as it is offered: in which protocols, and in what words."""

    fault: Fault
    words: str
    protocols: frozenset[Protocol]


_REDIRECTING = frozenset({Protocol.BANKID, Protocol.IDGOV, Protocol.OIDC})
_ENVELOPED = frozenset({Protocol.BANKID, Protocol.IDGOV})
_BANK = frozenset({Protocol.BANKID})
_OIDC = frozenset({Protocol.OIDC})
_DIIA = frozenset({Protocol.DIIA})

SWITCHES = tuple(
    Switch(fault=fault, words=words, protocols=protocols)
    for fault, words, protocols in (
        (Fault.NONE, "усе гаразд", frozenset(Protocol)),
        (Fault.REFUSED, "людина відмовляється", frozenset(Protocol)),
        (Fault.ERROR, "провайдер повертає помилку", _REDIRECTING),
        (Fault.OTHER_STATE, "повертає чужий state", _REDIRECTING),
        (Fault.EXPIRED_CODE, "код уже не діє", _REDIRECTING),
        (Fault.DOWN, "сервер відповідає 503", _REDIRECTING),
        (Fault.SLOW, "сервер мовчить 30 секунд", _REDIRECTING),
        (Fault.HTML, "сторінка HTML з кодом 200", _REDIRECTING),
        (Fault.CUT, "відповідь уривається", _REDIRECTING),
        (Fault.NOT_OK, "у відповіді state не ok", _BANK),
        (Fault.NO_ENVELOPE, "немає зашифрованих даних", _ENVELOPED),
        (Fault.OTHER_KEY, "зашифровано не для порталу", _ENVELOPED),
        (Fault.UNSIGNED, "банк не підписав даних", _BANK),
        (Fault.BROKEN_SIGNATURE, "підпис банку пошкоджено", _BANK),
        (Fault.STRANGER, "підписано ключем не з довіреного списку", _BANK | _DIIA),
        (Fault.OTHER_BANK, "підписав інший банк", _BANK),
        (Fault.NO_NAME, "немає прізвища", _REDIRECTING),
        (Fault.NOTHING_KNOWN, "усі поля «n/a»", _ENVELOPED),
        (Fault.OTHER_NONCE, "чужий nonce", _OIDC),
        (Fault.OTHER_AUDIENCE, "токен для іншого порталу", _OIDC),
        (Fault.OTHER_ISSUER, "токен від іншого видавця", _OIDC),
        (Fault.OLD_TOKEN, "токен прострочено", _OIDC),
        (Fault.FORGED_TOKEN, "токен підписано чужим ключем", _OIDC),
        (Fault.LOW_LEVEL, "рівень довіри нижчий за запитаний", _OIDC),
        (Fault.OTHER_SUBJECT, "профіль іншої людини", _OIDC),
        (Fault.OTHER_DOCUMENT, "підписано інший документ", _DIIA),
        (Fault.FOREIGN_PASSPORT, "паспорт іншої держави з тим самим номером", _BANK),
        (Fault.NO_REQUEST, "відповідь на запит, якого не було", _DIIA),
    )
)


def offered(protocol: Protocol) -> tuple[Switch, ...]:
    return tuple(one for one in SWITCHES if protocol in one.protocols)
