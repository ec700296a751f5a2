"""The frame of the cabinet's pages."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from vikno.notifications.models import Message
from vikno.web import navigation

register = template.Library()

PARTS = (
    ("home", _("My applications"), "cabinet:home"),
    ("inbox", _("Letters"), "cabinet:inbox"),
    ("profile", _("My data"), "cabinet:profile"),
    ("security", _("Sign-in and security"), "cabinet:security"),
)


@register.inclusion_tag("cabinet/tabs.html", takes_context=True)
def cabinet_tabs(context: dict[str, Any], now: str) -> dict[str, Any]:
    """Show the parts of the cabinet; `now` is the one that is open."""
    unread = Message.objects.of(context["request"].user).unread().count()
    return {"parts": navigation.links(PARTS), "now": now, "unread": unread}
