"""Addresses of enquiries: the form, its confirmation, the status of an enquiry."""

from django.urls import path

from vikno.content.enquiries import views

urlpatterns = [
    path("ask/", views.ask, name="ask"),
    path("ask/done/", views.confirmation, name="ask_done"),
    path("ask/status/", views.enquiry_status, name="ask_status"),
]
