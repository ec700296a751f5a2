from django.urls import URLPattern

app_name = "cabinet"
urlpatterns: list[URLPattern] = []
