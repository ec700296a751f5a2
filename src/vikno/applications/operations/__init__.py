"""What can be done to an application. Each function is one transaction and one fact.

All load the row again under a lock, refuse with a subclass of `Refused` and then change nothing, write the status change, the
audit entry and the event together.
"""

from vikno.applications.operations.drafts import (
    NotADraft,
    NotAsked,
    NotOnline,
    NotRepresented,
    TooManyFiles,
    answer,
    attach,
    detach,
    discard,
    discard_expired,
    remind_of_drafts,
    start,
)
from vikno.applications.operations.sealing import seal, seal_waiting
from vikno.applications.operations.sending import (
    Incomplete,
    NothingToGive,
    NotIdentified,
    intake,
    resubmit,
    submit,
    withdraw,
)
from vikno.applications.operations.signing import Changed, NotReady, Unsigned, prepare_to_sign, take_signature
from vikno.applications.operations.steps import WrongMoment
from vikno.applications.operations.work import (
    AlreadyRegistered,
    GroundMissing,
    NotRegistered,
    NotTaken,
    NumberTaken,
    ReasonMissing,
    accept,
    decide,
    extend,
    issue,
    mark_fetched,
    register,
    return_for_correction,
    take,
    take_over,
)

__all__ = [
    "AlreadyRegistered",
    "Changed",
    "GroundMissing",
    "Incomplete",
    "NotADraft",
    "NotAsked",
    "NotIdentified",
    "NotOnline",
    "NotReady",
    "NotRegistered",
    "NotRepresented",
    "NotTaken",
    "NothingToGive",
    "NumberTaken",
    "ReasonMissing",
    "TooManyFiles",
    "Unsigned",
    "WrongMoment",
    "accept",
    "answer",
    "attach",
    "decide",
    "detach",
    "discard",
    "discard_expired",
    "extend",
    "intake",
    "issue",
    "mark_fetched",
    "prepare_to_sign",
    "register",
    "remind_of_drafts",
    "resubmit",
    "return_for_correction",
    "seal",
    "seal_waiting",
    "start",
    "submit",
    "take",
    "take_over",
    "take_signature",
    "withdraw",
]
