"""The roots of errors: a refusal that a person can act on, and two failures of an outside system."""


class Refused(Exception):
    """A rule of the domain refused an action. The message is translated and fit to show to the person who tried it."""


class Unreachable(Exception):
    """An outside system did not answer, is busy, or sent a useless answer. Another try later may help.

    `after` is the number of seconds that the system asked us to wait, if any. The message names no person.
    """

    def __init__(self, message: str, *, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


class Rejected(Exception):
    """An outside system refused a request, or sent an answer that makes no sense. A retry will not help: a person must look.

    The message is plain, is shown to staff, and names no person.
    """
