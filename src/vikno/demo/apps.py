from django.apps import AppConfig
from django.core.checks import Tags, register

from vikno.demo.checks import demo_stays_at_home


class DemoConfig(AppConfig):
    name = "vikno.demo"

    def ready(self) -> None:
        register(demo_stays_at_home, Tags.security)
