"""Addresses that programs ask for: they have no language."""

from django.urls import path

from vikno.content.views import machines

app_name = "machines"
urlpatterns = [
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", machines.sitemap_section, name="sitemap_section"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("services.json", machines.services_json, name="services_json"),
    path("services.csv", machines.services_csv, name="services_csv"),
]
