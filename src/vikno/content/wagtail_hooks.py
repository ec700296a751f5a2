"""Previews of public pages, loaded by Wagtail with the editors' area."""

from vikno.catalogue.models import ServiceCard
from vikno.content.service_cards.preview import preview_card
from vikno.kernel.previews import register_preview

register_preview(ServiceCard, preview_card)
