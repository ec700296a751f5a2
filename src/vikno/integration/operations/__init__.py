"""Operations on partner systems: deliver cases, apply updates, let a person correct failures."""

from vikno.integration.operations.alerts import clear_alert, raise_alert, raise_overdue_alerts
from vikno.integration.operations.case_lead import CaseLedHere, take_back_case
from vikno.integration.operations.case_updates import UpdateTooEarly, apply_update
from vikno.integration.operations.connections import (
    ConnectorSettingsInvalid,
    add_routes,
    connect,
    reconfigure,
    remove_routes,
)
from vikno.integration.operations.deliveries import message_of
from vikno.integration.operations.exchange_control import (
    audit_subject_of,
    check_connection,
    pause_connection,
    request_check,
    resume_connection,
    retry_delivery,
    retry_message,
    set_aside_delivery,
    set_aside_message,
)
from vikno.integration.operations.exchange_runner import ExchangeRunner, run_exchange_once
from vikno.integration.operations.inbound_messages import (
    drop_message,
    handle_due_messages,
    handle_message,
    requeue_message,
    store_message,
)
from vikno.integration.operations.partner_figures import ReportedFigure, record_partner_figures
from vikno.integration.operations.partner_paper import enter_partner_paper
from vikno.integration.operations.partner_updates import MessageKeyReused, note_contact, record_partner_update
from vikno.integration.operations.polls import poll_connection, request_poll
from vikno.integration.operations.reconciliation import CaseDiscrepancy, reconcile
from vikno.integration.operations.result_uploads import (
    TooManyOpenUploads,
    UploadDigestMismatch,
    UploadIncomplete,
    UploadOffsetMismatch,
    add_result_chunk,
    complete_result_upload,
    delete_expired_uploads,
    open_result_upload,
    reset_result_upload,
)
from vikno.integration.operations.status_map import (
    StatusAlreadyMapped,
    reapply_status_mapping,
    remove_status_mapping,
    save_status_mapping,
)
from vikno.integration.operations.webhooks import ping_webhook

__all__ = [
    "CaseDiscrepancy",
    "CaseLedHere",
    "ConnectorSettingsInvalid",
    "ExchangeRunner",
    "MessageKeyReused",
    "ReportedFigure",
    "StatusAlreadyMapped",
    "TooManyOpenUploads",
    "UpdateTooEarly",
    "UploadDigestMismatch",
    "UploadIncomplete",
    "UploadOffsetMismatch",
    "add_result_chunk",
    "add_routes",
    "apply_update",
    "audit_subject_of",
    "check_connection",
    "clear_alert",
    "complete_result_upload",
    "connect",
    "delete_expired_uploads",
    "drop_message",
    "enter_partner_paper",
    "handle_due_messages",
    "handle_message",
    "message_of",
    "note_contact",
    "open_result_upload",
    "pause_connection",
    "ping_webhook",
    "poll_connection",
    "raise_alert",
    "raise_overdue_alerts",
    "reapply_status_mapping",
    "reconcile",
    "reconfigure",
    "record_partner_figures",
    "record_partner_update",
    "remove_routes",
    "remove_status_mapping",
    "request_check",
    "request_poll",
    "requeue_message",
    "reset_result_upload",
    "resume_connection",
    "retry_delivery",
    "retry_message",
    "run_exchange_once",
    "save_status_mapping",
    "set_aside_delivery",
    "set_aside_message",
    "store_message",
    "take_back_case",
]
