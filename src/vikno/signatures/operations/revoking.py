"""Keeping what issuers said of revocation: from files, or asked from the addresses that trusted certificates name.

Nothing here runs inside a request of a visitor: `manage.py update_revocation` calls it, and the worker where the operator allows.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

import httpx
from django.db import transaction

from dstu.errors import DstuError
from dstu.revocation import Crl, OcspResponse, read_crl, read_ocsp
from vikno.signatures.models import Answer, AnswerKind
from vikno.signatures.queries import revocation_addresses

MOST_BYTES = 30 * 1024 * 1024
TIMEOUT = httpx.Timeout(20)
# A list that is out of date by this much answers nothing that a newer one would not.
KEPT_AFTER = timedelta(days=400)


class Unreachable(Exception):
    """The other side did not answer, or answered something else: again later may help."""


class Fetcher(Protocol):
    """Whoever brings what lies at an address. Raises `Unreachable`."""

    def get(self, address: str) -> bytes: ...


@dataclass(frozen=True, kw_only=True)
class Web:
    """Asks over HTTP: CRLs are published by plain HTTP, and prove themselves by their signature."""

    def get(self, address: str) -> bytes:
        if urlsplit(address).scheme not in ("http", "https"):
            raise Unreachable(f"{address} is no web address")
        try:
            with httpx.Client(timeout=TIMEOUT, follow_redirects=False) as client, client.stream("GET", address) as came:
                came.raise_for_status()
                return _bounded(came.iter_bytes())
        except httpx.HTTPError as error:
            raise Unreachable(f"{address}: {type(error).__name__}") from error


def _bounded(chunks: Iterable[bytes]) -> bytes:
    taken = bytearray()
    for chunk in chunks:
        taken += chunk
        if len(taken) > MOST_BYTES:
            raise Unreachable("the answer is too long")
    return bytes(taken)


@transaction.atomic
def keep(*, body: bytes, taken_from: str, at: datetime) -> bool:
    """Keep a CRL or an OCSP response; tell whether it is new. What is neither raises `Unreachable`."""
    answer = _answer(body)
    if answer is None:
        raise Unreachable(f"{taken_from} is neither a CRL nor an OCSP response")
    digest = hashlib.sha256(body).hexdigest()
    kept, is_new = Answer.objects.get_or_create(
        sha256=digest,
        defaults={
            "kind": AnswerKind.CRL if isinstance(answer, Crl) else AnswerKind.OCSP,
            "issuer": _issuer(answer),
            "body": body,
            "this_update": answer.this_update if isinstance(answer, Crl) else answer.produced_at,
            "next_update": answer.next_update if isinstance(answer, Crl) else None,
            "taken_from": taken_from[:300],
            "taken_at": at,
        },
    )
    if is_new and kept.kind == AnswerKind.CRL:
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


def _forget_older(answer: Answer) -> None:
    """Erase lists from the same address that this one replaces: a newer list names all that an older one did."""
    older = Answer.objects.filter(kind=AnswerKind.CRL, issuer=answer.issuer, taken_from=answer.taken_from)
    older.filter(this_update__lt=answer.this_update).delete()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    address: str
    state: str


def fetch_all(*, fetcher: Fetcher, at: datetime) -> Iterator[Outcome]:
    """Ask every address that a trusted certificate names, and say of each what became of it."""
    for address in revocation_addresses():
        try:
            is_new = keep(body=fetcher.get(address), taken_from=address, at=at)
        except Unreachable:
            yield Outcome(address=address, state="unreachable")
        else:
            yield Outcome(address=address, state="new" if is_new else "same")
