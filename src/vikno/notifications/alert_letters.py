"""What the heads of a centre are told when something is wrong in the exchange with another system. It names no applicant."""

from django.core.mail import EmailMessage
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from vikno.centres.models import Centre, Officer, OfficerRole
from vikno.kernel import public_urls
from vikno.notifications.channels.email import sender_address, sender_domain
from vikno.outbox.models import Event

EVENT_NAME = "alert.raised"


def send(event: Event) -> int:
    """Write to every head of the centre that an event names, and of the one above it; return how many were written to.

    A repeat has the same Message-ID, so that a mailbox can tell that it is one.
    """
    centre = Centre.objects.filter(code=event.payload["centre"]).first()
    heads = list(_heads(centre)) if centre else []
    for head in heads:
        _write(event, head, centre.name if centre else "")
    return len(heads)


def _heads(centre: Centre) -> QuerySet[Officer]:
    posts = Officer.objects.filter(role=OfficerRole.HEAD, is_active=True, person__is_active=True)
    posts = posts.filter(Q(centre=centre) | Q(centre=centre.parent_id)).exclude(person__email=None)
    return posts.select_related("person").order_by("pk")


def _write(event: Event, head: Officer, centre: str) -> None:
    language = head.person.language
    with translation.override(language):
        body = _body(event, language)
        subject = _("Exchange with “%(system)s”: look at it") % event.payload
    EmailMessage(
        subject=subject,
        body=body,
        from_email=sender_address(centre),
        to=[head.person.email or ""],
        headers={
            "Message-ID": f"<{event.uid}-{head.pk}@{sender_domain()}>",
            "Content-Language": language,
            "Auto-Submitted": "auto-generated",
        },
    ).send()


def _body(event: Event, language: str) -> str:
    words = {
        "no_ack": _("It has not confirmed that it received an application: %(subject)s."),
        "unknown": _(
            "It says a status that the map does not know: %(subject)s. The case does not move until it is there."
        ),
        "declined": _("It did not take an application in: %(subject)s."),
        "differs": _("It tells something else than this portal: %(subject)s."),
    }
    said = words[event.payload["alert"]] % event.payload
    page = public_urls.public_url("workspace:exchange_alerts", language=language)
    more = _("If there is more of the kind, it stands there too:")
    return "\n\n".join([_("Good day!"), said, more, page]) + "\n"
