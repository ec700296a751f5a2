"""What can be made to go wrong on the bus: for the next calls, or until it is taken back."""

import threading
from enum import StrEnum


class Trouble(StrEnum):
    NONE = "none"
    DOWN = "down"
    SLOW = "slow"
    TRICKLE = "trickle"
    HTML = "html"
    CUT = "cut"
    FAULT = "fault"
    ERROR = "error"
    LOST = "lost"
    HALF = "half"
    WRONG_HASH = "wrong-hash"
    TWICE = "twice"
    REVERSED = "reversed"


WORDS = {
    Trouble.NONE: "усе гаразд",
    Trouble.DOWN: "шина відповідає 503",
    Trouble.SLOW: "шина мовчить",
    Trouble.TRICKLE: "шина відповідає по байту",
    Trouble.HTML: "сторінка HTML з кодом 200",
    Trouble.CUT: "відповідь уривається",
    Trouble.FAULT: "помилка SOAP",
    Trouble.ERROR: "Error у відповіді",
    Trouble.LOST: "зроблено, але відповідь загублено",
    Trouble.HALF: "приймає і віддає пів частини",
    Trouble.WRONG_HASH: "чужа контрольна сума",
    Trouble.TWICE: "скринька називає повідомлення двічі",
    Trouble.REVERSED: "скринька у зворотному порядку",
}


class Switch:
    """Which trouble comes, at which operations (any, where none is named), how many times more (for ever, where below nought)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.set(Trouble.NONE)

    def set(self, trouble: Trouble, *, operation: str = "", times: int = -1) -> None:
        with self._lock:
            self.trouble, self.operation, self.left = trouble, operation, times

    def take(self, operation: str) -> Trouble:
        """Return the trouble of this call, and count it."""
        with self._lock:
            if self.trouble is Trouble.NONE or self.left == 0 or self.operation not in ("", operation):
                return Trouble.NONE
            self.left -= 1
            return self.trouble


switch = Switch()
