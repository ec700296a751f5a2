"""Address to which «Was this useful?» is sent."""

from django.urls import path

from vikno.content.feedback import views

urlpatterns = [
    path("useful/", views.rate_page, name="useful"),
]
