"""Addresses of identification. They are agreed with providers in writing, so no language stands in them."""

from django.urls import URLPattern, path

from vikno.cabinet.views import identifying

app_name = "identify"
urlpatterns: list[URLPattern] = [
    path("diia/callback/", identifying.diia, name="diia"),
    path("<slug:code>/", identifying.start, name="start"),
    path("<slug:code>/callback/", identifying.callback, name="callback"),
    path("<slug:code>/here/", identifying.spot, name="spot"),
    path("<slug:code>/text/", identifying.text, name="text"),
]
