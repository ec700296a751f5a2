"""Pictures and documents of the editors: their addresses have no language."""

from django.urls import include, path
from wagtail.documents import urls as document_urls

from vikno.content.media import views

urlpatterns = [
    path("media/images/<str:name>", views.rendition, name="rendition"),
    path("media/original_images/<str:name>", views.original, name="original_image"),
    # Wagtail's own view: it says what kind of file it is, lets nothing in it run, and takes the name only with its number.
    path("documents/", include(document_urls)),
]
