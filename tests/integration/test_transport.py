import httpx
import pydantic
import pytest

from vikno.integration.connectors.transport import Transport, refuse_bus_errors
from vikno.kernel.errors import Unreachable

US, THEM = "UA/GOV/14360570/ЦНАП", "UA/GOV/11110012/EDMS/cases"
BUS = {"base_url": "https://bus.example", "client": US, "service": THEM, "user": "UA14360570"}


def test_straight_nothing_is_added():
    direct = Transport(base_url="https://edms.example/api/")

    assert (direct.address, direct.headers(issue="2026-000001-7"), direct.parameters()) == (
        "https://edms.example/api",
        {},
        {},
    )


def test_x_road_is_told_who_calls_whom_and_about_which_application():
    road = Transport(kind="xroad", **BUS)

    told = road.headers(issue="2026-000001-7", request_id="r1")

    assert road.address == "https://bus.example/r1/UA/GOV/11110012/EDMS/cases"
    assert told["X-Road-Client"] == "UA/GOV/14360570/%D0%A6%D0%9D%D0%90%D0%9F"
    assert (told["X-Road-Id"], told["X-Road-Issue"], told["X-Road-UserId"]) == ("r1", "2026-000001-7", "UA14360570")


def test_uxp_has_headers_and_a_number_in_the_query():
    bus = Transport(kind="uxp", purpose="77", **BUS)

    assert bus.address == "https://bus.example/restapi"
    assert bus.headers()["Uxp-Service"] == THEM
    assert bus.headers()["Uxp-Purpose-Ids"] == "77"
    assert bus.parameters(request_id="q1") == {"queryId": "q1", "userId": "UA14360570"}


@pytest.mark.parametrize("kind", ["xroad", "uxp"])
def test_a_bus_needs_both_names(kind):
    with pytest.raises(pydantic.ValidationError):
        Transport(kind=kind, base_url="https://bus.example", client="UA/GOV", service=THEM)


def test_a_fault_of_the_bus_is_told_from_the_answer_of_the_other_side():
    refuse_bus_errors(httpx.Response(500))

    with pytest.raises(Unreachable, match="ServerProxy"):
        refuse_bus_errors(httpx.Response(500, headers={"X-Road-Error": "Server.ServerProxy.NetworkError"}))


def test_a_client_follows_nothing_and_waits_so_long():
    with Transport(base_url="https://edms.example").open() as client:
        assert (client.follow_redirects, client.timeout.read) == (False, 30)
