from typing import Any

from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string


class Command(BaseCommand):
    help = "Run the clock, which enqueues tasks at their times, until SIGINT or SIGTERM. Several clocks do no harm."

    def handle(self, *args: Any, **options: Any) -> None:
        # Named, not imported: what is to be done when is known to the configuration, which stands above every app.
        import_string("vikno.conf.clock.run")()
