from typing import Any

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "vikno.catalogue"

    def ready(self) -> None:
        from wagtail.signals import published

        from vikno.catalogue.models import ServiceCard

        published.connect(_keep_version, sender=ServiceCard, dispatch_uid="catalogue.keep_version")


def _keep_version(*, instance: Any, revision: Any, **_more: Any) -> None:
    """Keep a version of every card that is published, whoever did it: an editor, an approver, a schedule, an import."""
    from vikno.catalogue.operations import save_card_version

    if instance.live:
        save_card_version(card=instance, content=revision.content, at=instance.last_published_at)
