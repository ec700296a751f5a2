"""Check a signed file. Exit codes: 0 valid, 1 invalid, 2 cannot tell, 3 a file named on the command line cannot be read."""

import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from vikno.signatures import queries, trust_store
from vikno.signatures.archives import ContainerFile
from vikno.signatures.operations import ocsp
from vikno.signatures.operations.revocation_data import HttpRevocationClient
from vikno.signatures.report import SignatureVerdict, VerificationReport
from vikno.signatures.verification import VerificationRequest

EXIT_CODES = {SignatureVerdict.VALID: 0, SignatureVerdict.INVALID: 1, SignatureVerdict.CANNOT_TELL: 2}
UNREADABLE_EXIT_CODE = 3


class Command(BaseCommand):
    help = (
        "Say who signed a file, when, and whether that holds. Exits with 0 valid, 1 invalid, 2 cannot tell, 3 unread."
    )
    # The command needs only the files that are named, so it skips the checks of the whole project.
    requires_system_checks: list[str] = []
    verdict: SignatureVerdict | None = None

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, help="A signature, or a signed document: .p7s, .asice, .asics, .pdf, .xml"
        )
        parser.add_argument(
            "--content", type=Path, action="append", default=[], help="The document a signature is over"
        )
        parser.add_argument(
            "--trust",
            type=Path,
            nargs="+",
            action="extend",
            help="Certificates, p7b, CRLs, OCSP responses, or folders of them, instead of the stored trust",
        )
        parser.add_argument("--at", help="When it was signed, as you know from elsewhere; otherwise now")
        parser.add_argument("--need-revocation", action="store_true", help="Cannot tell where revocation is unknown")
        parser.add_argument(
            "--fetch",
            action="store_true",
            help="Ask the issuers of trusted certificates whether they revoked them (OCSP)",
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def run_from_argv(self, argv: list[str]) -> None:
        super().run_from_argv(argv)
        if self.verdict is not None:
            sys.exit(EXIT_CODES[self.verdict])

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        report = self._verify(options)
        self.verdict = report.verdict
        if options["format"] == "json":
            self.stdout.write(json.dumps(_as_json(report), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_as_text(report)))

    def _verify(self, options: dict[str, Any]) -> VerificationReport:
        now = timezone.now()
        at = _parse_time(options["at"]) or now
        is_trust_stored = not options["trust"]
        try:
            content = options["file"].read_bytes()
            documents = [ContainerFile(name=path.name, content=path.read_bytes()) for path in options["content"]]
            trust = queries.load_trust_store() if is_trust_stored else trust_store.load_trust_files(options["trust"])
        except OSError as error:
            raise CommandError(
                f"{error.filename} cannot be read: {error.strerror}.", returncode=UNREADABLE_EXIT_CODE
            ) from error
        request = VerificationRequest(
            trust=trust,
            at=at,
            is_signing_time_known=options["at"] is not None,
            revocation_needed=options["need_revocation"],
        )
        name = options["file"].name
        if not options["fetch"]:
            return queries.verify_file(content, name=name, documents=documents, request=request)
        return ocsp.verify_file_with_ocsp(
            content,
            name=name,
            documents=documents,
            request=request,
            ocsp_client=HttpRevocationClient(),
            now=now,
            is_stored=is_trust_stored,
        )


def _parse_time(text: str | None) -> datetime | None:
    """Return a time in ISO 8601, in UTC where it names no zone. A date means its first moment."""
    if text is None:
        return None
    try:
        time = parse_datetime(text)
    except ValueError:
        time = None
    if time is None:
        raise CommandError("--at is a time such as 2024-05-01T12:00:00Z.", returncode=UNREADABLE_EXIT_CODE)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _as_json(report: VerificationReport) -> dict[str, Any]:
    signatures = []
    for signature in report.signatures:
        signer = signature.signer
        values = {
            **asdict(signature),
            "rnokpp": signer.rnokpp,
            "edrpou": signer.edrpou,
            "unzr": signer.unzr,
            "document": signer.document,
            "signer": signer.name,
            "organization": signer.organization,
            "title": signer.title,
            "why": signature.explanations,
        }
        signatures.append(values)
    return {**report.as_dict(), "why": report.explanations, "signatures": signatures}


def _as_text(report: VerificationReport) -> list[str]:
    lines = [f"{report.headline}.", *(f"  {sentence}" for sentence in report.explanations)]
    for signature in report.signatures:
        signer = signature.signer
        name = ", ".join(filter(None, (signer.name, signer.title, signer.organization)))
        numbers = {"РНОКПП": signer.rnokpp, "ЄДРПОУ": signer.edrpou, "УНЗР": signer.unzr}
        lines += ["", name or "?", *(f"  {label}: {number}" for label, number in numbers.items() if number)]
        lines += [
            f"  verdict: {signature.verdict}; integrity: {signature.integrity}; "
            f"chain: {signature.chain}; revocation: {signature.revocation}",
            f"  signed: {signature.signed_at or '?'} ({signature.clock}); {signature.algorithm}; {signature.level}",
            f"  covers: {', '.join(signature.covers) or '-'}",
            *(f"  {sentence}" for sentence in signature.explanations),
        ]
    return [*lines, *(["", f"Not signed: {', '.join(report.uncovered)}"] if report.uncovered else [])]
