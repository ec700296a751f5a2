import logging

import pytest

from tests.identity.provider_visit import signed_in
from vikno.identity.levels import AssuranceLevel
from vikno.people.models import Representation

pytestmark = pytest.mark.django_db


@pytest.fixture
def system(walk, idgov):
    return walk(idgov)


@pytest.mark.parametrize(
    ("way", "level"),
    [
        ("dig_sign", AssuranceLevel.HIGH),
        ("bank_id", AssuranceLevel.SUBSTANTIAL),
        ("mobile_id", AssuranceLevel.HIGH),
        ("diia_id", AssuranceLevel.HIGH),
    ],
)
def test_each_way_gives_its_level(system, client, way, level):
    system.whole(way=way)

    assert signed_in(client).rnokpp == "3151399308"
    assert signed_in(client).identifications.get().level == level


def test_a_key_of_a_company_identifies_its_holder_who_may_act_for_it(system, client):
    system.whole(person="bohdan", way="dig_sign")

    assert signed_in(client).rnokpp == "3294699332"
    assert Representation.objects.get().edrpou == "00000017"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("refused", "denied"),
        ("expired-code", "code_refused"),
        ("html", "nonsense"),
        ("cut", "nonsense"),
        ("no-envelope", "nonsense"),
        ("other-key", "not_sealed_for_us"),
        ("no-name", "incomplete"),
        ("nothing-known", "incomplete"),
    ],
)
def test_whatever_goes_wrong_signs_nobody_in(system, client, caplog, fault, reason):
    page = system.whole(way="dig_sign", fault=fault)

    assert page.status_code == 422
    assert signed_in(client) is None
    assert f"failed: {reason}" in caplog.text


def test_secrets_that_travel_in_an_address_stay_out_of_the_log(system, caplog):
    with caplog.at_level(logging.INFO):
        system.whole(way="dig_sign")

    assert system.bench.client_secret not in caplog.text
    assert "access_token" not in caplog.text
