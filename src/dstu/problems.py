"""Problems of a signature, a timestamp or a chain: a code for programs and a sentence for people."""

from dataclasses import dataclass
from typing import Literal

Integrity = Literal["ok", "failed", "no_data"]


@dataclass(frozen=True, slots=True)
class VerificationProblem:
    """`code` is stable; `is_note` says that it does not make anything invalid."""

    code: str
    text: str
    is_note: bool = False
