"""A cached page: its headers, and its body in every encoding that browsers request."""

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

# The smallest result first; an empty name is the unencoded body. A page is rendered again each minute, so a higher
# compression level would not pay off.
ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": partial(brotli.compress, quality=5),
    "gzip": partial(gzip.compress, compresslevel=6, mtime=0),
    "": bytes,
}
# Set anew for each response.
COMPUTED_HEADERS = {"cache-control", "content-length", "etag", "vary"}


@dataclass(frozen=True, kw_only=True)
class CachedPage:
    """A page that is valid while the stamp stays the same, until a moment: its text may depend on the minute."""

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
            bodies={encoding: encode(body) for encoding, encode in ENCODERS.items()},
            digest=hashlib.sha256(body).hexdigest()[:32],
        )

    @property
    def size(self) -> int:
        return sum(map(len, self.bodies.values()))

    def is_fresh(self, *, stamp: int, now: float) -> bool:
        return self.stamp == stamp and now < self.fresh_until

    def to_response(self, request: HttpRequest) -> HttpResponseBase:
        """Return the page in the encoding that this browser prefers, or 304 if the browser has it."""
        encoding = choose_encoding(request.headers.get("Accept-Encoding", ""), self.bodies)
        response = HttpResponse(self.bodies[encoding], headers=self.headers)
        if encoding:
            response["Content-Encoding"] = encoding
        # Browsers may cache the page and must revalidate it each time.
        response["Cache-Control"] = "no-cache"
        response["Vary"] = "Accept-Encoding, Cookie"
        response["Content-Length"] = str(len(self.bodies[encoding]))
        response["ETag"] = etag = f'"{self.digest}{encoding and "-"}{encoding}"'
        conditional = get_conditional_response(request, etag=etag, response=response)
        assert conditional is not None
        return conditional


def choose_encoding(accepted: str, encodings: Iterable[str]) -> str:
    """Return the first encoding that the browser accepts (RFC 9110, 12.5.3); the empty one is always accepted."""
    accepted_encodings = set()
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        if weight.replace(" ", "").rstrip("0") not in ("q=", "q=0."):
            accepted_encodings.add(name.strip())
    return next((encoding for encoding in encodings if encoding in accepted_encodings), "")
