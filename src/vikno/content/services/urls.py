"""Addresses of the lists of services."""

from django.urls import path

from vikno.content.services import views

urlpatterns = [
    path("services/", views.services, name="services"),
    path("services/event/<slug:code>/", views.event, name="event"),
    path("services/theme/<slug:code>/", views.theme, name="theme"),
    path("services/authority/<int:pk>/", views.authority, name="authority"),
]
