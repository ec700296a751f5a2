"""Identity providers of the demo: the simulators that run beside the portal."""

import base64
import json
from typing import Any

from django.conf import settings

from vikno.identity.levels import AssuranceLevel
from vikno.identity.models import Provider, ProviderKind

BANKS = {"verba": "АТ «Банк Верба»", "loza": "АТ «Лоза Банк»", "bereh": "АТ «Берег»"}
BANK_ID = {"scope": "openid profile.name profile.birthdate profile.birthnumber profile.email", "acr_values": "loa3"}


def make() -> None:
    """Set up each provider with the keys that the simulators have made for this portal."""
    folder = settings.SIMULATORS_PLACE / "for-the-portal"
    if not settings.SIMULATORS_URL or not folder.exists():
        return
    client = json.loads((folder / "client.json").read_text())
    root = base64.encodebytes((folder / "root.cer").read_bytes()).decode()
    common = {
        "client_id": client["client_id"],
        "client_secret": client["client_secret"],
        "keys": base64.b64encode((folder / "portal.p12").read_bytes()).decode(),
        "keys_password": client["password"],
        "anchors": f"-----BEGIN CERTIFICATE-----\n{root}-----END CERTIFICATE-----\n",
        "default_level": AssuranceLevel.SUBSTANTIAL,
    }
    for position, row in enumerate(_provider_rows(settings.SIMULATORS_URL, client["client_secret"])):
        Provider.objects.create(position=position, is_enabled=True, **{**common, **row})


def _provider_rows(address: str, acquirer_token: str) -> list[dict[str, Any]]:
    return [
        {
            "code": "bankid",
            "kind": ProviderKind.BANKID_NBU,
            "title": "BankID НБУ",
            "titles": {"en": "BankID NBU", "cs": "BankID NBU"},
            "address": f"{address}/bankid",
            "options": {"members": BANKS},
        },
        {
            "code": "diia",
            "kind": ProviderKind.DIIA,
            "title": "Дія.Підпис",
            "titles": {"en": "Diia.Signature", "cs": "Dija.Podpis"},
            "address": f"{address}/diia",
            "client_secret": acquirer_token,
            "options": {"branch": "demo", "offer": "demo"},
            "default_level": AssuranceLevel.HIGH,
        },
        {
            "code": "kep",
            "kind": ProviderKind.KEP,
            "title": "Електронний підпис (файл)",
            "titles": {"en": "Electronic signature (file)", "cs": "Elektronický podpis (soubor)"},
            "default_level": AssuranceLevel.HIGH,
        },
        {
            "code": "id-gov-ua",
            "kind": ProviderKind.ID_GOV_UA,
            "title": "id.gov.ua",
            "address": f"{address}/idgov",
            "levels": {"dig_sign": "high", "mobile_id": "high", "diia_id": "high", "bank_id": "substantial"},
        },
        {
            "code": "bank-id-cz",
            "kind": ProviderKind.OIDC,
            "title": "Bank iD (Чехія)",
            "titles": {"en": "Bank iD (Czechia)", "cs": "Bank iD"},
            "address": f"{address}/oidc/",
            "options": {**BANK_ID, "profile": "profile"},
            "levels": {"loa3": "substantial"},
        },
    ]
