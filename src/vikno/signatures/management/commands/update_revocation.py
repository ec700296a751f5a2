"""Take in what issuers said of revocation: from files, or from the addresses that trusted certificates name (--fetch)."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from vikno.kernel.errors import Unreachable
from vikno.signatures.operations import revoking
from vikno.signatures.operations.revoking import Outcome


class Command(BaseCommand):
    help = "Take in CRLs and OCSP responses from files, or ask the issuers that we trust for their CRLs (--fetch)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", type=Path, nargs="*")
        parser.add_argument("--fetch", action="store_true", help="Ask the addresses that trusted certificates name")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        outcomes = [_taken(path, at=at) for path in options["files"]]
        if options["fetch"]:
            outcomes += revoking.fetch_all(fetcher=revoking.Web(), at=at)
        if options["format"] == "json":
            self.stdout.write(json.dumps([asdict(outcome) for outcome in outcomes]))
        else:
            self.stdout.write("\n".join(f"{outcome.address}: {outcome.state}" for outcome in outcomes))


def _taken(path: Path, *, at: datetime) -> Outcome:
    try:
        is_new = revoking.keep(body=path.read_bytes(), taken_from=path.name, at=at)
    except (Unreachable, OSError) as error:
        raise CommandError(str(error)) from error
    return Outcome(address=path.name, state="new" if is_new else "same")
