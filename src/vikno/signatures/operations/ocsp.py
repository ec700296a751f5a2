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
from dstu.revocation import OcspResponse, build_ocsp_request, read_ocsp
from vikno.kernel.errors import Unreachable
from vikno.signatures import verification
from vikno.signatures.archives import ContainerFile, ContainerUnreadable
from vikno.signatures.containers import open_container
from vikno.signatures.ocsp_queries import OcspQuery, pending_ocsp_queries
from vikno.signatures.operations.revocation_data import store_revocation_data
from vikno.signatures.report import VerificationReport
from vikno.signatures.revocation import is_fresh
from vikno.signatures.trust_store import TrustStore
from vikno.signatures.verification import VerificationRequest

logger = logging.getLogger(__name__)

NONCE_BYTES = 16


class OcspClient(Protocol):
    """Whoever brings a question to a responder and its answer back. Raises `Unreachable`."""

    def ask(self, address: str, question: bytes) -> bytes: ...


class OcspResponseRejected(Unreachable):
    """The response does not answer the request, or its signer may not answer."""


def verify_file_with_ocsp(
    content: bytes,
    *,
    name: str,
    question: VerificationRequest,
    responders: OcspClient,
    now: datetime,
    beside: Iterable[ContainerFile] = (),
    is_kept: bool = True,
) -> VerificationReport:
    """Return the report on a file, after the issuers of its certificates were asked what nobody has said yet.

    What they answer is kept, unless `is_kept` is false: then no database is needed.
    """
    try:
        container = open_container(content, name=name, beside=beside)
    except ContainerUnreadable as error:
        return verification.unreadable_report(name, reason=error.code, at=question.at)
    checks = verification.check_signatures(container, question.trust)
    said: list[OcspResponse] = []
    for asked, response in fetch_ocsp_responses(
        pending_ocsp_queries(checks, question.trust, at=now), responders=responders, at=now
    ):
        said.append(response)
        if is_kept:
            store_revocation_data(body=response.der, taken_from=asked.address, at=now)
    heard = question.trust + TrustStore(ocsps=tuple(said))
    return verification.build_report(container, checks, replace(question, trust=heard))


def fetch_ocsp_responses(
    open_questions: Iterable[OcspQuery], *, responders: OcspClient, at: datetime
) -> Iterator[tuple[OcspQuery, OcspResponse]]:
    """Yield the answers that count. An address that has failed once is not tried again."""
    silent: set[str] = set()
    for one in open_questions:
        if one.address in silent:
            continue
        try:
            yield one, query_ocsp(one, responders=responders, at=at)
        except Unreachable as error:
            # Of whom was asked is told nowhere.
            logger.warning("no answer about a certificate from %s: %s", one.address, error)
            silent.add(one.address)


def query_ocsp(one: OcspQuery, *, responders: OcspClient, at: datetime) -> OcspResponse:
    """Return what the issuer says now. Raises `Unreachable`, and `NotAnswered` for what proves nothing."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    body = responders.ask(one.address, build_ocsp_request(one.certificate, one.issuer, nonce))
    try:
        response = read_ocsp(body)
    except DstuError as error:
        raise OcspResponseRejected(str(error)) from error
    if fault := _fault(response, one, nonce, at):
        raise OcspResponseRejected(fault)
    return response


def _fault(response: OcspResponse, one: OcspQuery, nonce: bytes, at: datetime) -> str:
    """Return what is wrong with an answer. One made for all who ask has no nonce; then it must say how long it holds."""
    single = response.status_for(one.certificate, one.issuer)
    if single is None:
        return "about another certificate"
    if not is_fresh(single, at=at):
        return "out of date"
    if response.nonce is None and single.next_update is None:
        return "no nonce, and no end"
    check = response.check(one.issuer, nonce=nonce if response.nonce is not None else None)
    return check.problems[0].code if check.problems else ""
