"""Import of trust sources: a trust list, bundles, pinned roots.

The listing of a certificate that a source no longer names is ended, not deleted.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from dstu.certificates import Certificate
from vikno.audit.operations import record
from vikno.signatures import trust_list
from vikno.signatures.models import KnownCertificate, TrustListing, TrustSource, TrustSourceImport, TrustSourceProof

PINNED_ROOTS = "pinned roots"
_NAME_LIMIT = 300


@dataclass(frozen=True, kw_only=True)
class ListedCertificate:
    """A certificate that a source names: as a trust anchor or not, as an issuer of qualified certificates or not."""

    certificate: Certificate = field(repr=False)
    is_anchor: bool = False
    is_qualified: bool = False
    service: str = ""


@dataclass(frozen=True, kw_only=True)
class TrustChange:
    """A change that an import of a trust source made."""

    source: str
    proof: TrustSourceProof
    named: int
    added: int
    gone: int


@transaction.atomic
def import_trust_list(
    *, name: str, content: bytes, at: datetime, digest: str = "", signers: Iterable[Certificate] = ()
) -> TrustChange:
    """Import a list of trusted services. Raises `trust_list.TrustListInvalid`; then nothing has changed.

    Granted issuers become trust anchors if something proves the list. An unproved list only helps to build certificate paths.
    """
    services = trust_list.parse_trust_list(content, digest=digest, signers=signers)
    is_proved = services.proof != trust_list.TrustListProof.NONE
    listed = [
        ListedCertificate(
            certificate=certificate,
            is_anchor=is_proved and service.issues_qualified and certificate.is_ca,
            is_qualified=is_proved and service.issues_qualified,
            service=f"{service.provider}: {service.name}"[:_NAME_LIMIT],
        )
        for service in services.services
        for certificate in service.certificates
    ]
    source_import = _create_import(name, content, TrustSourceProof(services.proof), at)
    source_import.sequence = services.sequence
    source_import.issued_at, source_import.next_update = services.issued_at, services.next_update
    source_import.save(update_fields=["sequence", "issued_at", "next_update"])
    return _replace_listings(source_import, listed, at)


@transaction.atomic
def import_certificate_bundle(*, name: str, content: bytes, at: datetime) -> TrustChange:
    """Import certificates that help to build paths, and are no anchors. Raises `trust_list.TrustListInvalid`."""
    listed = [ListedCertificate(certificate=certificate) for certificate in trust_list.certificates_of(content)]
    return _replace_listings(_create_import(name, content, TrustSourceProof.NONE, at), listed, at)


@transaction.atomic
def pin_roots(*, certificates: Iterable[Certificate], at: datetime) -> TrustChange:
    """Make these certificates trust anchors instead of those that were pinned before."""
    listed = [ListedCertificate(certificate=certificate, is_anchor=True) for certificate in certificates]
    content = b"".join(sorted(pinned.certificate.der for pinned in listed))
    return _replace_listings(_create_import(PINNED_ROOTS, content, TrustSourceProof.PINNED, at), listed, at)


def _create_import(name: str, content: bytes, proof: TrustSourceProof, at: datetime) -> TrustSourceImport:
    source, _ = TrustSource.objects.get_or_create(name=name)
    digest = hashlib.sha256(content).hexdigest()
    return TrustSourceImport.objects.create(source=source, sha256=digest, proof=proof, at=at)


def _replace_listings(
    source_import: TrustSourceImport, listed: Iterable[ListedCertificate], at: datetime
) -> TrustChange:
    """Add the new listings of a source, and end those that are gone or have changed."""
    merged = _merge_listed(listed)
    rows = _store_certificates([entry.certificate for entry in merged.values()])
    current = {
        listing.certificate.fingerprint: listing
        for listing in TrustListing.objects.current().filter(source=source_import.source).select_related("certificate")
    }
    wanted = {(key, entry.is_anchor, entry.is_qualified, entry.service) for key, entry in merged.items()}
    unchanged = {
        fingerprint
        for fingerprint, listing in current.items()
        if (fingerprint, listing.is_anchor, listing.is_qualified, listing.service) in wanted
    }
    ended = [listing.pk for fingerprint, listing in current.items() if fingerprint not in unchanged]
    TrustListing.objects.filter(pk__in=ended).update(until=source_import)
    added = [
        TrustListing(
            source=source_import.source,
            certificate=rows[fingerprint],
            is_anchor=entry.is_anchor,
            is_qualified=entry.is_qualified,
            service=entry.service,
            since=source_import,
        )
        for fingerprint, entry in merged.items()
        if fingerprint not in unchanged
    ]
    TrustListing.objects.bulk_create(added)
    change = TrustChange(
        source=source_import.source.name,
        proof=TrustSourceProof(source_import.proof),
        named=len(merged),
        added=len(added),
        gone=len(ended),
    )
    detail = {"proof": source_import.proof, "named": change.named, "added": change.added, "gone": change.gone}
    record(actor="command", action="trust.updated", subject=f"source:{source_import.source_id}", at=at, detail=detail)
    return change


def _merge_listed(listed: Iterable[ListedCertificate]) -> dict[str, ListedCertificate]:
    """Return the entries by fingerprint. A list can name one certificate for several services; then the highest trust counts."""
    merged: dict[str, ListedCertificate] = {}
    for entry in listed:
        previous = merged.get(entry.certificate.fingerprint, entry)
        merged[entry.certificate.fingerprint] = ListedCertificate(
            certificate=entry.certificate,
            is_anchor=previous.is_anchor or entry.is_anchor,
            is_qualified=previous.is_qualified or entry.is_qualified,
            service=previous.service or entry.service,
        )
    return merged


def _store_certificates(certificates: list[Certificate]) -> dict[str, KnownCertificate]:
    """Return the rows of certificates by their fingerprints, and add new ones."""
    rows = [
        KnownCertificate(
            fingerprint=certificate.fingerprint,
            der=certificate.der,
            subject=(certificate.subject.common_name or certificate.subject.text)[:_NAME_LIMIT],
            not_after=certificate.not_after,
        )
        for certificate in certificates
    ]
    KnownCertificate.objects.bulk_create(rows, ignore_conflicts=True)
    stored = KnownCertificate.objects.filter(fingerprint__in=[certificate.fingerprint for certificate in certificates])
    return {row.fingerprint: row for row in stored}
