"""Addresses without a language: endpoints for programs, the display settings, and the page of components."""

from django.conf import settings
from django.urls import path

from vikno.web import showcase, views

app_name = "web"
urlpatterns = [
    path("display/", views.save_display, name="display"),
    path("health/", views.health, name="health"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
if settings.DEBUG:
    urlpatterns += [path("components/", showcase.components, name="components")]
