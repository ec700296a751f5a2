"""Addresses of templates to download."""

from django.urls import path

from vikno.content.document_templates import views

urlpatterns = [
    path("templates/", views.templates, name="templates"),
    path("templates/<slug:code>/", views.template, name="template"),
    path("templates/<slug:code>/download", views.download, name="template_download"),
    path("templates/<slug:code>/<int:number>/download", views.download, name="template_version"),
]
