from typing import Any

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "vikno.catalogue"

    def ready(self) -> None:
        from wagtail.signals import published

        from vikno.catalogue.models import ServiceCard

        published.connect(_save_published_version, sender=ServiceCard, dispatch_uid="catalogue.keep_version")


def _save_published_version(*, instance: Any, revision: Any, **_other: Any) -> None:
    """Save a version of every published card, whether an editor, an approver, a schedule or an import published it."""
    from vikno.catalogue.operations import save_card_version

    if instance.live:
        save_card_version(card=instance, content=revision.content, at=instance.last_published_at)
