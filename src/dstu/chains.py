"""The way from a certificate to one that is believed (RFC 5280 6.1): names, signatures, validity, and what an issuer may do.

Nothing is fetched, and policies and name constraints are not looked at: certificates of the country do not use them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dstu.certificates import Certificate
from dstu.problems import Problem

LONGEST = 8
# Issuers of one name can be many; each try is a verification.
MOST_TRIES = 60

Status = Literal["trusted", "untrusted", "incomplete", "expired", "not_yet_valid", "broken"]


@dataclass(frozen=True, slots=True)
class Chain:
    """A way, the certificate itself first. It ends at an anchor where `status` is anything but untrusted and incomplete."""

    status: Status
    certificates: tuple[Certificate, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Search:
    pool: dict[tuple[tuple[str, str], ...], list[Certificate]]
    anchors: frozenset[Certificate]
    tries: int = MOST_TRIES

    def ways(self, way: tuple[Certificate, ...]) -> Iterator[tuple[Certificate, ...]]:
        """Yield the ways that go on from this one, each as far as it goes."""
        last = way[-1]
        if last in self.anchors:
            yield way
            return
        issuers = self._issuers(last) if len(way) < LONGEST else []
        going_on = [issuer for issuer in issuers if issuer not in way and self._signed(last, issuer)]
        if not going_on:
            yield way
        for issuer in going_on:
            yield from self.ways((*way, issuer))

    def _issuers(self, certificate: Certificate) -> list[Certificate]:
        """Return who may have issued it, those first whose key it names."""
        named = self.pool.get(certificate.issuer.key, [])
        wanted = certificate.authority_key_id
        fitting = [one for one in named if wanted is None or one.subject_key_id in (None, wanted)]
        return sorted(fitting, key=lambda one: one not in self.anchors)

    def _signed(self, certificate: Certificate, issuer: Certificate) -> bool:
        self.tries -= 1
        return self.tries >= 0 and certificate.is_signed_by(issuer)


def build(certificate: Certificate, pool: Iterable[Certificate], anchors: Iterable[Certificate], at: datetime) -> Chain:
    """Return the best way from the certificate to an anchor, as it stood at a time."""
    believed = frozenset(anchors)
    by_name: dict[tuple[tuple[str, str], ...], list[Certificate]] = {}
    for one in dict.fromkeys((*pool, *believed)):
        by_name.setdefault(one.subject.key, []).append(one)
    ways = _Search(by_name, believed).ways((certificate,))
    best: Chain | None = None
    for way in ways:
        chain = _judged(way, believed, at)
        if chain.status == "trusted":
            return chain
        best = chain if best is None or _rank(chain) > _rank(best) else best
    assert best is not None
    return best


def _rank(chain: Chain) -> int:
    order: tuple[Status, ...] = ("incomplete", "untrusted", "broken", "not_yet_valid", "expired", "trusted")
    return order.index(chain.status)


def _judged(way: tuple[Certificate, ...], anchors: frozenset[Certificate], at: datetime) -> Chain:
    last = way[-1]
    if last not in anchors:
        root = last.is_self_issued
        text = "The root is not believed." if root else "The certificate of an issuer is not here."
        return Chain("untrusted" if root else "incomplete", way, (Problem("no_anchor", text),))
    problems = tuple(_broken(way))
    if problems:
        return Chain("broken", way, problems)
    # An anchor is believed as it is; its own dates bind nobody (RFC 5280 6.1.1 d), unless it is all there is.
    dated = way[:-1] or way
    if late := [one for one in dated if at > one.not_after]:
        return Chain("expired", way, (Problem("expired", f"{late[0].subject.text} had run out."),))
    if early := [one for one in dated if at < one.not_before]:
        return Chain("not_yet_valid", way, (Problem("not_yet_valid", f"{early[0].subject.text} was not valid yet."),))
    return Chain("trusted", way)


def _broken(way: tuple[Certificate, ...]) -> Iterator[Problem]:
    """Yield what an issuer on the way was not allowed to do; `below` counts issuers under it that others issued."""
    below = 0
    for issuer in way[1:]:
        if not issuer.is_ca or (issuer.key_usage and "key_cert_sign" not in issuer.key_usage):
            yield Problem("not_an_issuer", f"{issuer.subject.text} may not issue certificates.")
        if issuer.path_length is not None and below > issuer.path_length:
            yield Problem("too_long", f"Too many issuers below {issuer.subject.text}.")
        below += not issuer.is_self_issued
