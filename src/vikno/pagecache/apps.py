from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PageCacheConfig(AppConfig):
    name = "vikno.pagecache"

    def ready(self) -> None:
        post_migrate.connect(_watch, sender=self)


def _watch(using: str, **_about: Any) -> None:
    from vikno.pagecache.operations import install_triggers

    install_triggers(using=using)
