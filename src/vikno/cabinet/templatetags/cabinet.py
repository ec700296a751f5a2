"""Template tags and filters of the cabinet's pages."""

from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from vikno.identity.levels import AssuranceLevel
from vikno.identity.models import ProviderKind
from vikno.identity.queries import identity_links, linkable_providers, offered_providers
from vikno.kernel import dates
from vikno.notifications.models import Notification
from vikno.web import navigation

register = template.Library()

TABS = (
    ("home", _("My applications"), "cabinet:home"),
    ("inbox", _("Letters"), "cabinet:inbox"),
    ("profile", _("My data"), "cabinet:profile"),
    ("security", _("Sign-in and security"), "cabinet:security"),
)


@register.inclusion_tag("cabinet/tabs.html", takes_context=True)
def cabinet_tabs(context: dict[str, Any], now: str) -> dict[str, Any]:
    """Show the parts of the cabinet as tabs; `now` is the open part."""
    unread = Notification.objects.of(context["request"].user).unread().count()
    return {"parts": navigation.available_links(TABS), "now": now, "unread": unread}


@register.inclusion_tag("cabinet/identification/sign_in_providers.html", takes_context=True)
def sign_in_providers(context: dict[str, Any], next_page: str = "") -> dict[str, Any]:
    """Offer the providers to sign in with: those for residents first, then those for staff."""
    providers = list(offered_providers())
    return {
        "residents": [provider for provider in providers if provider.for_residents],
        "staff": [provider for provider in providers if not provider.for_residents],
        "next": next_page,
    }


@register.inclusion_tag("cabinet/identification/linked_providers.html", takes_context=True)
def linked_providers(context: dict[str, Any]) -> dict[str, Any]:
    """List the providers linked to the account, and those that can be linked."""
    person = context["request"].user
    return {
        "links": identity_links(person),
        "others": linkable_providers(person),
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def proof_label(mark: dict[str, str]) -> str:
    """Return e.g. «confirmed by BankID NBU, 26 November 2026», for a field that an identification has proved."""
    method = dict(ProviderKind.choices).get(mark["method"], mark["method"])
    return _("confirmed by %(method)s, %(on)s") % {
        "method": method,
        "on": dates.format_date(date.fromisoformat(mark["on"])),
    }


@register.filter
def level_label(level: str) -> Any:
    return AssuranceLevel(level).label
