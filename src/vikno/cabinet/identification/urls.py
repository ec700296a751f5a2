"""Addresses of identification. They are agreed with providers in writing, so they contain no language."""

from django.urls import URLPattern, path

from vikno.cabinet.identification import views

app_name = "identify"
urlpatterns: list[URLPattern] = [
    path("diia/callback/", views.receive_diia_answer, name="diia"),
    path("<slug:code>/", views.start_identification, name="start"),
    path("<slug:code>/callback/", views.provider_callback, name="callback"),
    path("<slug:code>/here/", views.identify_in_place, name="spot"),
    path("<slug:code>/text/", views.download_text, name="text"),
]
