from django.urls import path

from vikno.content.feeds import AtomFeed, RssFeed
from vikno.content.views import ask, card, catalogue, centres, pages, questions, search, status, templates, useful

app_name = "content"
urlpatterns = [
    path("", pages.page, name="home"),
    path("services/", catalogue.services, name="services"),
    path("services/event/<slug:code>/", catalogue.event, name="event"),
    path("services/theme/<slug:code>/", catalogue.theme, name="theme"),
    path("services/authority/<int:pk>/", catalogue.authority, name="authority"),
    path("services/<slug:code>/", card.service, name="service"),
    path("services/<slug:code>/card.pdf", card.pdf, name="card_pdf"),
    path("services/<slug:code>/card.json", card.data, name="card_data"),
    path("services/<slug:code>/versions/", card.versions, name="card_versions"),
    path("services/<slug:code>/versions/<slug:which>/", card.version, name="card_version"),
    path("centres.json", centres.centres_json, name="centres_json"),
    path("templates/", templates.templates, name="templates"),
    path("templates/<slug:code>/", templates.template, name="template"),
    path("templates/<slug:code>/download", templates.download, name="template_download"),
    path("templates/<slug:code>/<int:number>/download", templates.download, name="template_version"),
    path("centres/", centres.centres, name="centres"),
    path("centres/<slug:code>/", centres.centre, name="centre"),
    path("search/", search.search, name="search"),
    path("search/suggestions/", search.suggestions, name="suggestions"),
    path("status/", status.status, name="status"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<slug:slug>/", questions.question, name="question"),
    path("useful/", useful.useful, name="useful"),
    path("ask/", ask.ask, name="ask"),
    path("ask/done/", ask.done, name="ask_done"),
    path("ask/status/", ask.status, name="ask_status"),
    path("news/rss/", RssFeed(), name="news_rss"),
    path("news/atom/", AtomFeed(), name="news_atom"),
    # Pages of the editors that other pages link to by name.
    path("news/", pages.page, {"path": "news/"}, name="news"),
    path("about/", pages.page, {"path": "about/"}, name="about"),
    path("accessibility/", pages.page, {"path": "accessibility/"}, name="accessibility"),
    path("privacy/", pages.page, {"path": "privacy/"}, name="privacy"),
    path("cookies/", pages.page, {"path": "cookies/"}, name="cookies"),
]
