"""The last address of the site: all other paths lead to pages of the editors."""

from django.urls import re_path
from wagtail.urls import serve_pattern

from vikno.content.pages.views import serve_page

# Wagtail reverses addresses of pages by this name.
urlpatterns = [re_path(serve_pattern.replace("(", "(?P<path>", 1), serve_page, name="wagtail_serve")]
