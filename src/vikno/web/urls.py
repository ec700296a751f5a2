"""Addresses without a language: what programs ask for, how pages should look, and a page for who builds them."""

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
