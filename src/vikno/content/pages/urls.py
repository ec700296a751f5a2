"""The last of all addresses: whatever no other page has is looked for among the pages of the editors."""

from django.urls import re_path
from wagtail.urls import serve_pattern

from vikno.content.pages.views import serve_page

# Wagtail knows its pages' addresses by this name.
urlpatterns = [re_path(serve_pattern.replace("(", "(?P<path>", 1), serve_page, name="wagtail_serve")]
