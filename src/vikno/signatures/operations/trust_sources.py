"""Taking in whom to trust: a list, bundles, pinned roots. What a source no longer names is gone, and stays known."""

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
    """A certificate that a source names, and as what."""

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
    """Take in a list of trusted services. Raises `trust_list.WrongList`; then nothing has changed.

    Issuers that are granted are anchors, if something proves the list; a list that nothing proves only helps to find the way.
    """
    read = trust_list.parse_trust_list(content, digest=digest, signers=signers)
    proved = read.proof != trust_list.TrustListProof.NONE
    named = [
        ListedCertificate(
            certificate=certificate,
            is_anchor=proved and service.issues_qualified and certificate.is_ca,
            is_qualified=proved and service.issues_qualified,
            service=f"{service.provider}: {service.name}"[:_NAME_LIMIT],
        )
        for service in read.services
        for certificate in service.certificates
    ]
    reading = _reading(name, content, TrustSourceProof(read.proof), at)
    reading.sequence, reading.issued_at, reading.next_update = read.sequence, read.issued_at, read.next_update
    reading.save(update_fields=["sequence", "issued_at", "next_update"])
    return _take(reading, named, at)


@transaction.atomic
def import_certificate_bundle(*, name: str, content: bytes, at: datetime) -> TrustChange:
    """Take in certificates that help to find the way, and prove nothing. Raises `trust_list.WrongList`."""
    found = trust_list.certificates_of(content)
    return _take(
        _reading(name, content, TrustSourceProof.NONE, at), [ListedCertificate(certificate=one) for one in found], at
    )


@transaction.atomic
def pin_roots(*, certificates: Iterable[Certificate], at: datetime) -> TrustChange:
    """Believe these certificates as they are, and no longer those that were pinned before."""
    pinned = [ListedCertificate(certificate=one, is_anchor=True) for one in certificates]
    content = b"".join(sorted(one.certificate.der for one in pinned))
    return _take(_reading(PINNED_ROOTS, content, TrustSourceProof.PINNED, at), pinned, at)


def _reading(name: str, content: bytes, proof: TrustSourceProof, at: datetime) -> TrustSourceImport:
    source, _ = TrustSource.objects.get_or_create(name=name)
    digest = hashlib.sha256(content).hexdigest()
    return TrustSourceImport.objects.create(source=source, sha256=digest, proof=proof, at=at)


def _take(reading: TrustSourceImport, named: Iterable[ListedCertificate], at: datetime) -> TrustChange:
    """Note what is named now, what is new and what is gone."""
    wanted = _merged(named)
    rows = _rows([one.certificate for one in wanted.values()])
    current = {
        listing.certificate.fingerprint: listing
        for listing in TrustListing.objects.current().filter(source=reading.source).select_related("certificate")
    }
    kept = {mark for mark, listing in current.items() if mark in wanted and _is_same(listing, wanted[mark])}
    gone = [listing.pk for mark, listing in current.items() if mark not in kept]
    TrustListing.objects.filter(pk__in=gone).update(until=reading)
    added = [_listing(reading, rows[mark], one) for mark, one in wanted.items() if mark not in kept]
    TrustListing.objects.bulk_create(added)
    change = TrustChange(
        source=reading.source.name,
        proof=TrustSourceProof(reading.proof),
        named=len(wanted),
        added=len(added),
        gone=len(gone),
    )
    detail = {"proof": reading.proof, "named": change.named, "added": change.added, "gone": change.gone}
    record(actor="command", action="trust.updated", subject=f"source:{reading.source_id}", at=at, detail=detail)
    return change


def _merged(named: Iterable[ListedCertificate]) -> dict[str, ListedCertificate]:
    """Return what is named, once each: a list can name one certificate for several services, and the most counts."""
    merged: dict[str, ListedCertificate] = {}
    for one in named:
        before = merged.get(one.certificate.fingerprint, one)
        merged[one.certificate.fingerprint] = ListedCertificate(
            certificate=one.certificate,
            is_anchor=before.is_anchor or one.is_anchor,
            is_qualified=before.is_qualified or one.is_qualified,
            service=before.service or one.service,
        )
    return merged


def _is_same(listing: TrustListing, named: ListedCertificate) -> bool:
    said = (listing.is_anchor, listing.is_qualified, listing.service)
    return said == (named.is_anchor, named.is_qualified, named.service)


def _listing(reading: TrustSourceImport, row: KnownCertificate, named: ListedCertificate) -> TrustListing:
    return TrustListing(
        source=reading.source,
        certificate=row,
        is_anchor=named.is_anchor,
        is_qualified=named.is_qualified,
        service=named.service,
        since=reading,
    )


def _rows(certificates: list[Certificate]) -> dict[str, KnownCertificate]:
    """Return the rows of certificates by their fingerprints; those that are new are added."""
    made = [
        KnownCertificate(
            fingerprint=one.fingerprint,
            der=one.der,
            subject=(one.subject.common_name or one.subject.text)[:_NAME_LIMIT],
            not_after=one.not_after,
        )
        for one in certificates
    ]
    KnownCertificate.objects.bulk_create(made, ignore_conflicts=True)
    marks = [one.fingerprint for one in certificates]
    return {row.fingerprint: row for row in KnownCertificate.objects.filter(fingerprint__in=marks)}
