"""Pictures and documents of the editors: their addresses have no language."""

from django.urls import include, path
from wagtail.documents import urls as document_urls

from vikno.content.views import media

urlpatterns = [
    path("media/images/<str:name>", media.rendition, name="rendition"),
    path("media/original_images/<str:name>", media.original, name="original_image"),
    # Wagtail's own view: it says what kind of file it is, lets nothing in it run, and takes the name only with its number.
    path("documents/", include(document_urls)),
]
