import logging
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from tests.identity.provider_visit import ProviderVisit, signed_in
from vikno.identity.adapters.bankid_nbu import issuing_country
from vikno.identity.failures import FAILURE_MESSAGES, IdentityFailureReason
from vikno.identity.models import IdentificationAttempt
from vikno.people.models import Identification, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(walk, bankid):
    return walk(bankid)


def test_the_first_time_makes_an_account_and_signs_in(bank, client):
    answer = bank.whole()

    person = signed_in(client)
    assert answer.status_code == 302
    assert (person.family_name, person.rnokpp, person.unzr) == ("Журавлина", "3151399308", "19860412-00034")
    assert person.proved["family_name"]["method"] == "bankid_nbu"


def test_the_evidence_is_kept_sealed(bank):
    bank.whole()

    identification = Identification.objects.get()
    assert identification.evidence["memberId"] == "verba"
    assert len(identification.evidence["sidBi"]) == 32


def test_a_bank_that_knows_little_is_enough(bank, client):
    bank.whole(person="ostap")

    assert signed_in(client).get_full_name() == "Верболіз Остап"


def test_who_has_no_taxpayer_number_is_served(bank, client):
    bank.whole(person="vira")

    assert (signed_in(client).rnokpp, signed_in(client).document_number) == ("", "ЯЯ000123")


def test_one_comes_back_to_where_one_was_going(bank):
    back = bank.back(bank.choose(bank.start("/cabinet/profile/")))

    assert back["Location"] == "/cabinet/profile/"


def test_nobody_is_led_to_another_site(bank):
    back = bank.back(bank.choose(bank.start("https://example.org/")))

    assert not back["Location"].startswith("https://example.org")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("refused", "denied"),
        ("error", "provider_error"),
        ("other-state", "stale"),
        ("expired-code", "code_refused"),
        ("down", "unreachable"),
        ("html", "nonsense"),
        ("cut", "nonsense"),
        ("not-ok", "provider_error"),
        ("no-envelope", "provider_error"),
        ("other-key", "not_sealed_for_us"),
        ("unsigned", "bad_signature"),
        ("broken-signature", "bad_signature"),
        ("stranger", "untrusted"),
        ("other-bank", "untrusted"),
        ("no-name", "incomplete"),
        ("nothing-known", "incomplete"),
    ],
)
def test_whatever_goes_wrong_is_said_plainly_and_signs_nobody_in(bank, client, caplog, fault, reason):
    with caplog.at_level(logging.WARNING):
        page = bank.whole(fault=fault)

    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert "/identify/bankid/" in page.text
    assert signed_in(client) is None
    assert not Person.objects.exists()
    assert f"identification by bankid failed: {reason}" in caplog.text


def test_a_bank_that_is_silent_is_waited_for_so_long_and_can_be_asked_again(bank, client, settings):
    settings.IDENTITY_PATIENCE = 0.3

    page = bank.whole(fault="slow")

    assert page.status_code == 422
    assert "/identify/bankid/" in page.text
    assert signed_in(client) is None
    settings.IDENTITY_PATIENCE = 10
    assert bank.whole().status_code == 302


def test_the_log_names_nobody(bank, caplog):
    with caplog.at_level(logging.DEBUG):
        bank.whole()
        bank.whole(fault="no-name")

    for personal in ("Журавлина", "3151399308", "maryna", bank.bench.client_secret):
        assert personal not in caplog.text


def test_a_callback_is_good_once(bank):
    address = bank.choose(bank.start())
    bank.back(address)

    assert bank.back(address).status_code == 422


def test_a_callback_in_another_browser_signs_nobody_in(bank, simulators):
    address = bank.choose(bank.start())
    other = ProviderVisit(Client(), simulators, "bankid")

    assert other.back(address).status_code == 422
    assert signed_in(other.client) is None


def test_a_callback_after_ten_minutes_is_too_late(bank):
    address = bank.choose(bank.start())
    attempt = IdentificationAttempt.objects.get()
    attempt.started_at -= timedelta(minutes=10, seconds=1)
    attempt.save(update_fields=["started_at"])

    assert bank.back(address).status_code == 422


def test_an_answer_at_another_providers_callback_is_a_mix_up(bank, oidc, caplog):
    address = bank.choose(bank.start())

    page = bank.back(address.replace("/identify/bankid/", "/identify/bank-id-cz/"))

    assert page.status_code == 422
    assert "mixed_up" in caplog.text


def test_a_provider_that_is_not_there_is_told(bank, bankid, caplog):
    address = bank.choose(bank.start())
    bankid.address = "http://127.0.0.1:9"
    bankid.save(update_fields=["address"])

    page = bank.back(address)

    with translation.override("uk"):
        assert str(FAILURE_MESSAGES[IdentityFailureReason.UNREACHABLE]) in page.text
    assert "unreachable" in caplog.text


def test_a_certificate_that_cannot_agree_on_keys_stops_before_the_bank(bank, bankid, caplog):
    bankid.keys = ""
    bankid.save(update_fields=["keys"])

    page = bank.client.get("/identify/bankid/")

    assert page.status_code == 422
    assert "misconfigured" in caplog.text


def test_a_provider_that_is_switched_off_is_not_there(bank, bankid):
    bankid.is_enabled = False
    bankid.save(update_fields=["is_enabled"])

    assert bank.client.get("/identify/bankid/").status_code == 404


def test_a_page_of_identification_is_kept_by_nobody(bank):
    assert "no-store" in bank.whole(fault="refused")["Cache-Control"]


def test_a_foreign_passport_with_the_number_of_a_ukrainian_one_opens_another_account(bank, client):
    bank.whole(person="vira")
    ours = signed_in(client)
    bank.client = Client()

    bank.whole(person="vira", fault="foreign-passport")

    theirs = signed_in(bank.client)
    assert theirs != ours
    assert (theirs.document_number, theirs.document_country) == (ours.document_number, "PL")


def test_where_banks_are_listed_another_bank_proves_nothing(bank, bankid, client):
    bankid.levels = {"loza": "high"}
    bankid.save(update_fields=["levels"])

    assert bank.whole(way="verba").status_code == 422
    assert signed_in(client) is None


def test_a_listed_bank_gives_the_level_that_it_is_listed_with(bank, bankid, client):
    bankid.levels = {"loza": "high"}
    bankid.save(update_fields=["levels"])

    bank.whole(way="loza")

    assert signed_in(client).identifications.get().level == "high"


@pytest.mark.parametrize(
    ("document", "country"),
    [
        ({"type": "ident", "issueCountryIso2": "pl"}, "PL"),
        ({"type": "ident"}, "ZZ"),
        ({"type": "ident", "issueCountryIso2": "Польща"}, "ZZ"),
        ({"type": "zpassport", "issueCountryIso2": "n/a"}, ""),
        ({"type": "passport", "issueCountryIso2": "UA"}, ""),
    ],
)
def test_which_state_issued_a_document(document, country):
    assert issuing_country(document) == country
