"""The page that a reader rates. Its address is signed when the page is made, so only existing pages can be rated."""

from dataclasses import dataclass
from typing import Self

from django.core.signing import BadSignature, Signer

MAX_PATH_LENGTH = 300
_SIGNER = Signer(salt="vikno.content.seen")


@dataclass(frozen=True, kw_only=True)
class RatedPage:
    path: str
    language: str

    @property
    def token(self) -> str:
        return _SIGNER.sign(f"{self.language} {self.path[:MAX_PATH_LENGTH]}")

    @classmethod
    def from_token(cls, token: str) -> Self | None:
        try:
            language, _, path = _SIGNER.unsign(token).partition(" ")
        except BadSignature:
            return None
        return cls(path=path, language=language)
