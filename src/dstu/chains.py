"""The way from a certificate to one that is believed (RFC 5280 6.1): names, signatures, validity, and what an issuer may do.

Nothing is fetched, and policies and name constraints are not looked at: certificates of the country do not use them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dstu.certificates import Certificate
from dstu.problems import VerificationProblem

MAX_CHAIN_LENGTH = 8
# Issuers of one name can be many; each try is a verification.
MAX_SIGNATURE_CHECKS = 60

ChainStatus = Literal["trusted", "untrusted", "incomplete", "expired", "not_yet_valid", "broken"]


@dataclass(frozen=True, slots=True)
class CertificateChain:
    """A way, the certificate itself first. It ends at an anchor where `status` is anything but untrusted and incomplete."""

    status: ChainStatus
    certificates: tuple[Certificate, ...]
    problems: tuple[VerificationProblem, ...] = ()


@dataclass(slots=True)
class _ChainSearch:
    pool: dict[tuple[tuple[str, str], ...], list[Certificate]]
    anchors: frozenset[Certificate]
    tries: int = MAX_SIGNATURE_CHECKS

    def continue_chain(self, way: tuple[Certificate, ...]) -> Iterator[tuple[Certificate, ...]]:
        """Yield the ways that go on from this one, each as far as it goes."""
        last = way[-1]
        if last in self.anchors:
            yield way
            return
        issuers = self._issuers(last) if len(way) < MAX_CHAIN_LENGTH else []
        going_on = [issuer for issuer in issuers if issuer not in way and self._signed(last, issuer)]
        if not going_on:
            yield way
        for issuer in going_on:
            yield from self.continue_chain((*way, issuer))

    def _issuers(self, certificate: Certificate) -> list[Certificate]:
        """Return who may have issued it, those first whose key it names."""
        named = self.pool.get(certificate.issuer.comparison_key, [])
        wanted = certificate.authority_key_id
        fitting = [one for one in named if wanted is None or one.subject_key_id in (None, wanted)]
        return sorted(fitting, key=lambda one: one not in self.anchors)

    def _signed(self, certificate: Certificate, issuer: Certificate) -> bool:
        self.tries -= 1
        return self.tries >= 0 and certificate.is_signed_by(issuer)


def build_chain(
    certificate: Certificate, pool: Iterable[Certificate], anchors: Iterable[Certificate], at: datetime
) -> CertificateChain:
    """Return the best way from the certificate to an anchor, as it stood at a time."""
    believed = frozenset(anchors)
    by_name: dict[tuple[tuple[str, str], ...], list[Certificate]] = {}
    for one in dict.fromkeys((*pool, *believed)):
        by_name.setdefault(one.subject.comparison_key, []).append(one)
    ways = _ChainSearch(by_name, believed).continue_chain((certificate,))
    best: CertificateChain | None = None
    for way in ways:
        chain = _judged(way, believed, at)
        if chain.status == "trusted":
            return chain
        best = chain if best is None or _rank(chain) > _rank(best) else best
    assert best is not None
    return best


def _rank(chain: CertificateChain) -> int:
    order: tuple[ChainStatus, ...] = ("incomplete", "untrusted", "broken", "not_yet_valid", "expired", "trusted")
    return order.index(chain.status)


def _judged(way: tuple[Certificate, ...], anchors: frozenset[Certificate], at: datetime) -> CertificateChain:
    last = way[-1]
    if last not in anchors:
        root = last.is_self_issued
        text = "The root is not believed." if root else "The certificate of an issuer is not here."
        return CertificateChain("untrusted" if root else "incomplete", way, (VerificationProblem("no_anchor", text),))
    problems = tuple(_broken(way))
    if problems:
        return CertificateChain("broken", way, problems)
    # An anchor is believed as it is; its own dates bind nobody (RFC 5280 6.1.1 d), unless it is all there is.
    dated = way[:-1] or way
    if late := [one for one in dated if at > one.not_after]:
        return CertificateChain(
            "expired", way, (VerificationProblem("expired", f"{late[0].subject.text} had run out."),)
        )
    if early := [one for one in dated if at < one.not_before]:
        return CertificateChain(
            "not_yet_valid", way, (VerificationProblem("not_yet_valid", f"{early[0].subject.text} was not valid yet."),)
        )
    return CertificateChain("trusted", way)


def _broken(way: tuple[Certificate, ...]) -> Iterator[VerificationProblem]:
    """Yield what an issuer on the way was not allowed to do; `below` counts issuers under it that others issued."""
    below = 0
    for issuer in way[1:]:
        if not issuer.is_ca or (issuer.key_usage and "key_cert_sign" not in issuer.key_usage):
            yield VerificationProblem("not_an_issuer", f"{issuer.subject.text} may not issue certificates.")
        if issuer.path_length is not None and below > issuer.path_length:
            yield VerificationProblem("too_long", f"Too many issuers below {issuer.subject.text}.")
        below += not issuer.is_self_issued
