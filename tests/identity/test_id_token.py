"""Validation of ID tokens: a small provider signs the claims of each test."""

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.identity.canned_server import came_back
from vikno.identity.failures import IdentificationFailed, IdentityFailureReason
from vikno.identity.levels import AssuranceLevel

KEY = RSAKey.generate_key(2048)
JANA = {"sub": "s-1", "given_name": "Jana", "family_name": "Vrbová", "idcards": [{"number": "123456789"}]}


@pytest.fixture
def tells(openid, discovered, says, noon):
    """A function that lets the provider return these claims and this person, and returns the assertion of the portal."""
    openid.options = {"scope": "openid", "acr_values": "loa3", "profile": "profile"}
    openid.levels = {"loa3": "substantial"}

    def tells(*, key=KEY, person=JANA, **other):
        at = int(noon.timestamp())
        ours = {"iss": openid.address, "aud": "c", "sub": "s-1", "nonce": "n", "acr": "loa3", "exp": at + 60}
        claims = {name: value for name, value in (ours | other).items() if value is not None}
        discovered()
        token = jwt.encode({"alg": "RS256"}, claims, key)
        says("/token_endpoint", {"access_token": "a", "token_type": "Bearer", "id_token": token})
        says("/jwks_uri", {"keys": [KEY.as_dict(private=False)]})
        says("/profile", person)
        return came_back(openid, noon)

    return tells


def test_who_a_good_token_is_about_is_known(tells):
    assertion = tells()

    assert (assertion.subject, assertion.family_name, assertion.level) == ("s-1", "Vrbová", AssuranceLevel.SUBSTANTIAL)


def test_a_card_of_another_country_is_evidence_and_finds_nobody(tells):
    assertion = tells()

    assert assertion.evidence["idcard"] == "123456789"
    assert (assertion.document_number, assertion.indexes) == ("", {})


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://elsewhere.example/"},
        {"aud": "another"},
        {"nonce": "another"},
        {"exp": 1},
        {"key": RSAKey.generate_key(2048)},
        *({claim: None} for claim in ("iss", "aud", "nonce", "exp", "sub")),
    ],
)
def test_a_token_that_is_not_ours_is_not_believed(tells, claims):
    with pytest.raises(IdentificationFailed) as failed:
        tells(**claims)

    assert failed.value.reason == IdentityFailureReason.BAD_SIGNATURE


@pytest.mark.parametrize("acr", ["loa2", None])
def test_a_level_below_what_was_asked_for_is_refused(tells, acr):
    with pytest.raises(IdentificationFailed) as failed:
        tells(acr=acr)

    assert failed.value.reason == IdentityFailureReason.WEAK


def test_a_profile_of_somebody_else_is_refused(tells):
    with pytest.raises(IdentificationFailed) as failed:
        tells(person=JANA | {"sub": "s-2"})

    assert failed.value.reason == IdentityFailureReason.MIXED_UP
