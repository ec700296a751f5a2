"""Refusals that several operations on a case raise."""

from vikno.kernel.errors import Refused


class CaseReasonMissing(Refused):
    """The applicant must be told why."""
