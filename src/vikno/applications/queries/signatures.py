"""Signatures on an application."""

from vikno.applications.models import ApplicationSignature, SigningRequest, Submission
from vikno.signatures.report import SignatureVerdict


def signatures_on(prepared: SigningRequest | None) -> list[ApplicationSignature]:
    """Return the signatures on a signing request in the order they came."""
    return list(prepared.signatures.select_related("container").order_by("pk")) if prepared else []


def valid_signatures_on(prepared: SigningRequest | None) -> list[ApplicationSignature]:
    """Return the signatures that count: those whose certificate was not found revoked at the time of signing."""
    return [
        signature
        for signature in signatures_on(prepared)
        if signature.verification_report.verdict != SignatureVerdict.INVALID
    ]


def signatures_of(submission: Submission) -> list[ApplicationSignature]:
    """Return the signatures of a submission."""
    return signatures_on(SigningRequest.objects.filter(submission=submission).first())
