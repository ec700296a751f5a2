"""Addresses of the check of a signed document."""

from django.urls import path

from vikno.content.document_check import views

urlpatterns = [
    path("check/", views.check_document, name="check"),
    path("check/issued/<str:code>/", views.issued_document, name="issued"),
    path("check/<uuid:uid>/", views.check_progress, name="check_progress"),
]
