"""URLs that exist in a demo only: `conf.urls` includes them when DEMO is on."""

from django.urls import path

from vikno.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.start, name="start"),
    path("mail/", views.mail, name="mail"),
    path("mail/<slug:name>/", views.letter, name="letter"),
]
