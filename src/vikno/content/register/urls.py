"""Addresses of the register import, below the editors' area."""

from django.urls import path

from vikno.content.register import views

app_name = "register"
urlpatterns = [
    path("", views.dumps, name="dumps"),
    path("services.csv", views.table, name="table"),
    path("<uuid:uid>/", views.dump, name="dump"),
    path("<uuid:uid>/take-safe/", views.take_safe, name="take_safe"),
    path("<uuid:uid>/<str:official_id>/", views.entry, name="entry"),
]
