"""A whole page as it is kept: its headers, and its body in every coding that browsers ask for."""

import gzip
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Self

import brotli
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

# From the smallest; an empty name is the body as it is. A page is made anew each minute: harder work would not pay.
ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": partial(brotli.compress, quality=5),
    "gzip": partial(gzip.compress, compresslevel=6, mtime=0),
    "": bytes,
}
# Said anew for each answer.
COMPUTED_HEADERS = {"cache-control", "content-length", "etag", "vary"}


@dataclass(frozen=True, kw_only=True)
class CachedPage:
    """A page that is as good as new while the stamp stands, and until a moment: what it says may hang on the minute."""

    stamp: int
    fresh_until: float
    headers: dict[str, str]
    bodies: dict[str, bytes]
    digest: str

    @classmethod
    def from_response(cls, response: HttpResponse, *, stamp: int, until: float) -> Self:
        body = response.content
        return cls(
            stamp=stamp,
            fresh_until=until,
            headers={name: value for name, value in response.items() if name.lower() not in COMPUTED_HEADERS},
            bodies={coding: pack(body) for coding, pack in ENCODERS.items()},
            digest=hashlib.sha256(body).hexdigest()[:32],
        )

    @property
    def size(self) -> int:
        return sum(map(len, self.bodies.values()))

    def is_fresh(self, *, stamp: int, now: float) -> bool:
        return self.stamp == stamp and now < self.fresh_until

    def to_response(self, request: HttpRequest) -> HttpResponseBase:
        """Return the page in the coding that this browser likes best; 304 when it has that already."""
        coding = choose_encoding(request.headers.get("Accept-Encoding", ""), self.bodies)
        response = HttpResponse(self.bodies[coding], headers=self.headers)
        if coding:
            response["Content-Encoding"] = coding
        # Browsers may keep it, and ask each time whether it is still so.
        response["Cache-Control"] = "no-cache"
        response["Vary"] = "Accept-Encoding, Cookie"
        response["Content-Length"] = str(len(self.bodies[coding]))
        response["ETag"] = etag = f'"{self.digest}{coding and "-"}{coding}"'
        conditional = get_conditional_response(request, etag=etag, response=response)
        assert conditional is not None
        return conditional


def choose_encoding(accepted: str, codings: Iterable[str]) -> str:
    """Return the first of the codings that the browser takes (RFC 9110, 12.5.3); the empty one is always taken."""
    taken = set()
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        if weight.replace(" ", "").rstrip("0") not in ("q=", "q=0."):
            taken.add(name.strip())
    return next((coding for coding in codings if coding in taken), "")
