"""Documents for the index: texts that can be found, whatever their source."""

import hashlib
import json
from dataclasses import asdict, dataclass

# Increase it when tokenizing or weighing changes: every document is then indexed again.
INDEX_FORMAT = 1
TEXT_LIMIT = 40_000
DEFAULT_BOOST = 100


@dataclass(frozen=True, kw_only=True)
class SearchDocument:
    """A text in one language. Translations of one document have the same kind and key.

    `keywords` match like a title and are not displayed; `boost` is the weight of its kind in hundredths.
    """

    kind: str
    key: str
    language: str
    title: str
    keywords: str = ""
    text: str = ""
    boost: int = DEFAULT_BOOST

    @property
    def identity(self) -> tuple[str, str, str]:
        return self.kind, self.key, self.language

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps([INDEX_FORMAT, asdict(self)], ensure_ascii=False).encode()).hexdigest()
