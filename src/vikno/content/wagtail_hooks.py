"""Previews of public pages, loaded by Wagtail with the editors' area."""

from vikno.catalogue.models import ServiceCard
from vikno.content.questions.preview import preview_question
from vikno.content.service_cards.preview import preview_card
from vikno.enquiries.models import QuestionAnswer
from vikno.kernel.previews import register_preview

register_preview(ServiceCard, preview_card)
register_preview(QuestionAnswer, preview_question)
