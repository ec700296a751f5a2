"""Every answer of the other side becomes a value or a failure of ours."""

import pytest

from tests.identity.canned_server import BACK, came_back
from vikno.identity.adapters import ADAPTERS
from vikno.identity.adapters.oauth_client import MAX_RESPONSE_BYTES, open_client, request_without_token
from vikno.identity.failures import IdentificationFailed, IdentityFailureReason


@pytest.mark.parametrize("body", [b"<html>", b"", b"\xff\xfe", b"[1]", b"5", b"null", b'"error"'])
def test_a_token_that_is_no_object_is_nonsense(openid, discovered, says, noon, body):
    discovered()
    says("/token_endpoint", body)

    with pytest.raises(IdentificationFailed) as failed:
        came_back(openid, noon)

    assert failed.value.reason == IdentityFailureReason.NONSENSE


@pytest.mark.parametrize(
    "token", [{"access_token": "a", "expires_in": "soon"}, {"access_token": "a", "expires_in": [1]}]
)
def test_a_token_of_another_shape_is_nonsense(openid, discovered, says, noon, token):
    discovered()
    says("/token_endpoint", token)

    with pytest.raises(IdentificationFailed) as failed:
        came_back(openid, noon)

    assert failed.value.reason == IdentityFailureReason.NONSENSE


@pytest.mark.parametrize("keys", [{}, {"keys": 1}, {"keys": [1]}, {"keys": [{"kty": "?"}]}, {"keys": {}}])
def test_keys_of_any_shape_open_nothing(openid, discovered, says, noon, keys):
    discovered()
    says("/token_endpoint", {"access_token": "a", "id_token": "e30.e30.e30"})
    says("/jwks_uri", keys)

    with pytest.raises(IdentificationFailed) as failed:
        came_back(openid, noon)

    assert failed.value.reason in (IdentityFailureReason.BAD_SIGNATURE, IdentityFailureReason.NONSENSE)


@pytest.mark.parametrize("address", ["http://[", "gopher://x", "", "http://user:\x00@x"])
def test_an_address_that_is_none_is_told_in_our_words(openid, discovered, noon, address):
    discovered(token_endpoint=address)

    with pytest.raises(IdentificationFailed):
        came_back(openid, noon)


def test_another_issuer_is_not_believed(openid, discovered):
    discovered(issuer="https://elsewhere.example")

    with pytest.raises(IdentificationFailed):
        ADAPTERS["oidc"].create_authorization_request(openid, state="s", callback=BACK, at=None)


def test_one_is_not_led_elsewhere(openid, says, other_side):
    says("/moved", b"", status=302, Location=f"{other_side.address}/there")

    with pytest.raises(IdentificationFailed) as failed, open_client(openid, callback=BACK) as client:
        request_without_token(client, "GET", f"{other_side.address}/moved")

    assert failed.value.detail == "status 302"


def test_an_answer_without_end_is_cut_off(openid, says, other_side):
    says("/long", b"[" + b" " * (9 * 1024 * 1024) + b"]")

    with pytest.raises(IdentificationFailed) as failed, open_client(openid, callback=BACK) as client:
        request_without_token(client, "GET", f"{other_side.address}/long")

    assert failed.value.reason == IdentityFailureReason.UNREACHABLE


def test_nobody_there_is_told_as_such(openid, noon):
    openid.address = "http://127.0.0.1:9/"

    with pytest.raises(IdentificationFailed) as failed:
        came_back(openid, noon)

    assert failed.value.reason == IdentityFailureReason.UNREACHABLE


def test_an_answer_that_is_too_long_is_not_taken(openid, says, other_side):
    says("/long", bytes(MAX_RESPONSE_BYTES + 1))

    with pytest.raises(IdentificationFailed) as failed, open_client(openid, callback=BACK) as client:
        request_without_token(client, "GET", f"{other_side.address}/long")

    assert (failed.value.reason, failed.value.detail) == (IdentityFailureReason.UNREACHABLE, "ResponseTooLong")
