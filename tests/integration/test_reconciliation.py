"""Comparison of cases on both sides: a difference is corrected or reported."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from tests.integration import scripted_partner
from vikno.applications import operations as applications
from vikno.applications.models import Application, ApplicationStatus
from vikno.integration import operations
from vikno.integration.connectors.base import RawInboundMessage, RemoteFile
from vikno.integration.models import ConnectionAlert
from vikno.outbox.models import Delivery

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def set_remote_state(desk, **values) -> None:
    desk.standing["R-1"] = scripted_partner.update(remote="R-1", **values)


def kinds(discrepancies) -> list[tuple[str, bool]]:
    return [(discrepancy.kind, discrepancy.is_mended) for discrepancy in discrepancies]


def test_where_both_agree_nothing_is_told(sent, desk, noon):
    set_remote_state(desk, received=True)

    assert operations.reconcile(at=noon + HOUR) == []


def test_a_status_whose_message_was_lost_is_followed(sent, desk, noon):
    set_remote_state(desk, status="Надано", registered={"number": "5"})

    discrepancies = operations.reconcile(at=noon + HOUR)

    assert kinds(discrepancies) == [("status", True), ("registration", True)]
    case = Application.objects.get(pk=sent.pk)
    assert (case.status, case.registration.number) == (ApplicationStatus.DECIDED, "5")
    assert operations.reconcile(at=noon + HOUR) == []


def test_a_result_that_is_there_and_not_here_is_fetched(sent, desk, noon):
    set_remote_state(desk, status="Видано", files=[scripted_partner.result()])

    operations.reconcile(at=noon + HOUR)

    assert sent.results.count() == 1


def test_what_was_told_there_a_moment_ago_is_compared_the_next_time(sent, desk, noon):
    set_remote_state(desk, status="Видано", at=(noon + HOUR).isoformat(), settles_in=120)

    assert operations.reconcile(at=noon + HOUR) == []
    assert kinds(operations.reconcile(at=noon + 2 * HOUR)) == [("status", True)]


def test_a_case_that_they_lost_is_sent_again(sent, desk, noon):
    assert kinds(operations.reconcile(at=noon + HOUR)) == [("unknown_there", True)]
    desk.seen.clear()

    operations.run_exchange_once(at=noon + HOUR)

    assert desk.kinds(sent.number) == ["submitted", "submitted"]


def test_files_that_they_do_not_hold_are_sent_again(sent, desk, noon):
    set_remote_state(desk, holds=[])
    enclosed = bool(sent.submissions.get().attachments.exists())

    assert kinds(operations.reconcile(at=noon + HOUR)) == ([("files", True)] if enclosed else [])
    set_remote_state(
        desk,
        holds=[RemoteFile(key="1", name="a", sha256=attachment.file.sha256) for attachment in sent.attachments.all()],
    )
    assert operations.reconcile(at=noon + HOUR) == []


def test_an_event_that_never_got_a_delivery_gets_one(case, joined, desk, noon):
    Delivery.objects.filter(consumer=joined.line).delete()

    discrepancies = operations.reconcile(at=noon + HOUR)
    operations.run_exchange_once(at=noon + HOUR)

    assert kinds(discrepancies) == [("unsent", True)]
    assert desk.kinds(case.number) == ["submitted"]


def test_what_was_given_up_is_told_until_a_person_mends_it(case, desk, noon):
    desk.before = scripted_partner.refuse
    operations.run_exchange_once(at=noon)

    assert kinds(operations.reconcile(at=noon + HOUR)) == [("given_up", False)]
    assert ConnectionAlert.objects.filter(kind=ConnectionAlert.ConnectionAlertKind.DIFFERENCE).count() == 1


def test_another_number_there_is_told_and_not_taken(sent, desk, noon, joined):
    post = joined.post
    applications.register(application=sent, officer=post, number="5", on=None, at=noon)
    set_remote_state(desk, registered={"number": "6"})

    assert kinds(operations.reconcile(at=noon + HOUR)) == [("registration", False)]


def test_a_partner_that_cannot_be_asked_is_told_once(sent, desk, noon, monkeypatch):
    def away(self, remote):
        raise scripted_partner.Unreachable("away")

    monkeypatch.setattr(scripted_partner.ScriptedConnector, "look", away)

    assert kinds(operations.reconcile(at=noon + HOUR)) == [("unreachable", False)]


def test_the_command_tells_in_json_and_fails_where_a_difference_stays(case, desk, noon, capsys):
    desk.before = scripted_partner.refuse
    operations.run_exchange_once(at=noon)

    call_command("reconcile", format="json")
    report = json.loads(capsys.readouterr().out)
    assert report["left"] == 1
    assert report["differences"][0]["kind"] == "given_up"
    with pytest.raises(CommandError, match="1 difference"):
        call_command("reconcile", strict=True)


def test_a_case_without_an_acknowledgement_alerts_the_centre_until_there_is_one(sent, joined, noon):
    assert operations.raise_overdue_alerts(at=noon + timedelta(minutes=59)) == 0
    assert operations.raise_overdue_alerts(at=noon + timedelta(minutes=61)) == 1
    operations.raise_overdue_alerts(at=noon + timedelta(minutes=62))
    alert = ConnectionAlert.objects.get()
    assert (alert.kind, alert.subject) == (ConnectionAlert.ConnectionAlertKind.NO_ACKNOWLEDGEMENT, sent.number)
    body = json.dumps({"application": sent.number, "received": True}).encode()
    incoming = RawInboundMessage(id="1", kind="said", body=body)
    message, _new = operations.store_message(connection=joined, incoming=incoming, at=noon)

    operations.handle_message(message=message, at=noon + timedelta(minutes=63))

    alert.refresh_from_db()
    assert alert.cleared_at is not None
