import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from oauth2_provider.models import AccessToken, Application

from vikno.api.models import Partner
from vikno.api.operations import ConnectionNotPulled, register_partner
from vikno.integration.models import Connection

pytestmark = pytest.mark.django_db


def test_a_token_lasts_ten_minutes(edms):
    answer = edms.ask_token()

    assert answer.json()["expires_in"] == 600
    assert "no-store" in answer["Cache-Control"]


def test_neither_token_nor_secret_is_kept_as_it_is(edms):
    assert {one.token for one in AccessToken.objects.all()} == {""}
    assert edms.credentials.client_secret not in Application.objects.get().client_secret


def test_a_token_that_has_run_out_opens_nothing(edms):
    AccessToken.objects.update(expires=timezone.now() - timedelta(seconds=1))

    assert edms.get("feed").status_code == 401


def test_a_wrong_secret_is_refused(edms):
    assert edms.ask_token(client_secret="wrong").json()["error"] == "invalid_client"


def test_a_secret_is_not_guessed_at(edms):
    answers = [edms.ask_token(client_secret=f"wrong{number}") for number in range(21)]

    assert (answers[0].status_code, answers[-1].status_code) == (401, 429)
    assert int(answers[-1]["Retry-After"]) > 0


def test_there_is_one_way_to_a_token(edms):
    assert edms.ask_token(grant_type="password").json() == {"error": "unsupported_grant_type"}


def test_who_asks_too_fast_is_told_when_to_come_again(edms, settings):
    settings.API_PER_MINUTE = 2
    answers = [edms.get("feed") for _ in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("partner", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_lets_a_program_in(edms):
    Partner.objects.all().delete()

    said = run("add", "edms", "--scope", "applications:read")

    assert Partner.objects.get().scopes == ["applications:read"]
    assert Application.objects.latest("pk").client_id in said


def test_a_new_secret_ends_the_old_one_and_its_tokens(edms):
    said = run("rotate", "edms")

    assert edms.credentials.client_secret not in said
    assert edms.ask_token().status_code == 401
    assert edms.get("feed").status_code == 401


def test_the_command_shuts_out_and_lets_in(edms):
    run("disable", "edms")
    assert "shut out" in run("list")
    run("enable", "edms")
    assert "edms: in" in run("list")


@pytest.mark.parametrize("what", ["add", "rotate", "disable", "enable"])
def test_the_command_says_what_there_is_not(what, db):
    with pytest.raises(CommandError, match="nothing to"):
        run(what, "nobody")


def test_only_a_system_that_uses_the_api_is_let_in(db, noon):
    with pytest.raises(ConnectionNotPulled):
        register_partner(connection=Connection.objects.get(code="workspace"), scopes=[], actor="test", at=noon)
