from django.urls import path

from vikno.content.application_status import views as application_status_views
from vikno.content.centres import views as centres_views
from vikno.content.checklists import views as checklists_views
from vikno.content.document_check import views as document_check_views
from vikno.content.document_templates import views as document_templates_views
from vikno.content.enquiries import views as enquiries_views
from vikno.content.feedback import views as feedback_views
from vikno.content.machine_readable.feeds import NewsAtomFeed, NewsRssFeed
from vikno.content.pages import views as pages_views
from vikno.content.questions import views as questions_views
from vikno.content.search import views as search_views
from vikno.content.service_cards import views as service_cards_views
from vikno.content.services import views as services_views

app_name = "content"
urlpatterns = [
    path("", pages_views.serve_page, name="home"),
    path("services/", services_views.services, name="services"),
    path("services/event/<slug:code>/", services_views.event, name="event"),
    path("services/theme/<slug:code>/", services_views.theme, name="theme"),
    path("services/authority/<int:pk>/", services_views.authority, name="authority"),
    path("services/<slug:code>/", service_cards_views.service, name="service"),
    path("services/<slug:code>/card.pdf", service_cards_views.card_pdf, name="card_pdf"),
    path("services/<slug:code>/checklist/", checklists_views.checklist, name="checklist"),
    path("services/<slug:code>/checklist.pdf", checklists_views.checklist_pdf, name="checklist_pdf"),
    path("services/<slug:code>/papers.zip", service_cards_views.card_bundle, name="all_papers"),
    path("services/<slug:code>/card.json", service_cards_views.card_data, name="card_data"),
    path("services/<slug:code>/versions/", service_cards_views.versions, name="card_versions"),
    path("services/<slug:code>/versions/<slug:which>/", service_cards_views.version, name="card_version"),
    path("centres.json", centres_views.centres_json, name="centres_json"),
    path("templates/", document_templates_views.templates, name="templates"),
    path("templates/<slug:code>/", document_templates_views.template, name="template"),
    path("templates/<slug:code>/download", document_templates_views.download, name="template_download"),
    path("templates/<slug:code>/<int:number>/download", document_templates_views.download, name="template_version"),
    path("centres/", centres_views.centres, name="centres"),
    path("centres/<slug:code>/", centres_views.centre, name="centre"),
    path("search/", search_views.search, name="search"),
    path("search/suggestions/", search_views.suggestions, name="suggestions"),
    path("status/", application_status_views.application_status, name="status"),
    path("check/", document_check_views.check_document, name="check"),
    path("check/issued/<str:code>/", document_check_views.issued_document, name="issued"),
    path("check/<uuid:uid>/", document_check_views.check_progress, name="check_progress"),
    path("questions/", questions_views.questions, name="questions"),
    path("questions/<slug:slug>/", questions_views.question, name="question"),
    path("useful/", feedback_views.rate_page, name="useful"),
    path("ask/", enquiries_views.ask, name="ask"),
    path("ask/done/", enquiries_views.confirmation, name="ask_done"),
    path("ask/status/", enquiries_views.enquiry_status, name="ask_status"),
    path("news/rss/", NewsRssFeed(), name="news_rss"),
    path("news/atom/", NewsAtomFeed(), name="news_atom"),
    # Pages of the editors that other pages link to by name.
    path("news/", pages_views.serve_page, {"path": "news/"}, name="news"),
    path("about/", pages_views.serve_page, {"path": "about/"}, name="about"),
    path("accessibility/", pages_views.serve_page, {"path": "accessibility/"}, name="accessibility"),
    path("privacy/", pages_views.serve_page, {"path": "privacy/"}, name="privacy"),
    path("cookies/", pages_views.serve_page, {"path": "cookies/"}, name="cookies"),
]
