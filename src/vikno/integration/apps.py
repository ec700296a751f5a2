from django.apps import AppConfig


class IntegrationConfig(AppConfig):
    name = "vikno.integration"
