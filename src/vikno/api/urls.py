"""URLs for programs: without a language prefix and without personal data."""

from django.urls import path, re_path

from vikno.api import appeals, views
from vikno.api.agency import api

app_name = "api"
urlpatterns = [
    path("api/v1/oauth/token", views.token, name="token"),
    path("api/v1/agency/openapi.json", views.openapi, name="openapi"),
    path("api/v1/agency/hints/<slug:code>", views.hint, name="hint"),
    path("api/v1/agency/", api.urls),
    re_path(r"^api/", views.not_found),
    path("appeals/", appeals.appeals, name="appeals"),
    path("metrics", views.metrics, name="metrics"),
]
