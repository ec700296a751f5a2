"""Addresses of the workspace. They hold codes and random ids, never personal data."""

from django.urls import include, path

app_name = "workspace"
urlpatterns = [
    path("", include("vikno.workspace.cases.urls")),
    path("", include("vikno.workspace.intake.urls")),
    path("modes/", include("vikno.workspace.modes.urls")),
    path("exchange/", include("vikno.workspace.exchange.urls")),
    path("enquiries/", include("vikno.workspace.enquiries.urls")),
]
