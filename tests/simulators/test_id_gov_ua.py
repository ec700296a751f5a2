import base64
import json
from urllib.parse import quote

import pytest

from dstu import envelopes
from dstu.cms import read_signed_data
from tests.simulator_server import PORTAL

REDIRECT = f"{PORTAL}/identify/back/"
FIELDS = "lastname,givenname,drfocode,edrpoucode,unzr,isqscd,serial"


@pytest.fixture
def system(simulators):
    return IdGovUaClient(simulators)


class IdGovUaClient:
    def __init__(self, bench):
        self.bench = bench

    def back(self, person="daryna", fault="none", way="dig_sign"):
        form = {
            "client_id": self.bench.client_id,
            "redirect_uri": REDIRECT,
            "state": "s1",
            "auth_type": "dig_sign,bank_id",
        }
        return self.bench.chosen("/idgov/", form | {"person": person, "fault": fault, "way": way})

    def token(self, code):
        client = {"client_id": self.bench.client_id, "client_secret": self.bench.client_secret}
        return self.bench.http.get("/idgov/get-access-token", params={"code": code, **client}).json()

    def info(self, *, cert="", **choices):
        token = self.token(self.back(**choices)["code"])
        # The client encodes the certificate a second time.
        encoded = quote(cert, safe="")
        parameters = {"access_token": token["access_token"], "user_id": token["user_id"]}
        parameters |= {"fields": FIELDS, "cert": encoded}
        return self.bench.http.get("/idgov/get-user-info", params=parameters)

    def decrypt(self, **choices):
        cert = base64.b64encode(self.bench.pair.certificate.der).decode()
        envelope = base64.b64decode(self.info(cert=cert, **choices).json()["encryptedUserInfo"])
        return envelopes.decrypt(envelope, [self.bench.pair])


def test_the_data_are_encrypted_for_the_portal(system):
    data = json.loads(system.decrypt())

    assert (data["drfocode"], data["auth_type"]) == ("3407699006", "dig_sign")


def test_a_key_of_a_company_names_both_codes(system):
    data = json.loads(system.decrypt(person="bohdan"))

    assert (data["edrpoucode"], data["drfocode"]) == ("00000017", "3294699332")


def test_by_bankid_the_data_are_signed_inside(system):
    signed = read_signed_data(system.decrypt(way="bank_id"))

    assert json.loads(signed.content)["serial"] == "n/a"


def test_without_a_certificate_the_answer_is_not_encrypted(system):
    assert system.info().json()["lastname"] == "Соколина"


def test_failures_come_with_200(system):
    assert system.token("made-up")["error"] == 2


def test_a_logout_answers_with_error_zero(system):
    token = system.token(system.back()["code"])

    parameters = {"access_token": token["access_token"], "user_id": token["user_id"]}
    assert system.bench.http.get("/idgov/get-user-logout", params=parameters).json()["error"] == "0"


def test_a_way_that_the_portal_did_not_request_is_refused(system):
    form = {"client_id": system.bench.client_id, "redirect_uri": REDIRECT, "auth_type": "bank_id"}
    answer = system.bench.http.post("/idgov/", data=form | {"person": "daryna", "way": "dig_sign"})

    assert answer.status_code == 200


def test_the_answer_may_be_html(system):
    assert system.info(fault="html").text.startswith("<!doctype html>")


@pytest.mark.parametrize("fault", ["refused"])
def test_a_refusal_comes_back_as_an_error(system, fault):
    assert system.back(fault=fault)["error"] == "access_denied"
