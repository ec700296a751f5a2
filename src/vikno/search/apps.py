from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "vikno.search"
