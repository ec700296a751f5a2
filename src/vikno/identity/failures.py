"""Failures of identification: a code for the log, and a sentence for the person."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vikno.kernel.errors import Refused


class IdentityFailureReason(StrEnum):
    """The reason of a failed identification. The values appear in the log."""

    DENIED = "denied"
    PROVIDER_ERROR = "provider_error"
    STALE = "stale"
    MIXED_UP = "mixed_up"
    CODE_REFUSED = "code_refused"
    UNREACHABLE = "unreachable"
    NONSENSE = "nonsense"
    NOT_SEALED_FOR_US = "not_sealed_for_us"
    BAD_SIGNATURE = "bad_signature"
    UNTRUSTED = "untrusted"
    INCOMPLETE = "incomplete"
    WEAK = "weak"
    MISCONFIGURED = "misconfigured"
    OTHER_PERSON = "other_person"
    NO_ACCOUNT = "no_account"
    SIGN_IN_FIRST = "sign_in_first"


_OUTAGE = _(
    "This is not your mistake: the other side answers wrongly. Try again in a few minutes, or choose another way."
)

FAILURE_MESSAGES: dict[IdentityFailureReason, str | Promise] = {
    IdentityFailureReason.DENIED: _(
        "You have stopped the identification, so nothing was passed on. You can begin again."
    ),
    IdentityFailureReason.PROVIDER_ERROR: _OUTAGE,
    IdentityFailureReason.STALE: _(
        "This try was begun in another browser, was used already, or waited for more than 10 minutes. Begin again."
    ),
    IdentityFailureReason.MIXED_UP: _("The answer came from another place than where you were sent. Begin again."),
    IdentityFailureReason.CODE_REFUSED: _("The pass that you were given had run out. Begin again: it takes a minute."),
    IdentityFailureReason.UNREACHABLE: _(
        "The other side does not answer. Try again in a few minutes, or choose another way."
    ),
    IdentityFailureReason.NONSENSE: _OUTAGE,
    IdentityFailureReason.NOT_SEALED_FOR_US: _OUTAGE,
    IdentityFailureReason.BAD_SIGNATURE: _(
        "The signature on the answer does not hold, so we do not rely on it. Begin again."
    ),
    IdentityFailureReason.UNTRUSTED: _(
        "The signature is from somebody whom we do not know, so we do not rely on it. Choose another way, or call the centre."
    ),
    IdentityFailureReason.INCOMPLETE: _(
        "We were not told enough to know who you are: no name, or no number. Ask your bank to complete your data, or choose "
        "another way."
    ),
    IdentityFailureReason.WEAK: _("You were identified less surely than this needs. Choose another way."),
    IdentityFailureReason.MISCONFIGURED: _("This way is not set up to the end. Choose another one; we know of it."),
    IdentityFailureReason.OTHER_PERSON: _(
        "This names another person than the account that you are in. Nothing was changed; the centre will look at it."
    ),
    IdentityFailureReason.NO_ACCOUNT: _(
        "There is no account of a colleague that belongs to this sign-in. Ask the administrator to join it."
    ),
    IdentityFailureReason.SIGN_IN_FIRST: _(
        "An account with your number is there already, but nothing has proved yet that it is yours. Sign in to it by e-mail, "
        "then add this way under «Sign-in and security». If it is not yours, call the centre."
    ),
}


class IdentificationFailed(Refused):
    """The identification failed. `detail` is for the log: ids and codes, never personal data."""

    def __init__(self, reason: IdentityFailureReason, detail: str = "") -> None:
        super().__init__(str(FAILURE_MESSAGES[reason]))
        self.reason = reason
        self.detail = detail
