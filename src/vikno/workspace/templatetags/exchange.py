"""The exchange with other systems in words."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vikno.outbox.models import Trouble

register = template.Library()

EVENTS: dict[str, str | Promise] = {
    "application.submitted": _("Application"),
    "application.resubmitted": _("Correction"),
    "application.withdrawn": _("Withdrawal"),
    "application.registered": _("Registration"),
    "application.taken": _("Taking to work"),
    "application.taken_over": _("Taking over"),
    "application.returned": _("Return for correction"),
    "application.extended": _("Extension of the term"),
    "application.decided": _("Decision"),
    "application.issued": _("Result"),
    "application.progressed": _("News"),
    "feed.grew": _("Webhook"),
}
TROUBLES: dict[str, str | Promise] = {
    Trouble.UNREACHABLE: _("The other system does not answer."),
    Trouble.REJECTED: _("The other system did not take it."),
    Trouble.FAULT: _("Something broke in the portal."),
}


@register.filter
def event_words(name: str) -> str | Promise:
    """Return what of a case was to be delivered."""
    return EVENTS.get(name, name)


@register.filter
def trouble_words(kind: str) -> str | Promise:
    """Return why something was not delivered."""
    return TROUBLES.get(kind, "")


STATES: dict[str, str | Promise] = {
    "works": _("Works"),
    "paused": _("Paused"),
    "silent": _("Does not answer"),
    "person": _("Works, and something needs a person"),
    "off": _("Switched off"),
}
TABS: dict[str, str | Promise] = {
    "overview": _("Systems"),
    "undelivered": _("Not delivered"),
    "messages": _("What came"),
    "alerts": _("Open alerts"),
}


@register.filter
def state_words(state: str) -> str | Promise:
    """Return how a connection fares."""
    return STATES[state]


@register.filter
def tab_words(code: str) -> str | Promise:
    """Return how a page of the exchange is called in its menu."""
    return TABS[code]
