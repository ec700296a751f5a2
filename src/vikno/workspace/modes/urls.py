"""Addresses of the modes in which centres work."""

from django.urls import path

from vikno.workspace.modes import views

urlpatterns = [
    path("", views.mode_list, name="modes"),
    path("<slug:code>/", views.set_mode, name="set_mode"),
]
