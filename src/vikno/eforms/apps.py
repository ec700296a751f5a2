from django.apps import AppConfig


class EformsConfig(AppConfig):
    name = "vikno.eforms"
