"""Addresses of the checklist of a service."""

from django.urls import path

from vikno.content.checklists import views

urlpatterns = [
    path("services/<slug:code>/checklist/", views.checklist, name="checklist"),
    path("services/<slug:code>/checklist.pdf", views.checklist_pdf, name="checklist_pdf"),
]
