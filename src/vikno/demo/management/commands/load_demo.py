"""`manage.py load_demo`: fill an empty portal with an invented community."""

import logging
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from vikno.content.search.index import index_content
from vikno.demo import operations
from vikno.demo.seed import seal


class Command(BaseCommand):
    help = "Fill an empty portal with an invented community: its centre, services, people, and cases in every state."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(_("This is not a demo, so nothing was loaded. Set DEMO=1 where no real data is kept."))
        if operations.is_filled():
            self.stdout.write(_("The demo is loaded already."))
            return
        # Wagtail logs a line for each published card.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        at = timezone.now()
        # The trusted root is as old as the centre.
        seal.make(at=at - operations.AGE)
        # Stored texts, such as the way to appeal, are in the language of the community.
        with translation.override("uk"):
            operations.fill(at=at)
        operations.discard_delivery_tasks()
        index_content()
        self.stdout.write(_("The demo is loaded: a community with its services, people and cases."))
