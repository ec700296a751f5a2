"""Chains from a certificate to a trust anchor (RFC 5280 6.1): names, signatures, validity, and rights of issuers.

Nothing is fetched. Policies and name constraints are ignored, as Ukrainian certificates do not use them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dstu.certificates import Certificate
from dstu.problems import VerificationProblem

MAX_CHAIN_LENGTH = 8
# Many issuers can have the same name, and each of them costs a verification.
MAX_SIGNATURE_CHECKS = 60

ChainStatus = Literal["trusted", "untrusted", "incomplete", "expired", "not_yet_valid", "broken"]


@dataclass(frozen=True, slots=True)
class CertificateChain:
    """A chain, the certificate itself first. It ends at an anchor unless `status` is untrusted or incomplete."""

    status: ChainStatus
    certificates: tuple[Certificate, ...]
    problems: tuple[VerificationProblem, ...] = ()


@dataclass(slots=True)
class _ChainSearch:
    pool: dict[tuple[tuple[str, str], ...], list[Certificate]]
    anchors: frozenset[Certificate]
    tries: int = MAX_SIGNATURE_CHECKS

    def continue_chain(self, way: tuple[Certificate, ...]) -> Iterator[tuple[Certificate, ...]]:
        """Yield the chains that begin with these certificates, each as long as possible."""
        last = way[-1]
        if last in self.anchors or len(way) >= MAX_CHAIN_LENGTH:
            yield way
            return
        key_id = last.authority_key_id
        named = self.pool.get(last.issuer.comparison_key, [])
        fitting = [issuer for issuer in named if key_id is None or issuer.subject_key_id in (None, key_id)]
        signers = []
        for issuer in sorted(fitting, key=lambda issuer: issuer not in self.anchors):
            if issuer not in way:
                self.tries -= 1
                if self.tries >= 0 and last.is_signed_by(issuer):
                    signers.append(issuer)
        if not signers:
            yield way
        for issuer in signers:
            yield from self.continue_chain((*way, issuer))


def build_chain(
    certificate: Certificate, pool: Iterable[Certificate], anchors: Iterable[Certificate], at: datetime
) -> CertificateChain:
    """Return the best chain from the certificate to an anchor, judged at the time `at`."""
    trusted = frozenset(anchors)
    by_name: dict[tuple[tuple[str, str], ...], list[Certificate]] = {}
    for issuer in dict.fromkeys((*pool, *trusted)):
        by_name.setdefault(issuer.subject.comparison_key, []).append(issuer)
    best: CertificateChain | None = None
    for way in _ChainSearch(by_name, trusted).continue_chain((certificate,)):
        chain = _judge(way, trusted, at)
        if chain.status == "trusted":
            return chain
        best = chain if best is None or _rank(chain) > _rank(best) else best
    assert best is not None
    return best


def _rank(chain: CertificateChain) -> int:
    order: tuple[ChainStatus, ...] = ("incomplete", "untrusted", "broken", "not_yet_valid", "expired", "trusted")
    return order.index(chain.status)


def _judge(way: tuple[Certificate, ...], anchors: frozenset[Certificate], at: datetime) -> CertificateChain:
    last = way[-1]
    if last not in anchors:
        is_root = last.is_self_issued
        text = "The root is not believed." if is_root else "The certificate of an issuer is not here."
        return CertificateChain(
            "untrusted" if is_root else "incomplete", way, (VerificationProblem("no_anchor", text),)
        )
    problems = tuple(_issuer_problems(way))
    if problems:
        return CertificateChain("broken", way, problems)
    # The dates of an anchor do not matter (RFC 5280 6.1.1 d), unless the chain is the anchor alone.
    dated = way[:-1] or way
    if late := [certificate for certificate in dated if at > certificate.not_after]:
        return CertificateChain(
            "expired", way, (VerificationProblem("expired", f"{late[0].subject.text} had run out."),)
        )
    if early := [certificate for certificate in dated if at < certificate.not_before]:
        return CertificateChain(
            "not_yet_valid", way, (VerificationProblem("not_yet_valid", f"{early[0].subject.text} was not valid yet."),)
        )
    return CertificateChain("trusted", way)


def _issuer_problems(way: tuple[Certificate, ...]) -> Iterator[VerificationProblem]:
    """Yield the rights that issuers in the chain lack; `below` counts the issuers under one that are not self-issued."""
    below = 0
    for issuer in way[1:]:
        if not issuer.is_ca or (issuer.key_usage and "key_cert_sign" not in issuer.key_usage):
            yield VerificationProblem("not_an_issuer", f"{issuer.subject.text} may not issue certificates.")
        if issuer.path_length is not None and below > issuer.path_length:
            yield VerificationProblem("too_long", f"Too many issuers below {issuer.subject.text}.")
        below += not issuer.is_self_issued
