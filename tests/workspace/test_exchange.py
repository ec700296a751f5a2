"""The exchange with other systems: who sees it, how it fares, what a person does with what is stuck."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from tests import factories
from tests.english_urls import url
from tests.integration import stub_partner
from tests.integration.stub_partner import NOON, StubConnector
from vikno.audit.models import AuditEntry
from vikno.centres.models import OfficerRole
from vikno.editors.operations import grant_editor
from vikno.integration import operations
from vikno.integration.connectors import CONNECTORS
from vikno.integration.connectors.base import RawInboundMessage
from vikno.integration.events import FeedGrew
from vikno.integration.models import Connection, ConnectionAlert, InboundMessage
from vikno.outbox.domain_events import EVENT_TYPES
from vikno.outbox.models import Delivery, DeliveryLine
from vikno.outbox.operations import record_event
from vikno.workspace.templatetags.exchange import EVENT_LABELS

pytestmark = pytest.mark.django_db

BODY = '{"application": "2603-000001-1", "note": "Зразкова Олена", "scan": "' + "A" * 5000 + '"}'
PAGES = ["exchange", "exchange_alerts", "exchange_undelivered", "exchange_messages"]


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def connection(officer):
    return stub_partner.joined(officer.centre)


@pytest.fixture
def head(officer):
    return signed_in(factories.OfficerFactory(centre=officer.centre, role=OfficerRole.HEAD).person)


@pytest.fixture
def case(connection):
    return stub_partner.handed_in(connection)


@pytest.fixture
def given_up(case, connection):
    rows = Delivery.objects.filter(consumer=connection.line)
    rows.update(status="given_up", trouble_kind="rejected", trouble="HTTP 400: no such service", attempts=3)
    return rows.get()


def came(connection, body=BODY, *, status="trouble", application=None, number=1):
    incoming = RawInboundMessage(
        id=f"m{number}", kind="status", body=body if isinstance(body, bytes) else body.encode()
    )
    message, _ = operations.store_message(connection=connection, incoming=incoming, at=NOON)
    rows = InboundMessage.objects.filter(pk=message.pk)
    rows.update(status=status, trouble="It cannot be understood.", application=application)
    return rows.get()


def addresses(given_up, message, alert):
    code = alert.connection.code
    return [
        *(url(f"workspace:{name}") for name in PAGES),
        url("workspace:exchange_message", message.pk),
        url("workspace:exchange_body", message.pk),
        url("workspace:exchange_deliver", given_up.pk),
        url("workspace:exchange_clear", alert.pk),
        url("workspace:exchange_figures", code),
        url("workspace:exchange_map", code),
        url("workspace:exchange_map_add", code),
        url("workspace:exchange_map_line", code, alert.connection.mappings.get().pk),
        url("workspace:exchange_act", code, "pause"),
    ]


@pytest.fixture
def everything(given_up, connection):
    alert = operations.raise_alert(
        connection, ConnectionAlert.ConnectionAlertKind.UNKNOWN_STATUS, "На підписі", at=NOON
    )
    return addresses(given_up, came(connection), alert)


# Who sees it.


def test_an_officer_and_a_resident_are_refused_everywhere(everything, workspace, cabinet):
    for address in everything:
        assert {workspace.get(address).status_code, cabinet.get(address).status_code} == {403}, address
        assert workspace.post(address).status_code in (403, 405), address


def test_who_is_not_signed_in_is_sent_to_sign_in(everything, client):
    assert {client.get(address).status_code for address in everything} == {302}


def test_the_head_of_another_centre_sees_nothing_of_it(everything):
    stranger = signed_in(factories.OfficerFactory(role=OfficerRole.HEAD).person)

    assert "АСКОД" not in "".join(stranger.get(address).text for address in everything[:4])
    answers = {stranger.post(address).status_code for address in everything[4:] if not address.endswith("body/")}
    assert answers <= {404, 405}


def test_an_administrator_sees_all_of_it(everything):
    administrator = signed_in(factories.PersonFactory(is_superuser=True, is_staff=True))

    assert "АСКОД" in administrator.get(everything[0]).text


def test_only_who_tends_the_exchange_has_its_link(head, workspace):
    link = url("workspace:exchange")

    assert link in head.get(url("workspace:cases")).text
    assert link not in workspace.get(url("workspace:cases")).text


def test_of_a_connection_that_all_share_a_head_sees_the_cases_of_their_centre(head, officer, connection):
    connection.centre = None
    connection.save(update_fields=["centre"])
    own = factories.submitted(centre=officer.centre)
    other = factories.submitted()
    Delivery.objects.filter(consumer=connection.line).update(status="given_up")
    came(connection, application=other)

    text = head.get(url("workspace:exchange_undelivered")).text

    assert own.number in text
    assert other.number not in text
    assert "Nothing here" in head.get(url("workspace:exchange_messages")).text


# How it fares.


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({}, "Works"),
        ({"paused_at": NOON}, "Paused"),
        ({"failures": 5, "last_success_at": NOON}, "Does not answer"),
    ],
)
def test_the_state_of_a_connection_stands_in_words(head, case, connection, line, words):
    DeliveryLine.objects.filter(consumer=connection.line).update(**line)

    section = head.get(url("workspace:exchange")).text.partition('id="partner-askod"')[2]

    assert f"<strong>{words}</strong>" in section


def test_what_needs_a_person_is_counted_and_linked(head, given_up, connection):
    text = head.get(url("workspace:exchange")).text

    assert "Works, and something needs a person" in text
    assert f"{url('workspace:exchange_undelivered')}?connection=askod" in text


def test_many_connections_cost_the_same_as_one(head, officer, connection, django_assert_max_num_queries):
    with django_assert_max_num_queries(18) as few:
        head.get(url("workspace:exchange"))
    for number in range(5):
        stub_partner.joined(officer.centre, code=f"other-{number}", leads=False)

    with django_assert_max_num_queries(len(few)):
        head.get(url("workspace:exchange"))


def test_a_connection_is_paused_and_opened_again(head, connection):
    head.post(url("workspace:exchange_act", "askod", "pause"))
    assert DeliveryLine.objects.get(consumer=connection.line).paused_at

    head.post(url("workspace:exchange_act", "askod", "resume"))
    assert DeliveryLine.objects.get(consumer=connection.line).paused_at is None
    assert {"connection.paused", "connection.resumed"} <= set(AuditEntry.objects.values_list("action", flat=True))


def test_a_check_is_made_by_the_worker_and_shown_afterwards(head, connection):
    asked = head.post(url("workspace:exchange_act", "askod", "check"), follow=True).text
    assert "being asked now" in asked

    connection.refresh_from_db()
    operations.check_connection(connection=connection, at=connection.check_asked_at + timedelta(seconds=1))

    assert StubConnector.found.words in head.get(url("workspace:exchange")).text


def test_there_is_nothing_else_to_press(head, connection):
    assert head.post(url("workspace:exchange_act", "askod", "delete")).status_code == 404


def test_figures_of_a_system_stand_by_period(head, officer, django_assert_max_num_queries):
    edms = Connection.objects.create(code="edms", name="Мегаполіс", connector="agency_api", centre=officer.centre)
    service = factories.ServiceFactory(title="Витяг про місце проживання")
    for month, value in ((2, "120"), (3, "98.5")):
        told = [operations.ReportedFigure(code="done", value=Decimal(value), service=one) for one in ("", service.code)]
        operations.record_partner_figures(
            connection=edms, since=date(2026, month, 1), until=date(2026, month, 28), figures=told, at=NOON
        )

    with django_assert_max_num_queries(14):
        text = head.get(url("workspace:exchange_figures", "edms")).text

    assert text.index("98.5") < text.index(">120<")
    assert "Витяг про місце проживання" in text


def test_a_system_that_told_no_figures_says_what_will_be_there(head, connection):
    assert "No figures yet" in head.get(url("workspace:exchange_figures", connection.code)).text


# What is stuck.


def test_what_was_given_up_stands_with_its_reason_and_its_case(head, given_up, case):
    text = head.get(url("workspace:exchange_undelivered")).text

    for words in ("The other system did not take it.", "HTTP 400: no such service", "3 attempts", case.number):
        assert words in text
    assert url("workspace:case", case.uid) in text


def test_a_webhook_that_was_given_up_stands_there_too(head, officer):
    edms = Connection.objects.create(code="edms", name="Мегаполіс", connector="agency_api", centre=officer.centre)
    event = record_event(FeedGrew(connection=edms.pk, seq=1), subject_id="feed:1", at=NOON)
    Delivery.objects.update_or_create(
        event=event, consumer=edms.webhook_line, defaults={"status": "given_up", "trouble": "410", "next_try_at": NOON}
    )

    text = head.get(f"{url('workspace:exchange_undelivered')}?connection=edms").text

    assert "Мегаполіс" in text
    assert 'connection=edms">1</a>' in head.get(url("workspace:exchange")).text


def test_it_is_sent_again(head, given_up):
    head.post(url("workspace:exchange_deliver", given_up.pk), {"send_again": ""})

    given_up.refresh_from_db()
    assert (given_up.status, given_up.attempts) == ("waiting", 0)
    assert AuditEntry.objects.filter(action="delivery.resent").exists()


def test_it_is_set_aside(head, given_up):
    head.post(url("workspace:exchange_deliver", given_up.pk), {"set_aside": ""})

    given_up.refresh_from_db()
    assert given_up.status == "set_aside"
    assert AuditEntry.objects.filter(action="delivery.set_aside").exists()


@pytest.mark.parametrize(
    ("query", "is_there"),
    [("connection=askod&event=application.submitted", True), ("event=application.decided", False)],
)
def test_the_list_is_narrowed(head, given_up, case, query, is_there):
    assert (case.number in head.get(f"{url('workspace:exchange_undelivered')}?{query}").text) is is_there


def test_an_empty_list_says_what_will_be_here(head):
    assert "Everything is delivered" in head.get(url("workspace:exchange_undelivered")).text


def test_a_look_at_a_message_is_written_down_each_time(head, connection, case):
    message = came(connection, application=case)

    text = head.get(url("workspace:exchange_message", message.pk)).text
    head.get(url("workspace:exchange_body", message.pk))

    assert "Зразкова Олена" in text
    assert "A" * 300 not in text
    assert AuditEntry.objects.filter(action="inbound.seen", subject=case.ref).count() == 2


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<a><b>x</b></a>", "&lt;b&gt;x&lt;/b&gt;"),
        ("<script>alert(1)</script>", "&lt;script&gt;"),
        ("just words", "just words"),
        (b"\xff\x00\x01", "It cannot be shown as text."),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "&lt;!DOCTYPE a"),
    ],
)
def test_a_message_of_any_kind_is_shown_escaped_or_offered_as_a_file(head, connection, body, shown):
    text = head.get(url("workspace:exchange_message", came(connection, body).pk)).text

    assert shown in text


def test_a_message_is_downloaded_as_it_came(head, connection):
    response = head.get(url("workspace:exchange_body", came(connection, b"\xff\x00").pk))

    assert response.content == b"\xff\x00"
    assert response["Content-Type"] == "application/octet-stream"


def test_a_message_is_tried_again_or_set_aside(head, connection):
    message = came(connection)

    head.post(url("workspace:exchange_message", message.pk), {"set_aside": ""})
    message.refresh_from_db()
    assert message.status == "dropped"

    head.post(url("workspace:exchange_message", message.pk), {"try_again": ""})
    message.refresh_from_db()
    assert message.status == "new"


def test_a_message_that_was_handled_meanwhile_is_left_alone(head, connection):
    message = came(connection, status="handled")

    text = head.post(url("workspace:exchange_message", message.pk), {"set_aside": ""}, follow=True).text

    assert "The message was dealt with in the meantime." in text


def test_an_alert_is_taken_down(head, connection):
    alert = operations.raise_alert(
        connection, ConnectionAlert.ConnectionAlertKind.NO_ACKNOWLEDGEMENT, "2603-000001-1", at=NOON
    )
    assert "2603-000001-1" in head.get(url("workspace:exchange_alerts")).text

    head.post(url("workspace:exchange_clear", alert.pk))

    assert "No alerts" in head.get(url("workspace:exchange_alerts")).text
    assert AuditEntry.objects.filter(action="alert.cleared").count() == 1


def test_an_unknown_status_leads_to_the_map_with_the_word_filled_in(head, connection):
    operations.raise_alert(connection, ConnectionAlert.ConnectionAlertKind.UNKNOWN_STATUS, "На підписі/1", at=NOON)

    text = head.get(url("workspace:exchange_alerts")).text
    address = text.partition(url("workspace:exchange_map_add", "askod"))[2].partition('"')[0]

    page = head.get(url("workspace:exchange_map_add", "askod") + address)
    assert 'value="На підписі/1"' in page.text


def test_an_administrator_without_a_post_finds_the_way_and_is_led_nowhere_else(everything):
    administrator = signed_in(factories.PersonFactory(is_superuser=True, is_staff=True))

    assert "/workspace/exchange/" in administrator.get(url("wagtailadmin_home")).text
    assert f'href="{url("workspace:cases")}"' not in administrator.get(everything[0]).text


def test_an_editor_is_not_led_to_the_exchange(everything):
    editor = factories.PersonFactory()
    grant_editor(person=editor, actor="test", at=NOON)

    assert "/workspace/exchange/" not in signed_in(editor).get(url("wagtailadmin_home")).text


def test_every_message_that_goes_to_a_system_has_a_label():
    # Other tests add events and connectors of their own.
    connectors = [connector for connector in CONNECTORS.values() if connector.__module__.startswith("vikno.")]
    events = [name for name, event in EVENT_TYPES.items() if event.__module__ == "vikno.applications.events"]
    sent = {
        name for name in events if any(connector.wants(name.removeprefix("application.")) for connector in connectors)
    }

    assert {"application.submitted", "application.result_added"} <= sent
    assert sent <= set(EVENT_LABELS)
