"""Address of the status of an application."""

from django.urls import path

from vikno.content.application_status import views

urlpatterns = [
    path("status/", views.application_status, name="status"),
]
