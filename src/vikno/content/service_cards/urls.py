"""Addresses of a service: its page, PDF, bundle, data and versions."""

from django.urls import path

from vikno.content.service_cards import views

urlpatterns = [
    path("services/<slug:code>/", views.service, name="service"),
    path("services/<slug:code>/card.pdf", views.card_pdf, name="card_pdf"),
    path("services/<slug:code>/papers.zip", views.card_bundle, name="all_papers"),
    path("services/<slug:code>/card.json", views.card_data, name="card_data"),
    path("services/<slug:code>/versions/", views.versions, name="card_versions"),
    path("services/<slug:code>/versions/<slug:which>/", views.version, name="card_version"),
]
