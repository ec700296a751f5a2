"""Asking issuers about the certificates that a file was signed with (OCSP, RFC 6960), and keeping what they answer.

Never inside a request of a visitor: the worker calls it, where the operator allows, and `manage.py verify_signature --fetch`.
Who does not answer, or answers anything else, changes nothing.
"""

import logging
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from dstu.errors import DstuError
from dstu.revocation import OcspResponse, ocsp_request, read_ocsp
from vikno.kernel.errors import Unreachable
from vikno.signatures import verifying
from vikno.signatures.archives import Entry, Unreadable
from vikno.signatures.containers import open_container
from vikno.signatures.operations.revoking import keep
from vikno.signatures.report import Report
from vikno.signatures.revocation import is_fresh
from vikno.signatures.trust import Trust
from vikno.signatures.unanswered import Unanswered, unanswered
from vikno.signatures.verifying import Question

logger = logging.getLogger(__name__)

NONCE_BYTES = 16


class Responders(Protocol):
    """Whoever brings a question to a responder and its answer back. Raises `Unreachable`."""

    def ask(self, address: str, question: bytes) -> bytes: ...


class NotAnswered(Unreachable):
    """What came is no answer to what was asked, or not by who may answer."""


def examine(
    content: bytes,
    *,
    name: str,
    question: Question,
    responders: Responders,
    now: datetime,
    beside: Iterable[Entry] = (),
    is_kept: bool = True,
) -> Report:
    """Return the report on a file, after the issuers of its certificates were asked what nobody has said yet.

    What they answer is kept, unless `is_kept` is false: then no database is needed.
    """
    try:
        container = open_container(content, name=name, beside=beside)
    except Unreadable as error:
        return verifying.unopened(name, reason=error.code, at=question.at)
    checks = verifying.checks_in(container, question.trust)
    said: list[OcspResponse] = []
    for asked, response in answers(unanswered(checks, question.trust, at=now), responders=responders, at=now):
        said.append(response)
        if is_kept:
            keep(body=response.der, taken_from=asked.address, at=now)
    heard = question.trust + Trust(ocsps=tuple(said))
    return verifying.judged(container, checks, replace(question, trust=heard))


def answers(
    open_questions: Iterable[Unanswered], *, responders: Responders, at: datetime
) -> Iterator[tuple[Unanswered, OcspResponse]]:
    """Yield the answers that count. An address that has failed once is not tried again."""
    silent: set[str] = set()
    for one in open_questions:
        if one.address in silent:
            continue
        try:
            yield one, ask(one, responders=responders, at=at)
        except Unreachable as error:
            # Of whom was asked is told nowhere.
            logger.warning("no answer about a certificate from %s: %s", one.address, error)
            silent.add(one.address)


def ask(one: Unanswered, *, responders: Responders, at: datetime) -> OcspResponse:
    """Return what the issuer says now. Raises `Unreachable`, and `NotAnswered` for what proves nothing."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    body = responders.ask(one.address, ocsp_request(one.certificate, one.issuer, nonce))
    try:
        response = read_ocsp(body)
    except DstuError as error:
        raise NotAnswered(str(error)) from error
    if fault := _fault(response, one, nonce, at):
        raise NotAnswered(fault)
    return response


def _fault(response: OcspResponse, one: Unanswered, nonce: bytes, at: datetime) -> str:
    """Return what is wrong with an answer. One made for all who ask has no nonce; then it must say how long it holds."""
    single = response.about(one.certificate, one.issuer)
    if single is None:
        return "about another certificate"
    if not is_fresh(single, at=at):
        return "out of date"
    if response.nonce is None and single.next_update is None:
        return "no nonce, and no end"
    check = response.check(one.issuer, nonce=nonce if response.nonce is not None else None)
    return check.problems[0].code if check.problems else ""
