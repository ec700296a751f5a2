"""Signing in and out: allauth's own views, in our look."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.urls"))]
