"""The sentences and links of the page on which an application is signed, by what has been done and what the service requires."""

import uuid
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _


@dataclass(frozen=True, kw_only=True)
class SignPageTexts:
    """`leave_url` and `leave_label` are the link beside the button: the way on without signing now."""

    lead: str
    steps_title: str
    leave_url: str
    leave_label: str


def sign_page_texts(*, uid: uuid.UUID, is_signed: bool, is_required: bool, has_diia: bool) -> SignPageTexts:
    """Return the texts of the page for an application: signed or not, a signature required or not, Diia offered or not."""
    if is_signed:
        lead = _("It is signed. Send it to the centre.")
    elif is_required:
        lead = _(
            "This service takes applications with an electronic signature. Your key stays with you: "
            "we get only the signature."
        )
    else:
        lead = _("A signature is not necessary here. It confirms that it was you who applied.")
    return SignPageTexts(
        lead=lead,
        steps_title=_("Or in another program: three steps") if has_diia else _("Three steps"),
        leave_url=reverse("cabinet:home") if is_required else reverse("cabinet:check", args=[uid]),
        leave_label=_("Leave it for later") if is_required else _("Send without a signature"),
    )
