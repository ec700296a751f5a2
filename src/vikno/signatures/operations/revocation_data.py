"""Keeping what issuers said of revocation: from files, or asked from the addresses that trusted certificates name.

Nothing here runs inside a request of a visitor: `manage.py update_revocation` calls it, and the worker where the operator allows.
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
# What was asked about one certificate can be asked again; what the operator brought stays.
OCSP_RETENTION = timedelta(days=30)


class CrlFetcher(Protocol):
    """Whoever brings what lies at an address. Raises `Unreachable`."""

    def get(self, address: str) -> bytes: ...


@dataclass(frozen=True, kw_only=True)
class HttpRevocationClient:
    """A client for revocation lists and OCSP, which are published by plain HTTP and prove themselves by their signature."""

    def get(self, address: str) -> bytes:
        return _download(httpx.Request("GET", _web(address)), CRL_OUTBOUND, max_bytes=MAX_CRL_BYTES)

    def ask(self, address: str, question: bytes) -> bytes:
        """Post a question of OCSP (RFC 6960 A.1)."""
        headers = {"Content-Type": "application/ocsp-request", "Accept": "application/ocsp-response"}
        request = httpx.Request("POST", _web(address), content=question, headers=headers)
        return _download(request, OCSP_OUTBOUND, max_bytes=MAX_OCSP_BYTES)


def _web(address: str) -> httpx.URL:
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
    """Keep a CRL or an OCSP response; tell whether it is new. What is neither raises `Unreachable`."""
    answer = _answer(body)
    if answer is None:
        raise Unreachable(f"{taken_from} is neither a CRL nor an OCSP response")
    digest = hashlib.sha256(body).hexdigest()
    kept, is_new = RevocationData.objects.get_or_create(
        sha256=digest,
        defaults={
            "kind": RevocationDataKind.CRL if isinstance(answer, Crl) else RevocationDataKind.OCSP,
            "issuer": _issuer(answer),
            "about": _about(answer),
            "body": body,
            "this_update": answer.this_update if isinstance(answer, Crl) else answer.produced_at,
            "next_update": answer.next_update if isinstance(answer, Crl) else None,
            "taken_from": taken_from[:300],
            "taken_at": at,
        },
    )
    if is_new and _says_something(answer):
        _forget_older(kept)
    return is_new


def _answer(body: bytes) -> Crl | OcspResponse | None:
    for read in (read_crl, read_ocsp):
        try:
            return read(body)
        except DstuError:
            continue
    return None


def _issuer(answer: Crl | OcspResponse) -> str:
    named = answer.issuer.der if isinstance(answer, Crl) else answer.der
    return hashlib.sha256(named).hexdigest()


def _about(answer: Crl | OcspResponse) -> str:
    numbers = set() if isinstance(answer, Crl) else {serial_number_key(one.serial_number) for one in answer.responses}
    return numbers.pop() if len(numbers) == 1 else ""


def _says_something(answer: Crl | OcspResponse) -> bool:
    """Return whether this takes the place of what was said before; «unknown» does not."""
    return isinstance(answer, Crl) or any(one.status != "unknown" for one in answer.responses)


def _forget_older(answer: RevocationData) -> None:
    """Erase what this one replaces: a newer list from the same address names all that an older one did, and a newer answer
    about the same certificate is the last word."""
    older = RevocationData.objects.filter(
        kind=answer.kind, taken_from=answer.taken_from, this_update__lt=answer.this_update
    )
    if answer.kind == RevocationDataKind.CRL:
        older.filter(issuer=answer.issuer).delete()
    elif answer.about:
        older.filter(about=answer.about).delete()


def delete_expired_ocsp_responses(*, at: datetime) -> int:
    """Erase old answers about single certificates that were asked for; return how many."""
    old = RevocationData.objects.filter(
        kind=RevocationDataKind.OCSP, taken_from__startswith="http", taken_at__lt=at - OCSP_RETENTION
    )
    return old.exclude(about="").delete()[0]


@dataclass(frozen=True, kw_only=True)
class RevocationUpdate:
    address: str
    state: str


def fetch_crls(*, fetcher: CrlFetcher, at: datetime) -> Iterator[RevocationUpdate]:
    """Ask every address that a trusted certificate names, and say of each what became of it."""
    for address in crl_addresses():
        try:
            is_new = store_revocation_data(body=fetcher.get(address), taken_from=address, at=at)
        except Unreachable:
            yield RevocationUpdate(address=address, state="unreachable")
        else:
            yield RevocationUpdate(address=address, state="new" if is_new else "same")
