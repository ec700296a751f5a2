from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PageCacheConfig(AppConfig):
    name = "vikno.pagecache"

    def ready(self) -> None:
        post_migrate.connect(_install_triggers, sender=self)


def _install_triggers(using: str, **_options: Any) -> None:
    from vikno.pagecache.operations import install_triggers

    install_triggers(using=using)
