"""Addresses of the search."""

from django.urls import path

from vikno.content.search import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggestions/", views.suggestions, name="suggestions"),
]
