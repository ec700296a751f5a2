"""Addresses of the intake of paper applications."""

from django.urls import path

from vikno.workspace.intake import views

urlpatterns = [
    path("intake/", views.enter_application, name="intake"),
    path("<uuid:uid>/entered/", views.entry_confirmation, name="entered"),
]
