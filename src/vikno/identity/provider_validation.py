"""What is wrong with how a way of identification is set up: found while it is typed, before anybody stands before it.

What each protocol needs is told in docs/integrate.md, «Going live with identification».
"""

from collections.abc import Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dstu.errors import DstuError, WrongKey
from vikno.identity.envelopes import key_agreement_certificate, read_key_store, read_trust_anchors
from vikno.identity.levels import AssuranceLevel
from vikno.identity.models import Provider, ProviderKind

StrOrPromise = str | Promise
FieldProblem = tuple[str, StrOrPromise]

# Without these nobody gets through; they may come later than the row, but not later than the button.
_ASKED_BY_ADDRESS = ("address", "client_id", "client_secret")
REQUIRED_FIELDS: dict[str, tuple[str, ...]] = {
    ProviderKind.BANKID_NBU: (*_ASKED_BY_ADDRESS, "keys", "anchors"),
    ProviderKind.ID_GOV_UA: (*_ASKED_BY_ADDRESS, "keys"),
    ProviderKind.DIIA: ("address", "client_secret"),
    ProviderKind.OIDC: _ASKED_BY_ADDRESS,
    ProviderKind.KEP: (),
}
_NOT_WITHOUT = _("It cannot be offered without this.")


def configuration_problems(provider: Provider) -> dict[str, StrOrPromise]:
    """Return what is wrong, in words, by the name of the field. Nobody is asked."""
    found = [*_options(provider), *_levels(provider.levels), *_anchors(provider.anchors), *_keys(provider)]
    if provider.is_enabled:
        found += _missing(provider)
    return dict(found)


def _missing(provider: Provider) -> Iterator[FieldProblem]:
    for name in REQUIRED_FIELDS.get(provider.kind, ()):
        if not str(getattr(provider, name)).strip():
            yield name, _NOT_WITHOUT
    offered = provider.options if isinstance(provider.options, dict) else {}
    if provider.kind == ProviderKind.DIIA and not (offered.get("branch") and offered.get("offer")):
        yield "options", _('Write the branch and the offer that were made for you: {"branch": "…", "offer": "…"}.')


def _options(provider: Provider) -> Iterator[FieldProblem]:
    rest = dict(provider.options) if isinstance(provider.options, dict) else {"": None}
    members = rest.pop("members", {})
    if not (_is_pairs(rest) and _is_pairs(members)):
        yield (
            "options",
            _('Write pairs of a name and a text, {"scope": "openid"}; only «members» has pairs of its own.'),
        )


def _levels(levels: Any) -> Iterator[FieldProblem]:
    if not _is_pairs(levels) or not set(levels.values()) <= set(AssuranceLevel):
        yield "levels", _('Write pairs of their word and our level, {"loa3": "substantial"}: low, substantial or high.')


def _is_pairs(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def _anchors(written: str) -> Iterator[FieldProblem]:
    try:
        is_read = bool(read_trust_anchors(written))
    except DstuError:
        is_read = False
    if written.strip() and not is_read:
        yield "anchors", _("No certificate can be read here. Paste them as PEM, one after another.")


def _keys(provider: Provider) -> Iterator[FieldProblem]:
    if not provider.keys.strip():
        return
    try:
        pairs = read_key_store(provider.keys, provider.keys_password)
    except WrongKey:
        yield "keys_password", _("The keys do not open with this password.")
    except (DstuError, ValueError):
        yield "keys", _("These are no keys. Paste what «base64 -w0 keys.p12» prints.")
    else:
        if key_agreement_certificate(pairs) is None:
            yield "keys", _("None of these keys has a certificate for key agreement. Ask who issued them for one.")
