"""What stands beside the API: hints, figures, the list for the repository, and what is nowhere."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests import factories
from vikno.applications.models import DecisionOutcome, StatusChange
from vikno.applications.operations import decide
from vikno.integration.models import Connection
from vikno.outbox.models import DeliveryLine

pytestmark = pytest.mark.django_db
HINT = "/api/v1/agency/hints/mayan"


@pytest.fixture
def mayan(centre):
    return Connection.objects.create(
        code="mayan",
        name="Mayan",
        connector="mayan",
        centre=centre,
        settings={"hook_secret": "s3cret"},
        poll_at=timezone.now(),
    )


def test_a_hint_lets_the_portal_look_soon(mayan, client):
    answer = client.post(HINT, {"number": "1"}, "application/json", headers={"Authorization": "Bearer s3cret"})

    mayan.refresh_from_db()
    assert (answer.status_code, mayan.poll_at) == (204, None)


@pytest.mark.parametrize("sent", ["Bearer wrong", "Bearer ", "Basic s3cret", "", "Bearer ключ"])
def test_a_hint_without_the_secret_is_not_heard(sent, mayan, client):
    before = mayan.poll_at
    answer = client.post(HINT, headers={"Authorization": sent.encode().decode("latin-1")} if sent else {})

    mayan.refresh_from_db()
    assert (answer.status_code, mayan.poll_at) == (401, before)


def test_a_connection_without_a_secret_takes_no_hints(edms, client):
    assert client.post("/api/v1/agency/hints/edms", headers={"Authorization": "Bearer "}).status_code == 401


def test_figures_need_their_token(edms, client, settings):
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    settings.METRICS_TOKEN = "t0ken"
    assert client.get("/metrics").status_code == 404


def test_figures_say_how_each_connection_fares(edms, client, settings):
    settings.METRICS_TOKEN = "t0ken"
    factories.submitted(centre=edms.connection.centre)
    line = DeliveryLine.objects.filter(consumer=edms.connection.line)
    line.update(failures=5, broken_until=timezone.now() + timedelta(minutes=1))

    said = client.get("/metrics", headers={"Authorization": "Bearer t0ken"}).content.decode()

    name = '{connection="edms",connector="agency_api"}'
    assert f"vikno_edms_backlog{name} 1.0" in said
    assert f"vikno_edms_failures_in_a_row{name} 5.0" in said
    assert f"vikno_edms_breaker_open{name} 1.0" in said


@pytest.fixture
def repository(client, settings):
    """The national repository, which asks for a period."""
    settings.REPOSITORY_LOGIN = "diia:слово"
    told = "Basic " + base64.b64encode("diia:слово".encode()).decode()
    return lambda asked, **more: client.get(f"/appeals/?{asked}", headers={"Authorization": told}, **more)


MARCH = "start_date=2026-03-01&end_date=2026-03-02"


def test_the_repository_reads_what_was_handed_in_and_of_nobody(repository):
    case = factories.submitted()

    answer = repository(MARCH)

    assert [one["uid"] for one in answer.json()["results"]] == [str(case.uid)]
    assert answer.json()["results"][0]["applicantName"] is None
    assert "Зразкова" not in answer.content.decode()


@pytest.mark.parametrize(("asked", "found"), [("start_date=2026-03-02&end_date=2026-03-02", 1), ("start_date=2026-03-03&end_date=2026-03-09", 0), ("start_date=2026-02-01&end_date=2026-03-01", 0)])  # fmt: skip  # noqa: E501
def test_both_days_of_a_period_are_in_it(asked, found, repository):
    factories.submitted()

    assert len(repository(asked).json()["results"]) == found


def test_days_are_those_of_the_country(repository, officer):
    case = factories.in_work(officer)
    late = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
    decide(application=case, officer=officer, outcome=DecisionOutcome.GRANTED, ground="", reasons="", at=late)

    (told,) = repository("start_date=2026-03-03&end_date=2026-03-03").json()["results"]

    assert told["providDate"] == "2026-03-03"


def test_what_changed_in_a_period_is_in_it(repository):
    case = factories.submitted()
    StatusChange.objects.create(
        application=case, before="submitted", after="withdrawn", at=case.submitted_at + timedelta(days=9)
    )

    assert len(repository("start_date=2026-03-11&end_date=2026-03-11").json()["results"]) == 1


def test_the_repository_reads_page_by_page(repository):
    cases = [factories.submitted() for _ in range(3)]
    first = repository(f"{MARCH}&limit=2").json()

    rest = repository(first["next_page"].partition("?")[2]).json()

    assert [one["uid"] for one in first["results"] + rest["results"]] == [str(one.uid) for one in cases]
    assert rest["next_page"] is None


@pytest.mark.parametrize("asked", ["", "start_date=x&end_date=y", "start_date=2026-03-02&end_date=2026-03-01", "start_date=0001-01-01&end_date=9999-12-31", MARCH + "&after=-1"])  # fmt: skip  # noqa: E501
def test_what_is_no_period_is_refused(asked, repository):
    assert repository(asked).json()["success"] is False


@pytest.mark.parametrize("login", ["", "diia:other"])
def test_nobody_else_reads_the_list(login, repository, settings, client):
    settings.REPOSITORY_LOGIN = login
    assert repository(MARCH).status_code == 401
    assert client.get(f"/appeals/?{MARCH}").status_code == 401


def test_what_is_nowhere_is_a_problem(client):
    assert client.get("/api/v2/").json()["type"] == "urn:vikno:problem:not-found"
