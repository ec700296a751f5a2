"""Previews that a face registers for a domain model."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from vikno.catalogue.models import ServiceCard
from vikno.enquiries.models import QuestionAnswer
from vikno.kernel.previews import RegisteredPreviewMixin, register_preview


class Leaflet(RegisteredPreviewMixin):
    title = "Листівка"


def test_a_model_is_previewed_by_what_was_registered_for_it():
    register_preview(Leaflet, lambda request, draft: HttpResponse(f"{request.path} {draft.title}"))

    response = Leaflet().serve_preview(RequestFactory().get("/draft/"), "")

    assert response.content.decode() == "/draft/ Листівка"


@pytest.mark.parametrize("model", [ServiceCard, QuestionAnswer])
def test_a_model_names_no_preview_template_of_its_own(model):
    assert "get_preview_template" not in vars(model)
    assert "serve_preview" not in vars(model)
