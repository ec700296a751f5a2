"""The preview of a service card for its editors."""

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import override

from vikno.catalogue.models import ServiceCard
from vikno.content.service_cards.page import draft_page


def preview_card(request: HttpRequest, card: ServiceCard) -> TemplateResponse:
    """Return the page that a draft would make, in the language of the draft."""
    with override(card.language):
        page = draft_page(card, at=timezone.now())
        response = TemplateResponse(request, "content/service_cards/preview.html", {"page": page})
        # Rendered while the override holds: later the language would be the editor's.
        response.render()
        return response
