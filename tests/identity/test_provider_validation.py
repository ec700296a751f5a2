"""Problems in the configuration of a provider, found before anybody uses it."""

import base64

import pytest

from dstu import pkcs12
from simulators import credentials
from vikno.demo.seed import identification
from vikno.identity.models import Provider
from vikno.identity.provider_validation import configuration_problems

WAYS = ("bankid", "diia", "kep", "id-gov-ua", "bank-id-cz")


@pytest.mark.django_db
def test_every_way_of_the_demo_could_be_offered(simulators, settings):
    settings.SIMULATORS_URL, settings.SIMULATORS_PLACE = simulators.address, simulators.given.parent

    identification.make()

    assert {provider.code: configuration_problems(provider) for provider in Provider.objects.all()} == {
        code: {} for code in WAYS
    }


def test_a_wrong_password_is_told_from_keys_that_are_none(bankid):
    bankid.keys_password = "another"
    assert set(configuration_problems(bankid)) == {"keys_password"}

    bankid.keys = base64.b64encode(b"no key store").decode()
    assert set(configuration_problems(bankid)) == {"keys"}


def test_keys_that_nobody_can_seal_for_are_refused(bankid, simulators):
    stamp = credentials.load_credentials()["tsa"]
    bankid.keys = base64.b64encode(pkcs12.write_p12([stamp], "open", iterations=100)).decode()
    bankid.keys_password = "open"

    assert set(configuration_problems(bankid)) == {"keys"}


def test_what_is_not_offered_yet_may_be_set_up_bit_by_bit(bankid):
    bankid.keys, bankid.address, bankid.is_enabled = "", "", False

    assert configuration_problems(bankid) == {}


def test_a_word_that_is_no_level_lets_nobody_in(bankid):
    bankid.levels = {"verba": "surest"}

    assert set(configuration_problems(bankid)) == {"levels"}
    assert bankid.highest_level() == bankid.default_level
