"""What is given to the index: a text that can be found, whatever it is made from."""

import hashlib
import json
from dataclasses import asdict, dataclass

# Grows when words are taken apart or weighed in another way: everything is then read anew.
INDEX_FORMAT = 1
TEXT_LIMIT = 40_000
USUAL_BOOST = 100


@dataclass(frozen=True, kw_only=True)
class SearchDocument:
    """A text in one language. Translations of one thing have the same kind and key.

    `keywords` are found like a title and shown nowhere; `boost` is the worth of its kind in hundredths.
    """

    kind: str
    key: str
    language: str
    title: str
    keywords: str = ""
    text: str = ""
    boost: int = USUAL_BOOST

    @property
    def identity(self) -> tuple[str, str, str]:
        return self.kind, self.key, self.language

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps([INDEX_FORMAT, asdict(self)], ensure_ascii=False).encode()).hexdigest()
