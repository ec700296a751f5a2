"""Addresses of centres."""

from django.urls import path

from vikno.content.centres import views

urlpatterns = [
    path("centres.json", views.centres_json, name="centres_json"),
    path("centres/", views.centres, name="centres"),
    path("centres/<slug:code>/", views.centre, name="centre"),
]
