import pytest

from tests.identity.provider_visit import signed_in
from vikno.identity.levels import AssuranceLevel
from vikno.people.models import Identification, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(walk, oidc):
    return walk(oidc)


def test_a_client_of_bank_id_gets_an_account(provider, client):
    provider.whole(person="jana")

    person = signed_in(client)
    assert person.get_full_name() == "Vrbová Jana"
    assert person.identifications.get().level == AssuranceLevel.SUBSTANTIAL
    assert Identification.objects.get().claims["birth_number"] == "9257140002"


def test_the_second_time_it_is_the_same_person(provider, client):
    provider.whole(person="jana")
    first = signed_in(client)
    client.logout()

    provider.whole(person="jana")

    assert signed_in(client) == first
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("refused", "denied"),
        ("expired-code", "code_refused"),
        ("down", "unreachable"),
        ("html", "nonsense"),
        ("other-nonce", "bad_signature"),
        ("other-audience", "bad_signature"),
        ("other-issuer", "bad_signature"),
        ("token-is-old", "bad_signature"),
        ("token-is-forged", "bad_signature"),
        ("low-level", "weak"),
        ("other-subject", "mixed_up"),
        ("no-name", "incomplete"),
    ],
)
def test_whatever_goes_wrong_signs_nobody_in(provider, client, caplog, fault, reason):
    page = provider.whole(person="jana", fault=fault)

    assert page.status_code == 422
    assert signed_in(client) is None
    assert f"failed: {reason}" in caplog.text


def test_who_is_signed_in_joins_a_way_and_finds_it_in_the_list(provider, cabinet, resident, oidc):
    provider.client = cabinet

    answer = provider.whole(person="jana")

    assert answer["Location"].endswith("/cabinet/security/")
    assert "Bank iD" in cabinet.get(answer["Location"]).text
    assert resident.links.get().provider == oidc
