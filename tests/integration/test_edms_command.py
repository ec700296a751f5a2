"""The command `edms`, which connects partner systems."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests import factories
from tests.integration import stub_partner
from vikno.integration import connectors
from vikno.integration.management.commands.edms import Command
from vikno.integration.models import Connection, Route
from vikno.integration.queries import connector_of
from vikno.outbox.models import DeliveryLine

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    connectors.CONNECTORS.setdefault(stub_partner.StubConnector.code, stub_partner.StubConnector)
    return factories.CentreFactory(code="main")


@pytest.fixture
def settings_file(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({}))
    return str(path)


def edms(*words):
    out = io.StringIO()
    call_command("edms", *words, stdout=out)
    return out.getvalue()


def connect(settings_file, *more, code="askod"):
    return edms("connect", code, "--connector", "partner", "--centre", "main", "--config", settings_file, *more)


def test_a_system_is_joined_with_its_routes(centre, settings_file):
    service = factories.ServiceFactory(code="residence")

    output = connect(settings_file, "--service", "residence", "--name", "АСКОД")

    assert "askod: residence, leads" in output
    assert Connection.objects.get(code="askod").name == "АСКОД"
    assert Route.objects.get().service == service


def test_a_system_may_follow_every_service(centre, settings_file):
    assert "askod: every service, follows" in connect(settings_file, "--every-service", "--follows")


def test_without_routes_it_is_said_that_no_case_goes_there(centre, settings_file):
    assert "No routes" in connect(settings_file)


def test_routes_are_added_and_listed(centre, settings_file):
    connect(settings_file)

    edms("routes", "askod", "--every-service")

    assert "askod: every service, leads" in edms("routes")


def test_connections_are_listed_with_how_they_fare(centre, settings_file):
    connect(settings_file)

    assert "askod (partner, main): works; 0 waiting" in edms("list")


def test_a_connection_is_paused_and_resumed(centre, settings_file):
    connect(settings_file)
    line = DeliveryLine.objects.filter(consumer=Connection.objects.get(code="askod").line)

    edms("pause", "askod")
    assert line.get().paused_at
    edms("resume", "askod")
    assert line.get().paused_at is None


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["connect", "askod", "--centre", "nowhere"], "There is no centre “nowhere”."),
        (["connect", "askod", "--service", "nothing"], "There is no service “nothing”."),
        (["connect", "askod", "--config", "/nowhere.json"], "/nowhere.json"),
        (["connect", "workspace"], "There is a connection “workspace” already."),
        (["pause", "nowhere"], "There is no connection “nowhere”."),
    ],
)
def test_what_is_not_there_is_named_and_nothing_is_joined(centre, settings_file, words, message):
    usual = ["--connector", "partner", "--centre", "main", "--config", settings_file]
    arguments = words[:2] + (usual if words[0] == "connect" else []) + words[2:]

    with pytest.raises(CommandError, match=message):
        edms(*arguments)
    assert not Connection.objects.filter(code="askod").exists()


def test_settings_that_are_wrong_are_told(centre, tmp_path):
    path = tmp_path / "settings.json"
    path.write_text("{")

    with pytest.raises(CommandError, match=r"settings\.json"):
        connect(str(path))


def test_a_route_is_ended_and_the_rest_stay(centre, settings_file):
    factories.ServiceFactory(code="residence")
    connect(settings_file, "--service", "residence", "--every-service")

    output = edms("unroute", "askod", "--service", "residence")

    assert output == "askod: every service, leads\n"


def test_without_naming_services_all_routes_end_once(centre, settings_file):
    connect(settings_file, "--every-service")

    assert "No routes" in edms("unroute", "askod")
    with pytest.raises(CommandError, match="no such route"):
        edms("unroute", "askod")


def test_a_secret_reaches_the_connector_as_it_was_given(centre, tmp_path):
    path = tmp_path / "settings.json"
    settings = {"system_id": "us", "password": "as given", "our_edrpou": "1", "our_name": "Us", "to_edrpou": "2"}
    path.write_text(json.dumps({**settings, "to_name": "Them"}))

    edms("connect", "sev", "--connector", "sev_ovv", "--centre", "main", "--config", str(path))

    connector = connector_of(Connection.objects.get(code="sev"))
    assert connector.settings.password.get_secret_value() == "as given"


def test_settings_are_changed_and_wrong_ones_change_nothing(centre, tmp_path):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({}))
    edms("connect", "edms", "--connector", "agency_api", "--centre", "main", "--config", str(path))
    path.write_text(json.dumps({"webhook_url": "https://edms.example", "webhook_secret": "whsec_MQ=="}))
    edms("configure", "edms", "--config", str(path))
    path.write_text(json.dumps({"webhook_url": "ftp://edms.example"}))

    with pytest.raises(CommandError, match="webhook_url"):
        edms("configure", "edms", "--config", str(path))
    assert connector_of(Connection.objects.get(code="edms")).settings.webhook_url == "https://edms.example"


def test_the_words_of_the_command_do_not_clash_with_those_of_every_command():
    parser = Command().create_parser("manage.py", "edms")

    options = parser.parse_args(
        ["connect", "sev", "--connector", "sev_ovv", "--centre", "main", "--config", "sev.json"]
    )

    assert (options.config, options.settings) == ("sev.json", None)
