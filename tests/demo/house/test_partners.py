"""The external systems of the demo: the situations that a head finds on the pages of the exchange."""

from vikno.integration.case_timeline import case_timeline_for
from vikno.integration.models import Connection, ConnectionAlert, ExternalCase, InboundMessage
from vikno.integration.queries import health_of

Status = InboundMessage.InboundMessageStatus


def test_a_case_at_the_starosta_has_reached_its_clerk(demo):
    case = ExternalCase.objects.filter(connection__code="starosta").order_by("pk").first()

    events = [(moment.title, moment.by) for moment in case_timeline_for(case.application)]

    assert [title for title, _by in events][:3] == [
        "Надіслано",
        "Надіслано до системи «СЕД старости»",
        "Система «СЕД старости» отримала",
    ]
    assert ("Зареєстровано під №\u00a014/02-07", "СЕД старости") in [
        (title.partition(" від")[0], by) for title, by in events
    ]
    assert events[-1][0] == "Фахівець звіряє адресу з реєстром громади"
    assert case.who == "Коваль О. П."


def test_one_status_is_unknown_and_one_message_needs_a_person(demo):
    connection = Connection.objects.get(code="starosta")

    assert ConnectionAlert.objects.get(connection=connection).subject == "Передано до військового обліку"
    trouble = InboundMessage.objects.get(connection=connection, status=Status.TROUBLE)
    assert "14/02-07" in trouble.trouble
    assert health_of(connection).state == "person"


def test_without_the_simulator_of_the_bus_there_is_no_connection_to_it(demo):
    assert not Connection.objects.filter(code="sev").exists()
