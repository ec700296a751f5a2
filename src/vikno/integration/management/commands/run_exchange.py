import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from vikno.integration import operations


class Command(BaseCommand):
    help = (
        "Exchange with partner systems until SIGINT or SIGTERM: deliver cases, fetch what they say. Several do no harm."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, and end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            done = operations.run_exchange_once(at=timezone.now())
            self.stdout.write(f"{done} done")
            return
        stop = threading.Event()

        def end(signum: int, frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGINT, end)
        signal.signal(signal.SIGTERM, end)
        self.stdout.write("The exchange runs.")
        self.stdout.flush()
        operations.ExchangeRunner(threads=settings.EXCHANGE_THREADS, stop=stop).run()
        self.stdout.write("The exchange stopped.")
