"""Faults of the bus that can be switched on: for the next calls, or until they are switched off."""

import threading
from enum import StrEnum


class BusFault(StrEnum):
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


BUS_FAULT_LABELS = {
    BusFault.NONE: "усе гаразд",
    BusFault.DOWN: "шина відповідає 503",
    BusFault.SLOW: "шина мовчить",
    BusFault.TRICKLE: "шина відповідає по байту",
    BusFault.HTML: "сторінка HTML з кодом 200",
    BusFault.CUT: "відповідь уривається",
    BusFault.FAULT: "помилка SOAP",
    BusFault.ERROR: "Error у відповіді",
    BusFault.LOST: "зроблено, але відповідь загублено",
    BusFault.HALF: "приймає і віддає пів частини",
    BusFault.WRONG_HASH: "чужа контрольна сума",
    BusFault.TWICE: "скринька називає повідомлення двічі",
    BusFault.REVERSED: "скринька у зворотному порядку",
}


class BusFaultSwitch:
    """Which trouble comes, at which operations (any, where none is named), how many times more (for ever, where below nought)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.switch_to(BusFault.NONE)

    def switch_to(self, trouble: BusFault, *, operation: str = "", times: int = -1) -> None:
        with self._lock:
            self.trouble, self.operation, self.left = trouble, operation, times

    def next_fault(self, operation: str) -> BusFault:
        """Return the trouble of this call, and count it."""
        with self._lock:
            if self.trouble is BusFault.NONE or self.left == 0 or self.operation not in ("", operation):
                return BusFault.NONE
            self.left -= 1
            return self.trouble


switch = BusFaultSwitch()
