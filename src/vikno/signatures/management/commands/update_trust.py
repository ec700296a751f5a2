"""Import trust sources from files. Nothing is fetched: docs/signatures.md describes how to get the files."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.db import transaction
from django.utils import timezone

from dstu.certificates import Certificate
from vikno.signatures import trust_list
from vikno.signatures.operations import trust_sources
from vikno.signatures.operations.trust_sources import TrustChange


class Command(BaseCommand):
    help = "Take in a list of trusted services (TL-UA XML), bundles of certificates (p7b, cer) and pinned roots; keep history."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files", type=Path, nargs="*", help="TL-UA*.xml, *.p7b, *.cer; NAME.sha2 is the digest of NAME"
        )
        parser.add_argument("--root", type=Path, nargs="+", action="extend", default=[], help="Roots to believe")
        parser.add_argument("--signer", type=Path, nargs="+", action="extend", default=[], help="Who may sign the list")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                changes = list(self._changes(options, at=timezone.now()))
        except (trust_list.TrustListInvalid, OSError) as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        if options["format"] == "json":
            self.stdout.write(json.dumps([asdict(change) for change in changes], ensure_ascii=False))
        for change in changes if options["format"] == "text" else ():
            self.stdout.write(
                f"{change.source}: {change.named} certificates, {change.added} added, {change.gone} gone; "
                f"proved by {change.proof.label}."
            )

    def _changes(self, options: dict[str, Any], *, at: datetime) -> Iterator[TrustChange]:
        digests = {path.stem: path for path in options["files"] if path.suffix == ".sha2"}
        signers = _certificates(options["signer"])
        for path in (path for path in options["files"] if path.suffix != ".sha2"):
            content = path.read_bytes()
            if not trust_list.is_trust_list(content):
                yield trust_sources.import_certificate_bundle(name=path.name, content=content, at=at)
                continue
            digest_file = digests.get(path.name) or digests.get(path.stem)
            digest = trust_list.digest_in(digest_file.read_text(errors="replace")) if digest_file else ""
            yield trust_sources.import_trust_list(
                name=path.name, content=content, at=at, digest=digest, signers=signers
            )
        if options["root"]:
            yield trust_sources.pin_roots(certificates=_certificates(options["root"]), at=at)


def _certificates(paths: list[Path]) -> list[Certificate]:
    return [certificate for path in paths for certificate in trust_list.certificates_of(path.read_bytes())]
