"""Import of revocation data of issuers: from files, or from the addresses that trusted certificates name.

Nothing here runs inside a request of a visitor: `manage.py update_revocation` runs it, and the worker where the operator allows.
"""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import httpx
from django.db import transaction

from dstu.errors import DstuError
from dstu.revocation import Crl, OcspResponse, read_crl, read_ocsp
from vikno.kernel.errors import Unreachable
from vikno.outbound.bounds import ResponseDeadline, read_body
from vikno.outbound.client import OutboundSettings, open_client
from vikno.signatures.models import RevocationData, RevocationDataKind
from vikno.signatures.ocsp_queries import is_web_address
from vikno.signatures.queries import crl_addresses, serial_number_key

MAX_CRL_BYTES = 30 * 1024 * 1024
MAX_OCSP_BYTES = 64 * 1024
CRL_OUTBOUND = OutboundSettings(total_seconds=120, silence_seconds=10)
OCSP_OUTBOUND = OutboundSettings(total_seconds=15, silence_seconds=10)
# A response about one certificate can be fetched again; data that the operator imported stays.
OCSP_RETENTION = timedelta(days=30)


class CrlFetcher(Protocol):
    """A client that downloads CRLs."""

    def get(self, address: str) -> bytes:
        """Return the content at an address. Raises `Unreachable`."""


@dataclass(frozen=True, kw_only=True)
class HttpRevocationClient:
    """A client for CRLs and OCSP. Both are published by plain HTTP, since their signature proves them."""

    def get(self, address: str) -> bytes:
        return _download(httpx.Request("GET", _require_web_address(address)), CRL_OUTBOUND, max_bytes=MAX_CRL_BYTES)

    def ask(self, address: str, ocsp_request: bytes) -> bytes:
        """Post an OCSP request (RFC 6960 A.1)."""
        headers = {"Content-Type": "application/ocsp-request", "Accept": "application/ocsp-response"}
        request = httpx.Request("POST", _require_web_address(address), content=ocsp_request, headers=headers)
        return _download(request, OCSP_OUTBOUND, max_bytes=MAX_OCSP_BYTES)


def _require_web_address(address: str) -> httpx.URL:
    try:
        if is_web_address(address):
            return httpx.URL(address)
    except httpx.InvalidURL:
        pass
    raise Unreachable(f"{address} is no web address")


def _download(request: httpx.Request, limits: OutboundSettings, *, max_bytes: int) -> bytes:
    deadline = ResponseDeadline(limits.total_seconds)
    try:
        with open_client(limits, deadline=deadline) as client, closing(client.send(request, stream=True)) as response:
            response.raise_for_status()
            return read_body(response.iter_bytes(), max_bytes=max_bytes, deadline=deadline)
    except httpx.HTTPError as error:
        raise Unreachable(f"{request.url}: {type(error).__name__}") from error


@transaction.atomic
def store_revocation_data(*, body: bytes, taken_from: str, at: datetime) -> bool:
    """Store a CRL or an OCSP response, and return whether it is new. Raises `Unreachable` for anything else.

    A new CRL replaces older ones of its issuer from the same address, because it names all that they did. A new OCSP response
    replaces older ones about the same certificate, unless its status is unknown.
    """
    source = _parse_revocation_data(body)
    if source is None:
        raise Unreachable(f"{taken_from} is neither a CRL nor an OCSP response")
    numbers: set[str] = set()
    if isinstance(source, Crl):
        kind, issuer = RevocationDataKind.CRL, source.issuer.der
        this_update, next_update, replaces_older = source.this_update, source.next_update, True
    else:
        kind, issuer = RevocationDataKind.OCSP, source.der
        numbers = {serial_number_key(single.serial_number) for single in source.responses}
        this_update, next_update = source.produced_at, None
        replaces_older = any(single.status != "unknown" for single in source.responses)
    stored, is_new = RevocationData.objects.get_or_create(
        sha256=hashlib.sha256(body).hexdigest(),
        defaults={
            "kind": kind,
            "issuer": hashlib.sha256(issuer).hexdigest(),
            "about": numbers.pop() if len(numbers) == 1 else "",
            "body": body,
            "this_update": this_update,
            "next_update": next_update,
            "taken_from": taken_from[:300],
            "taken_at": at,
        },
    )
    if is_new and replaces_older:
        older = RevocationData.objects.filter(
            kind=stored.kind, taken_from=stored.taken_from, this_update__lt=stored.this_update
        )
        if stored.kind == RevocationDataKind.CRL:
            older.filter(issuer=stored.issuer).delete()
        elif stored.about:
            older.filter(about=stored.about).delete()
    return is_new


def _parse_revocation_data(body: bytes) -> Crl | OcspResponse | None:
    for read in (read_crl, read_ocsp):
        try:
            return read(body)
        except DstuError:
            continue
    return None


def delete_expired_ocsp_responses(*, at: datetime) -> int:
    """Erase old OCSP responses that were fetched about single certificates; return how many."""
    old = RevocationData.objects.filter(
        kind=RevocationDataKind.OCSP, taken_from__startswith="http", taken_at__lt=at - OCSP_RETENTION
    )
    return old.exclude(about="").delete()[0]


@dataclass(frozen=True, kw_only=True)
class RevocationUpdate:
    """The outcome at one address or file: `state` is new, same or unreachable."""

    address: str
    state: str


def fetch_crls(*, fetcher: CrlFetcher, at: datetime) -> Iterator[RevocationUpdate]:
    """Fetch the CRL of every address that a trusted certificate names, and yield the outcome of each."""
    for address in crl_addresses():
        try:
            is_new = store_revocation_data(body=fetcher.get(address), taken_from=address, at=at)
        except Unreachable:
            yield RevocationUpdate(address=address, state="unreachable")
        else:
            yield RevocationUpdate(address=address, state="new" if is_new else "same")
