"""URLs of the simulators. The paths below each prefix are those of the real services."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from simulators import bankid_nbu, diia, id_gov_ua, oidc, signing
from simulators.sev import bus, views


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html", {"title": "Тестові провайдери"})


def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


urlpatterns: list[URLPattern] = [
    path("", home),
    path("health/", health),
    path("bankid/v1/bank/oauth2/authorize", bankid_nbu.authorize),
    path("bankid/v1/bank/oauth2/token", bankid_nbu.token),
    path("bankid/v1/bank/resource/client", bankid_nbu.client),
    path("idgov/", id_gov_ua.authorize),
    path("idgov/get-access-token", id_gov_ua.access_token),
    path("idgov/get-user-info", id_gov_ua.user_info),
    path("idgov/get-user-logout", id_gov_ua.logout),
    path("oidc/.well-known/openid-configuration", oidc.discovery),
    path("oidc/.well-known/jwks", oidc.jwks),
    path("oidc/auth", oidc.authorize),
    path("oidc/token", oidc.token),
    path("oidc/userinfo", oidc.userinfo),
    path("oidc/profile", oidc.profile),
    path("diia/api/v1/auth/acquirer/<str:word>", diia.acquirer),
    path("diia/api/v2/acquirers/branch/<str:branch>/offer-request/dynamic", diia.offer_request),
    path("diia/app/<str:word>", diia.application),
    path("sign/", signing.sign),
    path("sev/csp/dirbus/bus.esb.IntegrationService.cls", bus.endpoint),
    path("sev/", views.home),
    path("sev/letters/<str:msg_id>/", views.act_on_letter),
    path("sev/switch/", views.set_bus_fault),
    path("sev/clear/", views.reset),
    path("sev/books.json", views.office_records),
]
