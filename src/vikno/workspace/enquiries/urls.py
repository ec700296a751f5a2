"""Addresses of the enquiries that people send to a centre."""

from django.urls import path

from vikno.workspace.enquiries import views

urlpatterns = [
    path("", views.enquiry_list, name="enquiries"),
    path("<uuid:uid>/", views.enquiry_detail, name="enquiry"),
    path("<uuid:uid>/take/", views.take, name="enquiry_take"),
    path("<uuid:uid>/answer/", views.answer, name="enquiry_answer"),
    path("<uuid:uid>/pass-on/", views.pass_on, name="enquiry_pass_on"),
    path("<uuid:uid>/close/", views.close, name="enquiry_close"),
    path("<uuid:uid>/question/", views.draft_question, name="enquiry_question"),
]
