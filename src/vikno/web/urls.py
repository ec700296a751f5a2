"""Addresses without a language: what programs ask for, and how pages should look."""

from django.urls import path

from vikno.web import views

app_name = "web"
urlpatterns = [
    path("display/", views.display, name="display"),
    path("health/", views.health, name="health"),
]
