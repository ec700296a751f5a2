import base64
import json

import pytest

from dstu import envelopes
from dstu.certificates import read_certificate
from dstu.cms import read_signed_data
from dstu.errors import WrongKey
from tests.simulator_server import PORTAL

REDIRECT = f"{PORTAL}/identify/back/"
FIELDS = ["lastName", "firstName", "middleName", "inn", "birthDay", "email"]


@pytest.fixture
def bank(simulators):
    return BankIdClient(simulators)


class BankIdClient:
    """The portal's side of the protocol."""

    def __init__(self, bench):
        self.bench = bench

    def parameters(self, **other):
        return {
            "response_type": "code",
            "client_id": self.bench.client_id,
            "redirect_uri": REDIRECT,
            "state": "s1",
        } | other

    def back(self, person="daryna", fault="none", way="verba"):
        form = self.parameters(person=person, fault=fault, way=way)
        return self.bench.chosen("/bankid/v1/bank/oauth2/authorize", form)

    def token(self, code, **other):
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT}
        form |= {"client_id": self.bench.client_id, "client_secret": self.bench.client_secret} | other
        return self.bench.http.post("/bankid/v1/bank/oauth2/token", data=form)

    def client(self, **choices):
        word = self.token(self.back(**choices)["code"]).json()["access_token"]
        cert = base64.b64encode(self.bench.pair.certificate.der).decode()
        query = {"type": "physical", "cert": cert, "fields": FIELDS, "documents": [{"type": "idpassport"}]}
        headers = {"Authorization": f"Bearer {word}"}
        return self.bench.http.post("/bankid/v1/bank/resource/client", json=query, headers=headers)

    def decrypt(self, answer):
        fields = answer.json()
        sender = read_certificate(base64.b64decode(fields["cert"]))
        return envelopes.decrypt(base64.b64decode(fields["customerCrypto"]), [self.bench.pair], [sender])


def test_the_page_lists_banks_people_and_faults(bank):
    page = bank.bench.http.get("/bankid/v1/bank/oauth2/authorize", params=bank.parameters()).text

    assert "АТ «Банк Верба»" in page
    assert "Соколина Дарина Олегівна" in page
    assert ">сервер відповідає 503</option>" in page
    assert "чужий nonce" not in page


def test_the_page_lists_only_the_requested_bank(bank):
    page = bank.bench.http.get("/bankid/v1/bank/oauth2/authorize", params=bank.parameters(bank_id="loza")).text

    assert "Лоза Банк" in page
    assert "Банк Верба" not in page


@pytest.mark.parametrize("wrong", [{"client_id": "other"}, {"redirect_uri": "https://example.org/"}])
def test_an_unregistered_portal_gets_no_redirect(bank, wrong):
    answer = bank.bench.http.post("/bankid/v1/bank/oauth2/authorize", data=bank.parameters(person="daryna", **wrong))

    assert answer.status_code == 406


def test_the_data_are_signed_by_the_bank_and_encrypted_for_the_portal(bank):
    signed = read_signed_data(bank.decrypt(bank.client()))

    (check,) = signed.check()
    assert check.integrity == "ok"
    assert check.certificate.is_signed_by(bank.bench.root)
    assert json.loads(signed.content)["inn"] == "3407699006"


def test_fields_that_the_bank_does_not_know_are_n_a(bank):
    data = json.loads(read_signed_data(bank.decrypt(bank.client(person="ostap"))).content)

    assert (data["middleName"], data["email"]) == ("n/a", "n/a")


def test_a_code_is_valid_once(bank):
    code = bank.back()["code"]
    bank.token(code)

    assert bank.token(code).status_code == 400


def test_a_wrong_secret_spends_the_code(bank):
    code = bank.back()["code"]

    assert bank.token(code, client_secret="guessed").status_code == 400
    assert bank.token(code).status_code == 400


@pytest.mark.parametrize(("fault", "error"), [("refused", "access_denied"), ("error", "server_error")])
def test_a_refusal_comes_back_as_an_error(bank, fault, error):
    assert bank.back(fault=fault)["error"] == error


def test_another_state_may_come_back(bank):
    assert bank.back(fault="other-state")["state"] != "s1"


def test_a_code_may_have_expired(bank):
    assert bank.token(bank.back(fault="expired-code")["code"]).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("fault", "is_spoiled"),
    [
        ("down", lambda answer: answer.status_code == 503),
        ("html", lambda answer: answer.status_code == 200 and answer.text.startswith("<!doctype html>")),
        ("cut", lambda answer: not answer.text.endswith("}")),
        ("not-ok", lambda answer: answer.json()["state"] == "error"),
        ("no-envelope", lambda answer: "customerCrypto" not in answer.json()),
    ],
)
def test_an_answer_may_be_spoiled(bank, fault, is_spoiled):
    assert is_spoiled(bank.client(fault=fault))


def test_an_envelope_may_be_for_another_portal(bank):
    with pytest.raises(WrongKey):
        bank.decrypt(bank.client(fault="other-key"))


def test_a_signature_may_be_broken(bank):
    (check,) = read_signed_data(bank.decrypt(bank.client(fault="broken-signature"))).check()

    assert check.integrity == "failed"


def test_a_stranger_may_have_signed(bank):
    (check,) = read_signed_data(bank.decrypt(bank.client(fault="stranger"))).check()

    assert check.integrity == "ok"
    assert not check.certificate.is_signed_by(bank.bench.root)


def test_another_bank_may_have_signed(bank):
    (check,) = read_signed_data(bank.decrypt(bank.client(fault="other-bank"))).check()

    assert "Лоза" in check.certificate.subject.organization


def test_nobody_may_have_signed(bank):
    assert bank.decrypt(bank.client(fault="unsigned")).startswith(b"{")
