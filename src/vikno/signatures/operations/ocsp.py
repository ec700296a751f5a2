"""OCSP (RFC 6960): queries to responders about the certificates of a signed file, and storage of their responses.

This never runs inside a request of a visitor: the worker runs it, where the operator allows, and
`manage.py verify_signature --fetch`. A missing or wrong response changes nothing.
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
    """A client of OCSP responders."""

    def ask(self, address: str, ocsp_request: bytes) -> bytes:
        """Send a request to a responder and return the body of its response. Raises `Unreachable`."""


class OcspResponseRejected(Unreachable):
    """The response does not answer the request, or its signer may not answer."""


def verify_file_with_ocsp(
    content: bytes,
    *,
    name: str,
    request: VerificationRequest,
    ocsp_client: OcspClient,
    now: datetime,
    documents: Iterable[ContainerFile] = (),
    is_stored: bool = True,
) -> VerificationReport:
    """Return the report on a file after OCSP queries about certificates whose revocation status is not known yet.

    The responses are stored, unless `is_stored` is false: then no database is needed.
    """
    try:
        container = open_container(content, name=name, documents=documents)
    except ContainerUnreadable as error:
        return verification.unreadable_report(name, reason=error.code, at=request.at)
    checks = verification.check_signatures(container, request.trust)
    queries = pending_ocsp_queries(checks, request.trust, at=now)
    responses: list[OcspResponse] = []
    for query, response in fetch_ocsp_responses(queries, ocsp_client=ocsp_client, at=now):
        responses.append(response)
        if is_stored:
            store_revocation_data(body=response.der, taken_from=query.address, at=now)
    trust = request.trust + TrustStore(ocsps=tuple(responses))
    return verification.build_report(container, checks, replace(request, trust=trust))


def fetch_ocsp_responses(
    queries: Iterable[OcspQuery], *, ocsp_client: OcspClient, at: datetime
) -> Iterator[tuple[OcspQuery, OcspResponse]]:
    """Yield the responses that prove something. An address that has failed once is not tried again."""
    failed: set[str] = set()
    for query in queries:
        if query.address in failed:
            continue
        try:
            yield query, query_ocsp(query, ocsp_client=ocsp_client, at=at)
        except Unreachable as error:
            # The log names the address only, never the person that the certificate names.
            logger.warning("no answer about a certificate from %s: %s", query.address, error)
            failed.add(query.address)


def query_ocsp(query: OcspQuery, *, ocsp_client: OcspClient, at: datetime) -> OcspResponse:
    """Return the response to a query. Raises `Unreachable`, and `OcspResponseRejected` for a response that proves nothing."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    body = ocsp_client.ask(query.address, build_ocsp_request(query.certificate, query.issuer, nonce))
    try:
        response = read_ocsp(body)
    except DstuError as error:
        raise OcspResponseRejected(str(error)) from error
    single = response.status_for(query.certificate, query.issuer)
    if single is None:
        raise OcspResponseRejected("about another certificate")
    if not is_fresh(single, at=at):
        raise OcspResponseRejected("out of date")
    # A response that was made for all clients has no nonce; then it must name its end.
    if response.nonce is None and single.next_update is None:
        raise OcspResponseRejected("no nonce, and no end")
    check = response.check(query.issuer, nonce=nonce if response.nonce is not None else None)
    if check.problems and check.problems[0].code:
        raise OcspResponseRejected(check.problems[0].code)
    return response
