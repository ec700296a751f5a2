from datetime import timedelta

import pytest
from django.utils import timezone

from vikno.api.models import IdempotentResponse
from vikno.api.operations import delete_expired
from vikno.integration.connectors.base import CaseUpdate
from vikno.integration.models import InboundMessage
from vikno.integration.operations import record_partner_update

pytestmark = pytest.mark.django_db
KEY = '"8e03978e-40d5-43dd-bc93-6894a57f9324"'
SAID = {"state": "received"}


def ack(edms, case, said=SAID, key=KEY):
    return edms.post(f"applications/{case.number}/ack", said, key=key)


def test_a_repeat_is_answered_as_the_first_one_and_done_once(edms, case):
    first, second = ack(edms, case), ack(edms, case)

    assert (first.content, first["ETag"]) == (second.content, second["ETag"])
    assert second["Idempotent-Replayed"] == "true"
    assert InboundMessage.objects.count() == 1


def test_a_key_stands_for_one_request(edms, case):
    ack(edms, case)

    assert ack(edms, case, {"state": "declined", "reason": "Ні"}).json()["type"].endswith("idempotency-key-reused")


def test_without_a_key_nothing_is_done(edms, case):
    path = f"/api/v1/agency/applications/{case.number}/ack"
    answer = edms.client.post(path, SAID, content_type="application/json", headers=edms._headers({}))

    assert (answer.status_code, answer.json()["type"]) == (400, "urn:vikno:problem:idempotency-key-missing")
    assert not InboundMessage.objects.exists()


def test_a_key_that_is_none_is_refused(edms, case):
    assert ack(edms, case, key="short").status_code == 400


def test_a_repeat_waits_while_the_first_is_worked_on(edms, case):
    ack(edms, case)
    IdempotentResponse.objects.update(status=None, claimed_at=timezone.now())

    answer = ack(edms, case)

    assert (answer.status_code, answer["Retry-After"]) == (409, "2")


def test_a_key_whose_holder_was_killed_is_free_after_a_while(edms, case):
    ack(edms, case)
    IdempotentResponse.objects.update(status=None, claimed_at=timezone.now() - timedelta(minutes=3))

    assert ack(edms, case).json()["outcome"] == "applied"


def test_a_refused_request_may_be_mended_under_its_key(edms, case):
    edms.post(f"applications/{case.number}/decision", {"outcome": "granted"}, key=KEY, If_Match='"0.0.0"')

    answer = edms.post(
        f"applications/{case.number}/decision", {"outcome": "granted"}, key=KEY, If_Match=edms.etag(case)
    )

    assert answer.json()["outcome"] == "applied"


def test_answers_are_kept_for_a_day_at_least(edms, case):
    ack(edms, case)

    assert delete_expired(at=timezone.now() + timedelta(hours=24)) == 0
    assert delete_expired(at=timezone.now() + timedelta(hours=49)) == 1


def test_a_message_that_was_kept_for_ever_is_not_said_anew_when_its_answer_is_forgotten(edms, case):
    ack(edms, case)
    IdempotentResponse.objects.all().delete()

    answer = ack(edms, case, {"state": "declined", "reason": "Ні"})

    assert answer.json()["type"] == "urn:vikno:problem:idempotency-key-reused"
    assert InboundMessage.objects.count() == 1


def test_two_partners_may_use_one_key(edms, case, stranger):
    ack(edms, case)

    assert ack(stranger, stranger.given()).json()["outcome"] == "applied"


def test_what_is_heard_twice_is_one_message(edms, case, noon):
    update = CaseUpdate(application=case.number, received=True)
    for _ in range(2):
        message = record_partner_update(
            connection=edms.connection, key="k1", kind="ack", update=update, at=timezone.now()
        )

    assert message.status == "handled"
    assert InboundMessage.objects.count() == 1
