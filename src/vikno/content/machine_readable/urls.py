"""Addresses for programs, without a language."""

from django.urls import path

from vikno.content.machine_readable import views

app_name = "machines"
urlpatterns = [
    path("robots.txt", views.robots_txt, name="robots"),
    path("sitemap.xml", views.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", views.sitemap_section, name="sitemap_section"),
    path(".well-known/security.txt", views.security_txt, name="security"),
    path("services.json", views.services_json, name="services_json"),
    path("services.csv", views.services_csv, name="services_csv"),
]
