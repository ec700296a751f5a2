"""Addresses of the public site, by subject. All names are in one namespace."""

from django.urls import include, path

from vikno.content.machine_readable.feeds import NewsAtomFeed, NewsRssFeed
from vikno.content.pages.views import serve_page

app_name = "content"
urlpatterns = [
    path("", serve_page, name="home"),
    path("", include("vikno.content.services.urls")),
    path("", include("vikno.content.service_cards.urls")),
    path("", include("vikno.content.checklists.urls")),
    path("", include("vikno.content.document_templates.urls")),
    path("", include("vikno.content.centres.urls")),
    path("", include("vikno.content.search.urls")),
    path("", include("vikno.content.application_status.urls")),
    path("", include("vikno.content.document_check.urls")),
    path("", include("vikno.content.questions.urls")),
    path("", include("vikno.content.feedback.urls")),
    path("", include("vikno.content.enquiries.urls")),
    path("news/rss/", NewsRssFeed(), name="news_rss"),
    path("news/atom/", NewsAtomFeed(), name="news_atom"),
    # Pages of the editors that other pages link to by name.
    path("news/", serve_page, {"path": "news/"}, name="news"),
    path("about/", serve_page, {"path": "about/"}, name="about"),
    path("accessibility/", serve_page, {"path": "accessibility/"}, name="accessibility"),
    path("privacy/", serve_page, {"path": "privacy/"}, name="privacy"),
    path("cookies/", serve_page, {"path": "cookies/"}, name="cookies"),
]
