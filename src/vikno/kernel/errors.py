"""The roots of errors: one that a person can do something about, and two for what an outside system answers."""


class Refused(Exception):
    """A rule of the domain said no. The message is translated and fit to show to the person who asked."""


class Unreachable(Exception):
    """An outside system did not answer, is busy, or answered nothing of use. Trying again later may help.

    `after` is how long it asked us to wait, where it did (seconds). The message names no person.
    """

    def __init__(self, message: str, *, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


class Rejected(Exception):
    """An outside system understood and said no, or says what cannot be understood. Again will not help: a person must look.

    The message is plain, is shown to staff, and names no person.
    """
