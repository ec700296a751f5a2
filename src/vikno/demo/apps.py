from django.apps import AppConfig
from django.core.checks import Tags, register

from vikno.demo.checks import check_demo_is_private


class DemoConfig(AppConfig):
    name = "vikno.demo"

    def ready(self) -> None:
        register(check_demo_is_private, Tags.security)
