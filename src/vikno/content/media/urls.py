"""Addresses of uploaded pictures and documents, without a language."""

from django.urls import include, path
from wagtail.documents import urls as document_urls

from vikno.content.media import views

urlpatterns = [
    path("media/images/<str:name>", views.rendition, name="rendition"),
    path("media/original_images/<str:name>", views.original, name="original_image"),
    # Wagtail's own view: it sets the media type, forbids scripts in the file and checks the name against the id.
    path("documents/", include(document_urls)),
]
