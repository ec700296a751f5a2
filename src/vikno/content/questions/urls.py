"""Addresses of questions and answers."""

from django.urls import path

from vikno.content.questions import views

urlpatterns = [
    path("questions/", views.questions, name="questions"),
    path("questions/<slug:slug>/", views.question, name="question"),
]
