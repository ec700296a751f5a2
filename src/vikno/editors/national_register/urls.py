"""Addresses of the register import, below the editors' area."""

from django.urls import path

from vikno.editors.national_register import views

app_name = "register"
urlpatterns = [
    path("", views.register_files, name="dumps"),
    path("services.csv", views.empty_table, name="table"),
    path("<uuid:uid>/", views.register_file, name="dump"),
    path("<uuid:uid>/take-safe/", views.take_over_safe_entries, name="take_safe"),
    path("<uuid:uid>/<str:official_id>/", views.register_entry, name="entry"),
]
