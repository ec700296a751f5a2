from django.urls import path

from vikno.content.views import catalogue, centres, status, texts

app_name = "content"
urlpatterns = [
    path("", catalogue.home, name="home"),
    path("services/", catalogue.services, name="services"),
    path("services/<slug:code>/", catalogue.service, name="service"),
    path("centres/", centres.centres, name="centres"),
    path("centres/<slug:code>/", centres.centre, name="centre"),
    path("status/", status.status, name="status"),
    path("about/", texts.about, name="about"),
    path("accessibility/", texts.accessibility, name="accessibility"),
    path("privacy/", texts.privacy, name="privacy"),
    path("cookies/", texts.cookies, name="cookies"),
]
