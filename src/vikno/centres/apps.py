from django.apps import AppConfig


class CentresConfig(AppConfig):
    name = "vikno.centres"
