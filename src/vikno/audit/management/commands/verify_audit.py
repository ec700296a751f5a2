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
        verification = verify()
        if options["format"] == "json":
            self.stdout.write(json.dumps({**asdict(verification), "intact": verification.is_intact}))
        elif verification.is_intact:
            self.stdout.write(f"The audit is intact: {verification.entries} entries.")
        if not verification.is_intact:
            position = f" at entry {verification.broken_at}" if verification.broken_at else ""
            raise CommandError(f"The audit is broken{position}: {verification.reason}.")
