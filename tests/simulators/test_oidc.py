import base64
import hashlib

import pytest
from joserfc import jwt
from joserfc.errors import BadSignatureError
from joserfc.jwk import KeySet

from tests.simulator_server import PORTAL

REDIRECT = f"{PORTAL}/identify/back/"
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


@pytest.fixture
def provider(simulators):
    return OidcClient(simulators)


class OidcClient:
    def __init__(self, bench):
        self.bench = bench
        self.configuration = bench.http.get("/oidc/.well-known/openid-configuration").json()

    def back(self, person="jana", fault="none"):
        form = {
            "client_id": self.bench.client_id,
            "redirect_uri": REDIRECT,
            "state": "s1",
            "nonce": "n1",
            "scope": "openid",
        }
        form |= {"code_challenge": CHALLENGE, "code_challenge_method": "S256", "person": person, "fault": fault}
        return self.bench.chosen("/oidc/auth", form)

    def token(self, code, verifier=VERIFIER):
        form = {"code": code, "redirect_uri": REDIRECT, "code_verifier": verifier}
        form |= {"client_id": self.bench.client_id, "client_secret": self.bench.client_secret}
        return self.bench.http.post("/oidc/token", data=form)

    def claims(self, **choices):
        token = self.token(self.back(**choices)["code"]).json()["id_token"]
        keys = KeySet.import_key_set(self.bench.http.get("/oidc/.well-known/jwks").json())
        return jwt.decode(token, keys).claims

    def profile(self, **choices):
        word = self.token(self.back(**choices)["code"]).json()["access_token"]
        return self.bench.http.get("/oidc/profile", headers={"Authorization": f"Bearer {word}"})


def test_the_discovery_names_the_issuer_and_its_methods(provider):
    assert provider.configuration["issuer"].endswith("/oidc/")
    assert provider.configuration["code_challenge_methods_supported"] == ["S256"]


def test_a_token_is_signed_for_the_client(provider):
    claims = provider.claims()

    assert (claims["aud"], claims["nonce"], claims["acr"]) == (provider.bench.client_id, "n1", "loa3")


def test_a_code_needs_the_verifier_of_its_challenge(provider):
    assert provider.token(provider.back()["code"], verifier="w" * 43).status_code == 400


@pytest.mark.parametrize(
    ("fault", "claim", "value"),
    [("other-nonce", "nonce", "made-up"), ("other-audience", "aud", "another-portal"), ("low-level", "acr", "loa2")],
)
def test_a_claim_may_be_wrong(provider, fault, claim, value):
    assert provider.claims(fault=fault)[claim] == value


def test_a_token_may_be_forged(provider):
    with pytest.raises(BadSignatureError):
        provider.claims(fault="token-is-forged")


def test_the_profile_of_a_czech_has_the_birth_number(provider):
    assert provider.profile().json()["birthnumber"] == "9257140002"


def test_the_profile_may_be_another_persons(provider):
    assert provider.profile(fault="other-subject").json()["sub"] != provider.claims()["sub"]
