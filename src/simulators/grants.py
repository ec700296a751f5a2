"""Grants between a choice and the requests that follow: codes and tokens, stored in memory for three minutes."""

import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from simulators.faults import ProviderFault
from simulators.people import InventedPerson

CODE_SECONDS = 180
MAX_GRANTS = 10_000


@dataclass(frozen=True, kw_only=True)
class Grant:
    """A choice on the page: the person, the client's request and the fault."""

    person: InventedPerson
    fault: ProviderFault = ProviderFault.NONE
    # The request parameters of the client, by their names in the protocol.
    request_parameters: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)


class GrantStore:
    """Grants by a random word. A word is valid for three minutes; `consume` also deletes it."""

    def __init__(self) -> None:
        self._grants: dict[str, tuple[float, Grant]] = {}
        self._lock = threading.Lock()

    def add(self, grant: Grant, *, word: str = "") -> str:
        word = word or secrets.token_hex(20)
        with self._lock:
            self._forget_old()
            self._grants[word] = (time.monotonic(), grant)
        return word

    def find(self, word: str) -> Grant | None:
        with self._lock:
            self._forget_old()
            entry = self._grants.get(word)
        return entry[1] if entry else None

    def consume(self, word: str) -> Grant | None:
        with self._lock:
            self._forget_old()
            entry = self._grants.pop(word, None)
        return entry[1] if entry else None

    def _forget_old(self) -> None:
        oldest = time.monotonic() - CODE_SECONDS
        while self._grants:
            word, (at, _) = next(iter(self._grants.items()))
            if at > oldest and len(self._grants) < MAX_GRANTS:
                return
            del self._grants[word]


codes = GrantStore()
tokens = GrantStore()
