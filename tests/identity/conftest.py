import base64
import json

import pytest

from tests.identity.canned_server import serving
from tests.identity.provider_visit import ProviderVisit
from vikno.identity.models import Provider


@pytest.fixture
def own_keys(simulators):
    """The fields of every provider at the simulators: the portal's keys and the root certificate that they trust."""
    folder = simulators.given
    root = base64.encodebytes(simulators.root.der).decode()
    return {
        "is_enabled": True,
        "client_id": simulators.client_id,
        "client_secret": simulators.client_secret,
        "keys": base64.b64encode((folder / "portal.p12").read_bytes()).decode(),
        "keys_password": simulators.password,
        "anchors": f"-----BEGIN CERTIFICATE-----\n{root}-----END CERTIFICATE-----\n",
    }


@pytest.fixture
def bankid(db, simulators, own_keys):
    members = {"verba": "АТ «Банк Верба»", "loza": "АТ «Лоза Банк»", "bereh": "АТ «Берег»"}
    return Provider.objects.create(
        code="bankid",
        kind="bankid_nbu",
        title="BankID НБУ",
        address=f"{simulators.address}/bankid",
        options={"members": members},
        **own_keys,
    )


@pytest.fixture
def idgov(db, simulators, own_keys):
    levels = {"dig_sign": "high", "mobile_id": "high", "diia_id": "high", "bank_id": "substantial"}
    address = f"{simulators.address}/idgov"
    return Provider.objects.create(
        code="id-gov-ua", kind="id_gov_ua", title="id.gov.ua", address=address, levels=levels, **own_keys
    )


@pytest.fixture
def oidc(db, simulators, own_keys):
    return Provider.objects.create(
        code="bank-id-cz",
        kind="oidc",
        title="Bank iD",
        address=f"{simulators.address}/oidc/",
        options={"scope": "openid profile.name", "acr_values": "loa3", "profile": "profile"},
        levels={"loa3": "substantial"},
        **own_keys,
    )


@pytest.fixture
def walk(client, simulators):
    return lambda provider: ProviderVisit(client, simulators, provider.code)


@pytest.fixture
def other_side():
    with serving() as server:
        yield server


@pytest.fixture
def says(other_side):
    def says(path: str, body: object, *, status: int = 200, **headers: str) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        other_side.answers[path] = (status, headers, content)

    return says


@pytest.fixture
def openid(other_side):
    return Provider(
        code="x", kind="oidc", title="X", address=f"{other_side.address}/", client_id="c", client_secret="s"
    )


@pytest.fixture
def discovered(says, other_side):
    def discovered(**other: object) -> None:
        endpoints = {
            name: f"{other_side.address}/{name}" for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
        }
        says("/.well-known/openid-configuration", {"issuer": f"{other_side.address}/", **endpoints, **other})

    return discovered
