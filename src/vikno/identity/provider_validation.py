"""Validation of the configuration of an identity provider, before anybody uses it.

The needs of each protocol are described in docs/integrate.md, «Going live with identification».
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

# Nobody can be identified without these fields; they may stay empty until the provider is offered.
_OAUTH_FIELDS = ("address", "client_id", "client_secret")
REQUIRED_FIELDS: dict[str, tuple[str, ...]] = {
    ProviderKind.BANKID_NBU: (*_OAUTH_FIELDS, "keys", "anchors"),
    ProviderKind.ID_GOV_UA: (*_OAUTH_FIELDS, "keys"),
    ProviderKind.DIIA: ("address", "client_secret"),
    ProviderKind.OIDC: _OAUTH_FIELDS,
    ProviderKind.KEP: (),
}
_REQUIRED_MESSAGE = _("It cannot be offered without this.")


def configuration_problems(provider: Provider) -> dict[str, StrOrPromise]:
    """Return the problems by field name; makes no network request."""
    problems: dict[str, StrOrPromise] = {}
    options = dict(provider.options) if isinstance(provider.options, dict) else {"": None}
    members = options.pop("members", {})
    if not (_is_text_mapping(options) and _is_text_mapping(members)):
        problems["options"] = _(
            'Write pairs of a name and a text, {"scope": "openid"}; only «members» has pairs of its own.'
        )
    if not _is_text_mapping(provider.levels) or not set(provider.levels.values()) <= set(AssuranceLevel):
        problems["levels"] = _(
            'Write pairs of their word and our level, {"loa3": "substantial"}: low, substantial or high.'
        )
    try:
        has_anchors = bool(read_trust_anchors(provider.anchors))
    except DstuError:
        has_anchors = False
    if provider.anchors.strip() and not has_anchors:
        problems["anchors"] = _("No certificate can be read here. Paste them as PEM, one after another.")
    problems |= dict(_keys_problems(provider))
    if provider.is_enabled:
        required = REQUIRED_FIELDS.get(provider.kind, ())
        problems |= {name: _REQUIRED_MESSAGE for name in required if not str(getattr(provider, name)).strip()}
        if provider.kind == ProviderKind.DIIA and not (options.get("branch") and options.get("offer")):
            problems["options"] = _(
                'Write the branch and the offer that were made for you: {"branch": "…", "offer": "…"}.'
            )
    return problems


def _is_text_mapping(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())


def _keys_problems(provider: Provider) -> Iterator[FieldProblem]:
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
