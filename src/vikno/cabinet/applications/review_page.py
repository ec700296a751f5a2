"""The sentences and links of the page on which an applicant checks all answers before sending them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from vikno.cabinet.applications.form_walk import ApplicationWalk, BackLink
from vikno.catalogue.models import SigningRequirement


@dataclass(frozen=True, kw_only=True)
class ReviewPageTexts:
    """`back` is None where the form has no page to go back to. `send_label` stands on the button."""

    back: BackLink | None
    lead: str
    send_label: str


def review_page_texts(walk: ApplicationWalk, *, signing: SigningRequirement) -> ReviewPageTexts:
    """Return the texts of the page for a draft or a correction, by whether the service requires a signature."""
    is_correction = bool(walk.remarks)
    back = None
    if walk.is_unmarked_correction:
        # All answers are open to change, so this page is the first of the correction.
        back = walk.exit_link
    elif walk.last_step:
        back = walk.step_link(walk.last_step)
    if is_correction:
        lead = _("The centre gets the correction as soon as you send it.")
    else:
        lead = _("It is not too late to change anything. The centre gets the application as soon as you send it.")
    if signing == SigningRequirement.REQUIRED:
        send_label = _("Go on to sign and send")
    else:
        send_label = _("Send the correction") if is_correction else _("Send to the centre")
    return ReviewPageTexts(back=back, lead=lead, send_label=send_label)
