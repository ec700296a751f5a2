"""Operations on applications. Each function is one transaction and one fact.

All load the row again under a lock, and write the status change, the audit entry and the event together. They refuse with a
subclass of `Refused`, and then change nothing.
"""

from vikno.applications.access import (
    CaseAlreadyRegistered,
    CaseLedElsewhere,
    CaseLedHere,
    CaseNotRegistered,
    CaseNotYours,
    CaseTakenByColleague,
    WrongCaseStatus,
)
from vikno.applications.operations.assignment import accept, take, take_over
from vikno.applications.operations.corrections import return_for_correction
from vikno.applications.operations.decisions import RefusalGroundMissing, decide
from vikno.applications.operations.drafts import (
    ApplicationAlreadySubmitted,
    QuestionNotOpen,
    RepresentationNotCurrent,
    ServiceNotOnline,
    TooManyFiles,
    answer,
    attach,
    detach,
    discard,
    discard_expired,
    remind_of_drafts,
    start,
)
from vikno.applications.operations.extensions import extend
from vikno.applications.operations.refusals import CaseReasonMissing
from vikno.applications.operations.registration import RegistrationNumberTaken, register
from vikno.applications.operations.result_seals import seal_result, seal_waiting_results
from vikno.applications.operations.results import add_result, issue, mark_fetched
from vikno.applications.operations.signing import (
    ApplicationNotSigned,
    SignatureNotAwaited,
    SigningNotReady,
    SigningPackageOutdated,
    is_awaited,
    prepare_to_sign,
    receive_from_diia,
    recheck_signature,
    request_from_diia,
    take_signature,
)
from vikno.applications.operations.submissions import (
    ApplicantNotIdentified,
    ApplicationIncomplete,
    PaperApplicationIncomplete,
    intake,
    resubmit,
    submit,
    withdraw,
)
from vikno.applications.operations.transitions import report_progress

__all__ = [
    "ApplicantNotIdentified",
    "ApplicationAlreadySubmitted",
    "ApplicationIncomplete",
    "ApplicationNotSigned",
    "CaseAlreadyRegistered",
    "CaseLedElsewhere",
    "CaseLedHere",
    "CaseNotRegistered",
    "CaseNotYours",
    "CaseReasonMissing",
    "CaseTakenByColleague",
    "PaperApplicationIncomplete",
    "QuestionNotOpen",
    "RefusalGroundMissing",
    "RegistrationNumberTaken",
    "RepresentationNotCurrent",
    "ServiceNotOnline",
    "SignatureNotAwaited",
    "SigningNotReady",
    "SigningPackageOutdated",
    "TooManyFiles",
    "WrongCaseStatus",
    "accept",
    "add_result",
    "answer",
    "attach",
    "decide",
    "detach",
    "discard",
    "discard_expired",
    "extend",
    "intake",
    "is_awaited",
    "issue",
    "mark_fetched",
    "prepare_to_sign",
    "receive_from_diia",
    "recheck_signature",
    "register",
    "remind_of_drafts",
    "report_progress",
    "request_from_diia",
    "resubmit",
    "return_for_correction",
    "seal_result",
    "seal_waiting_results",
    "start",
    "submit",
    "take",
    "take_over",
    "take_signature",
    "withdraw",
]
