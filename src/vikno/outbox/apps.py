from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    name = "vikno.outbox"

    def ready(self) -> None:
        # Importing `events.py` of each app registers its event types: a consumer can read every event that is stored.
        autodiscover_modules("events")
