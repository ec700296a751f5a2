"""Labels of the exchange with other systems."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vikno.outbox.models import DeliveryFailure

register = template.Library()

EVENT_LABELS: dict[str, str | Promise] = {
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
    "application.result_added": _("Further result"),
    "application.progressed": _("News"),
    "feed.grew": _("Webhook"),
}
FAILURE_LABELS: dict[str, str | Promise] = {
    DeliveryFailure.UNREACHABLE: _("The other system does not answer."),
    DeliveryFailure.REJECTED: _("The other system did not take it."),
    DeliveryFailure.FAULT: _("Something broke in the portal."),
}


@register.filter
def event_label(name: str) -> str | Promise:
    """Return the label of an event of a case."""
    return EVENT_LABELS.get(name, name)


@register.filter
def failure_label(kind: str) -> str | Promise:
    """Return the reason for which a delivery failed."""
    return FAILURE_LABELS.get(kind, "")


CONNECTION_STATE_LABELS: dict[str, str | Promise] = {
    "works": _("Works"),
    "paused": _("Paused"),
    "silent": _("Does not answer"),
    "person": _("Works, and something needs a person"),
    "off": _("Switched off"),
}
EXCHANGE_TAB_LABELS: dict[str, str | Promise] = {
    "overview": _("Systems"),
    "undelivered": _("Not delivered"),
    "messages": _("What came"),
    "alerts": _("Open alerts"),
}


@register.filter
def connection_state_label(state: str) -> str | Promise:
    """Return the label of the state of a connection."""
    return CONNECTION_STATE_LABELS[state]


@register.filter
def exchange_tab_label(code: str) -> str | Promise:
    """Return the label of a page of the exchange in its menu."""
    return EXCHANGE_TAB_LABELS[code]
