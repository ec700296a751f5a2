"""Keeping what issuers said of revocation: from files, or asked from the addresses that trusted certificates name.

Nothing here runs inside a request of a visitor: `manage.py update_revocation` calls it, and the worker where the operator allows.
"""

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx
from django.db import transaction

from dstu.certificates import Certificate
from dstu.errors import DstuError
from dstu.revocation import Crl, OcspResponse, Status, ocsp_request, read_crl, read_ocsp
from vikno.kernel.errors import Unreachable
from vikno.signatures.models import Answer, AnswerKind
from vikno.signatures.queries import Pair, revocation_addresses

MOST_BYTES = 30 * 1024 * 1024
TIMEOUT = httpx.Timeout(20)
# A list that is out of date by this much answers nothing that a newer one would not.
KEPT_AFTER = timedelta(days=400)
# Clocks differ by this much; an answer that names no end speaks for so long; and is kept for so long.
SKEW = timedelta(minutes=5)
FRESH = timedelta(hours=1)
OCSP_KEPT = timedelta(days=30)


class Fetcher(Protocol):
    """Whoever brings what lies at an address. Raises `Unreachable`."""

    def get(self, address: str) -> bytes: ...

    def post(self, address: str, body: bytes) -> bytes: ...


@dataclass(frozen=True, kw_only=True)
class Web:
    """Asks over HTTP: what issuers say is published by plain HTTP, and proves itself by its signature."""

    def get(self, address: str) -> bytes:
        return self._asked("GET", address)

    def post(self, address: str, body: bytes) -> bytes:
        return self._asked("POST", address, content=body, headers={"Content-Type": "application/ocsp-request"})

    def _asked(self, method: str, address: str, **more: Any) -> bytes:
        if urlsplit(address).scheme not in ("http", "https"):
            raise Unreachable(f"{address} is no web address")
        try:
            with (
                httpx.Client(timeout=TIMEOUT, follow_redirects=False) as client,
                client.stream(method, address, **more) as came,
            ):
                came.raise_for_status()
                return _bounded(came.iter_bytes())
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
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


def ask_about(pairs: Iterable[Pair], *, fetcher: Fetcher, at: datetime) -> Iterator[Outcome]:
    """Ask the responders that certificates name about their revocation (OCSP, RFC 6960), and say of each what became of it.

    Each certificate comes with its issuer and leads to whom we trust: nobody else is asked anything. An answer is kept only if
    the issuer or whom it authorised signed it, it is to our question, and it is about this certificate and this moment.
    """
    for certificate, issuer in pairs:
        for address in certificate.ocsp_urls[:1]:
            try:
                is_new = keep(body=_answered(certificate, issuer, address, fetcher, at=at), taken_from=address, at=at)
            except Unreachable:
                yield Outcome(address=address, state="unreachable")
            else:
                yield Outcome(address=address, state="new" if is_new else "same")


def _answered(certificate: Certificate, issuer: Certificate, address: str, fetcher: Fetcher, *, at: datetime) -> bytes:
    nonce = secrets.token_bytes(16)
    body = fetcher.post(address, ocsp_request(certificate, issuer, nonce))
    try:
        answer = read_ocsp(body)
        # Responders that prepare their answers beforehand leave the nonce out: for these the time must do.
        is_ours = answer.check(issuer, nonce=nonce if answer.nonce is not None else None).is_ok
        status = answer.about(certificate, issuer)
    except DstuError:
        raise Unreachable(f"{address} answered nothing of use") from None
    if not is_ours or status is None or not _is_fresh(status, at):
        raise Unreachable(f"{address} answered to another question")
    return body


def _is_fresh(status: Status, at: datetime) -> bool:
    begun = status.this_update <= at + SKEW
    return begun and (status.next_update or status.this_update + FRESH) >= at - SKEW


def forget_answers(*, at: datetime) -> int:
    """Erase what responders said of single certificates long ago; return how many answers."""
    old = Answer.objects.filter(kind=AnswerKind.OCSP, taken_at__lt=at - OCSP_KEPT)
    return old.delete()[0]
