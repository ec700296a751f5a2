"""Letters to the heads of a centre about trouble in the exchange with another system. They name no applicant."""

from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from vikno.centres.models import Centre, Officer, OfficerRole
from vikno.integration.events import AlertRaised
from vikno.kernel import public_urls
from vikno.notifications.channels.email import sender_address, sender_domain
from vikno.outbox.models import Event


def send_alert(*, event: Event) -> int:
    """Write to each head of the centre that an `alert.raised` names and of the centre above it; return the number of letters.

    A repeat has the same Message-ID, so that a mailbox can recognise it.
    """
    alert = AlertRaised.read(event)
    centre = Centre.objects.filter(code=alert.centre).first()
    if centre is None:
        return 0
    heads = Officer.objects.filter(role=OfficerRole.HEAD, is_active=True, person__is_active=True)
    heads = heads.filter(Q(centre=centre) | Q(centre=centre.parent_id)).exclude(person__email=None)
    letters = [_letter(event, alert, head, centre) for head in heads.select_related("person").order_by("pk")]
    for letter in letters:
        letter.send()
    return len(letters)


def _letter(event: Event, alert: AlertRaised, head: Officer, centre: Centre) -> EmailMessage:
    language = head.person.language
    with translation.override(language):
        words = {
            "no_ack": _("It has not confirmed that it received an application: %(subject)s."),
            "unknown": _(
                "It says a status that the map does not know: %(subject)s. The case does not move until it is there."
            ),
            "declined": _("It did not take an application in: %(subject)s."),
            "differs": _("It tells something else than this portal: %(subject)s."),
        }[alert.alert] % {"subject": alert.subject}
        page = public_urls.public_url("workspace:exchange_alerts", language=language)
        more = _("If there is more of the kind, it stands there too:")
        return EmailMessage(
            subject=_("Exchange with “%(system)s”: look at it") % {"system": alert.system},
            body="\n\n".join([_("Good day!"), words, more, page]) + "\n",
            from_email=sender_address(centre.name),
            to=[head.person.email or ""],
            headers={
                "Message-ID": f"<{event.uid}-{head.pk}@{sender_domain()}>",
                "Content-Language": language,
                "Auto-Submitted": "auto-generated",
            },
        )
