import pytest

from vikno.applications.models import ApplicationStatus, Registration
from vikno.integration.models import ConnectionAlert, InboundMessage, Milestone, PartnerFigure

pytestmark = pytest.mark.django_db


def now(case):
    case.refresh_from_db()
    return case


def test_an_acknowledgement_is_a_link_of_the_chain(edms, case):
    answer = edms.post(f"applications/{case.number}/ack", {"state": "received"})

    assert (answer.status_code, answer.json()["outcome"]) == (200, "applied")
    assert Milestone.objects.filter(application=case, kind="received").exists()


def test_a_registration_has_the_number_of_the_other_side(edms, case):
    said = {"state": "registered", "number": "01-15/42", "on": "2026-03-02", "remote": "DOC-7"}

    answer = edms.post(f"applications/{case.number}/ack", said)

    assert answer.json()["status"] == "registered"
    assert Registration.objects.get(application=case).number == "01-15/42"


@pytest.mark.parametrize("said", [{"state": "registered"}, {"state": "declined"}, {"state": "lost"}, {}, {"x": 1}])
def test_half_an_acknowledgement_is_refused(said, edms, case):
    answer = edms.post(f"applications/{case.number}/ack", said)

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert not InboundMessage.objects.exists()


def test_what_is_declined_is_for_a_person(edms, case):
    edms.post(f"applications/{case.number}/ack", {"state": "declined", "reason": "Не наш розподіл"})

    assert ConnectionAlert.objects.get().kind == "declined"


def test_a_status_moves_the_case(edms, case):
    answer = edms.post(f"applications/{case.number}/status", {"status": "in_work", "who": "Коваль О. П."})

    assert (answer.json()["outcome"], now(case).status) == ("applied", ApplicationStatus.IN_WORK)


def test_a_status_that_the_map_does_not_know_alerts_and_moves_nothing(edms, case):
    edms.post(f"applications/{case.number}/status", {"status": "у сейфі"})

    assert (now(case).status, ConnectionAlert.objects.get().subject) == (ApplicationStatus.SUBMITTED, "у сейфі")


def test_a_late_status_moves_nothing(edms, case):
    edms.post(f"applications/{case.number}/status", {"status": "in_work", "order": 2})

    answer = edms.post(f"applications/{case.number}/status", {"status": "received", "order": 1})

    assert answer.json()["outcome"] == "late"
    assert now(case).status == ApplicationStatus.IN_WORK


def test_a_return_asks_the_applicant(edms, case):
    said = {"reason": "Бракує договору", "remarks": {"phone": "Немає такого номера"}, "due_on": "2099-01-01"}

    answer = edms.post(f"applications/{case.number}/return", said, If_Match=edms.etag(case))

    assert (answer.status_code, now(case).status) == (200, ApplicationStatus.RETURNED)
    assert case.corrections.get().remarks == {"phone": "Немає такого номера"}


def test_a_refusal_has_ground_and_reasons(edms, case):
    said = {"outcome": "refused", "ground": "ст. 9", "reasons": "Подано не всі документи"}

    answer = edms.post(f"applications/{case.number}/decision", said, If_Match=edms.etag(case))

    assert (answer.json()["status"], case.decision.reasons) == ("decided", "Подано не всі документи")


def test_a_refusal_without_reasons_is_refused(edms, case):
    answer = edms.post(f"applications/{case.number}/decision", {"outcome": "refused"}, If_Match=edms.etag(case))

    assert answer.status_code == 422
    assert now(case).status == ApplicationStatus.SUBMITTED


@pytest.mark.parametrize("what", ["return", "decision"])
def test_who_has_not_seen_the_case_as_it_is_decides_nothing(what, edms, case):
    said = {"reason": "Бракує договору"} if what == "return" else {"outcome": "granted"}

    unseen = edms.post(f"applications/{case.number}/{what}", said)
    stale = edms.post(f"applications/{case.number}/{what}", said, If_Match='"0.0.0"')

    assert (unseen.status_code, stale.status_code) == (428, 412)
    assert stale["ETag"] == edms.etag(case)


def test_what_the_rules_refuse_is_kept_for_a_person(edms, case):
    said = {"state": "registered", "number": "1", "on": "2099-01-01"}

    answer = edms.post(f"applications/{case.number}/ack", said)

    assert (answer.status_code, answer.json()["outcome"]) == (202, "needs_person")


def test_figures_told_again_are_corrected(edms):
    period = {"since": "2026-02-01", "until": "2026-02-28"}
    for value in ("10", "12.5"):
        edms.post("statistics", {**period, "figures": [{"code": "done", "value": value}]})

    assert [str(one.value) for one in PartnerFigure.objects.all()] == ["12.5000"]


def test_figures_of_a_period_that_runs_backwards_are_refused(edms):
    said = {"since": "2026-03-01", "until": "2026-02-28", "figures": [{"code": "done", "value": 1}]}

    assert edms.post("statistics", said).status_code == 422
