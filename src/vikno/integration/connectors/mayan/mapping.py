"""The meaning of a Mayan case for the portal.

Transitions and the state are those of the workflow. The registration number and its date, the ground of a refusal and the day
until which to correct are what a clerk filled in with a transition, or wrote on the document. Reasons are the comment of a
transition.

A file is a result when it is not ours and its comment begins with «Результат», or when somebody added it after the decision
without beginning its comment with «Службове».
"""

import dataclasses
import datetime

import pydantic

from vikno.integration.connectors.base import (
    CaseUpdate,
    RemoteCorrectionRequest,
    RemoteDecision,
    RemoteFile,
    RemoteRegistration,
)
from vikno.integration.connectors.mayan import schema
from vikno.integration.connectors.mayan.inbound import MayanCase, MayanFile, WorkflowLogEntry
from vikno.integration.connectors.mayan.outbound import OUR_COMMENT_PREFIX
from vikno.kernel.errors import Rejected

RESULT_PREFIX, INTERNAL_PREFIX = "результат", "службове"
# Mayan stores a file after it has accepted it: a case that is issued without a file may have it in a moment.
FILES_COME_WITHIN = datetime.timedelta(minutes=2)
DECLINED_REASON = "Mayan: не прийнято"
# Keys of transitions and events grow: updates are in the order of transitions, then of events.
ORDER_STEP = 10**9


def updates_of(body: bytes) -> list[CaseUpdate]:
    """Return the updates of a stored case: its transitions, oldest first, and its present state. Raises `Rejected`.

    A transition has the same place in the order each time, so that it is applied once; the present state comes after the last.
    """
    try:
        case = MayanCase.model_validate_json(body)
    except pydantic.ValidationError as error:
        raise Rejected(f"not a case of Mayan: {error.error_count()} errors") from None
    return [*(move_update(case, move) for move in case.moves), current_update(case)]


def move_update(case: MayanCase, move: WorkflowLogEntry) -> CaseUpdate:
    """Return the update of one transition."""
    is_ours = move.comment.startswith(OUR_COMMENT_PREFIX) or move.to == schema.WITHDRAWN.label
    return CaseUpdate(
        application=case.number,
        remote=str(case.document),
        order=move.id * ORDER_STEP,
        at=move.at,
        status=move.to,
        who=move.who if move.to == schema.IN_WORK.label else "",
        note="" if is_ours else move.comment,
        registered=registration_of(case),
        declined=(move.comment or DECLINED_REASON) if move.to == schema.DECLINED.label else "",
        decided=decision_of(case, move),
        asked=correction_request_of(case, move),
        files=results_of(case) if move.to == schema.ISSUED.label else (),
    )


def current_update(case: MayanCase) -> CaseUpdate:
    """Return the update of the present state: whether everything was received, and the registration number."""
    latest = case.moves[-1] if case.moves else None
    return CaseUpdate(
        application=case.number,
        remote=str(case.document),
        order=(latest.id if latest else 0) * ORDER_STEP + case.event,
        at=latest.at if latest else None,
        status=case.state,
        received=is_complete(case),
        registered=registration_of(case),
        settles_in=settling_time(case),
    )


def lookup_update(case: MayanCase) -> CaseUpdate:
    """Return the present state for `look`: with the decision, the results, and the files of ours that are there."""
    decision = case.last_move_to(schema.GRANTED.label, schema.REFUSED.label)
    return dataclasses.replace(
        current_update(case),
        order=None,
        decided=decision_of(case, decision) if decision else None,
        files=results_of(case),
        holds=tuple(remote_file_of(case, file) for file in case.files if file.is_ours),
    )


def registration_of(case: MayanCase) -> RemoteRegistration | None:
    number = case.value_of(schema.REGISTRATION_NUMBER)
    return RemoteRegistration(number=number, on=parse_day(case.value_of(schema.REGISTRATION_DATE))) if number else None


def decision_of(case: MayanCase, move: WorkflowLogEntry) -> RemoteDecision | None:
    if move.to == schema.GRANTED.label:
        return RemoteDecision(granted=True, reasons=move.comment)
    if move.to == schema.REFUSED.label:
        return RemoteDecision(granted=False, ground=case.value_of(schema.REFUSAL_GROUND), reasons=move.comment)
    return None


def correction_request_of(case: MayanCase, move: WorkflowLogEntry) -> RemoteCorrectionRequest | None:
    if move.to != schema.RETURNED.label:
        return None
    due = move.filled.get(schema.CORRECTION_DUE.name) or case.marks.get(schema.CORRECTION_DUE.name, "")
    return RemoteCorrectionRequest(reason=move.comment, due_on=parse_day(due))


def is_complete(case: MayanCase) -> bool:
    """Return whether every file that we sent is there: Mayan stores them after it has accepted them."""
    sent = case.marks.get(schema.FILES.name, "")
    return sent.isdecimal() and len({file.sha256 for file in case.files if file.is_ours}) >= int(sent)


def settling_time(case: MayanCase) -> datetime.timedelta:
    """Return for how long a result may still be on its way."""
    is_expected = case.state == schema.ISSUED.label and not results_of(case)
    return FILES_COME_WITHIN if is_expected else datetime.timedelta(0)


def results_of(case: MayanCase) -> tuple[RemoteFile, ...]:
    """Return the results, once the case is issued."""
    if case.state != schema.ISSUED.label:
        return ()
    return tuple(remote_file_of(case, file) for file in case.files if is_result(case, file))


def is_result(case: MayanCase, file: MayanFile) -> bool:
    comment, decision = file.comment.strip().casefold(), case.last_move_to(schema.GRANTED.label, schema.REFUSED.label)
    if file.is_ours or comment.startswith(INTERNAL_PREFIX):
        return False
    return comment.startswith(RESULT_PREFIX) or (decision is not None and file.at >= decision.at)


def remote_file_of(case: MayanCase, file: MayanFile) -> RemoteFile:
    return RemoteFile(
        key=f"{case.document}/{file.id}",
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
    )


def parse_day(text: str) -> datetime.date | None:
    """Return the day that a clerk wrote: 2026-03-02 or 02.03.2026."""
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None
