import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from vikno.integration import operations


class Command(BaseCommand):
    help = "Compare open cases with what partner systems hold; mend what can be mended and list every difference."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--strict", action="store_true", help="fail where a difference stays")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        found = operations.reconcile(at=timezone.now())
        left = [discrepancy for discrepancy in found if not discrepancy.is_mended]
        if options["format"] == "json":
            self.stdout.write(json.dumps({"differences": [asdict(row) for row in found], "left": len(left)}, indent=2))
        else:
            for row in found:
                state = "mended" if row.is_mended else "DIFFERS"
                self.stdout.write(f"{state} {row.connection} {row.application} {row.kind}: {row.here} | {row.there}")
            self.stdout.write(f"{len(found)} differences, {len(left)} left")
        if options["strict"] and left:
            raise CommandError(f"{len(left)} differences left.")
