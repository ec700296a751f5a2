"""Signatures on an application."""

from vikno.applications.models import ApplicationSignature, SigningRequest, Submission
from vikno.signatures.report import SignatureVerdict


def signatures_on(prepared: SigningRequest | None) -> list[ApplicationSignature]:
    """Return the signatures on what was given to sign, in the order they came."""
    return list(prepared.signatures.select_related("container").order_by("pk")) if prepared else []


def valid_signatures_on(prepared: SigningRequest | None) -> list[ApplicationSignature]:
    """Return those that count: no issuer has said since that a certificate was revoked before it signed."""
    return [
        signature
        for signature in signatures_on(prepared)
        if signature.verification_report.verdict != SignatureVerdict.INVALID
    ]


def signatures_of(submission: Submission) -> list[ApplicationSignature]:
    """Return the signatures that a hand-in came with."""
    return signatures_on(SigningRequest.objects.filter(submission=submission).first())
