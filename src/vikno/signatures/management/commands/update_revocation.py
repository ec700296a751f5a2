"""Import revocation data of issuers: from files, or from the addresses that trusted certificates name (--fetch)."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from vikno.kernel.errors import Unreachable
from vikno.signatures.operations import revocation_data
from vikno.signatures.operations.revocation_data import RevocationUpdate


class Command(BaseCommand):
    help = "Take in CRLs and OCSP responses from files, or ask the issuers that we trust for their CRLs (--fetch)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", type=Path, nargs="*")
        parser.add_argument("--fetch", action="store_true", help="Ask the addresses that trusted certificates name")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        outcomes = []
        for path in options["files"]:
            try:
                is_new = revocation_data.store_revocation_data(body=path.read_bytes(), taken_from=path.name, at=at)
            except (Unreachable, OSError) as error:
                raise CommandError(str(error)) from error
            outcomes.append(RevocationUpdate(address=path.name, state="new" if is_new else "same"))
        if options["fetch"]:
            outcomes += revocation_data.fetch_crls(fetcher=revocation_data.HttpRevocationClient(), at=at)
        if options["format"] == "json":
            self.stdout.write(json.dumps([asdict(outcome) for outcome in outcomes]))
        else:
            self.stdout.write("\n".join(f"{outcome.address}: {outcome.state}" for outcome in outcomes))
