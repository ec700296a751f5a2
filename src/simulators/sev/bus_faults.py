"""Faults of the bus and the switch that turns them on for some calls or until the next switch."""

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
    """The current fault, its operation (empty means any) and the number of calls left with it (negative means no limit)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.switch_to(BusFault.NONE)

    def switch_to(self, fault: BusFault, *, operation: str = "", times: int = -1) -> None:
        with self._lock:
            self.fault, self.operation, self.left = fault, operation, times

    def next_fault(self, operation: str) -> BusFault:
        """Return the fault of this call and count the call."""
        with self._lock:
            if self.fault is BusFault.NONE or self.left == 0 or self.operation not in ("", operation):
                return BusFault.NONE
            self.left -= 1
            return self.fault


switch = BusFaultSwitch()
