import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from vikno.audit.operations import verify


class Command(BaseCommand):
    help = "Check that no entry of the audit was changed, moved or removed. Exits with 1 when one was."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify()
        if options["format"] == "json":
            self.stdout.write(json.dumps({**asdict(verdict), "intact": verdict.is_intact}))
        elif verdict.is_intact:
            self.stdout.write(f"The audit is intact: {verdict.entries} entries.")
        if not verdict.is_intact:
            where = f" at entry {verdict.broken_at}" if verdict.broken_at else ""
            raise CommandError(f"The audit is broken{where}: {verdict.reason}.")
