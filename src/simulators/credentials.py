"""Keys and certificates of the simulators: a test certification centre, its banks and people, and the portal's own keys.

The first start makes them in a folder and later starts read them, so that a portal keeps trusting the simulators.
Nobody else trusts them: the root's name says that it is a test root, and the folder is deleted together with the data.
"""

import datetime
import functools
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joserfc.jwk import RSAKey

from dstu import keys, pkcs12
from dstu.certificates import Certificate, KeyPair, read_certificate
from simulators import choice_page, pki, settings
from simulators.people import INVENTED_PEOPLE, InventedPerson

VALIDITY_DAYS = 3 * 365
# Low, because each start opens the file, and the password lies beside the file.
ITERATIONS = 1000
SIGNING = frozenset({"digital_signature", "non_repudiation"})
AGREEMENT = frozenset({"key_agreement"})
ISSUING = frozenset({"key_cert_sign", "crl_sign"})
TIMESTAMP_PURPOSES = ("1.3.6.1.5.5.7.3.8",)
BANKS = {"verba": "АТ «Банк Верба»", "loza": "АТ «Лоза Банк»", "bereh": "АТ «Берег»"}
FOR_THE_PORTAL, KEYS, READY = "for-the-portal", "keys", "keys.json"


@dataclass(frozen=True)
class SimulatorCredentials:
    """Key pairs by name: `root`, `tsa`, `portal`, `idgov-sign`, `verba-sign`, `verba-agree` and so on, and each person's pair.

    The portal must refuse signatures by `stranger`: its certificate is not under the root.
    """

    pairs: dict[str, KeyPair]
    client_id: str
    client_secret: str

    def __getitem__(self, name: str) -> KeyPair:
        return self.pairs[name]

    def certificate(self, name: str) -> Certificate:
        return _certificate(self.pairs[name])


@functools.cache
def load_credentials() -> SimulatorCredentials:
    """Return the keys in the folder `PLACE`; make them first if the folder has none."""
    if not (settings.PLACE / READY).exists():
        _make_credentials(settings.PLACE)
    client = json.loads((settings.PLACE / FOR_THE_PORTAL / "client.json").read_text())
    names = json.loads((settings.PLACE / READY).read_text())
    pairs = {}
    for name in names:
        key = keys.read_private_key((settings.PLACE / KEYS / f"{name}.key").read_bytes())
        certificate = read_certificate((settings.PLACE / KEYS / f"{name}.cer").read_bytes())
        pairs[name] = KeyPair(key=key, certificate=certificate)
    return SimulatorCredentials(pairs=pairs, client_id=client["client_id"], client_secret=client["client_secret"])


def person_key_pair(person: InventedPerson) -> KeyPair:
    return load_credentials()[f"person-{person.key}"]


def untrusted_key_pair(person: InventedPerson) -> KeyPair:
    """Return a key with this person's name and a self-signed certificate."""
    return _make_person_pair(person, None)


@functools.cache
def token_key() -> RSAKey:
    """Return the key of the OpenID provider: each start makes a new key, because clients fetch the key each time."""
    return RSAKey.generate_key(2048, {"kid": secrets.token_hex(8), "use": "sig", "alg": "RS256"})


def _make_credentials(place: Path) -> None:
    """Make every key and write it to the folder; write the portal's files to a subfolder."""
    pairs = _make_pairs()
    for name, pair in pairs.items():
        _write(place / KEYS / f"{name}.key", pair.key.to_pkcs8())
        _write(place / KEYS / f"{name}.cer", _certificate(pair).der)
    password = secrets.token_urlsafe(24)
    client = {"client_id": "vikno-demo", "client_secret": secrets.token_urlsafe(24), "password": password}
    portal_folder = place / FOR_THE_PORTAL
    _write(portal_folder / "client.json", json.dumps(client).encode())
    _write(portal_folder / "portal.p12", pkcs12.write_p12([pairs["portal"]], password, iterations=ITERATIONS))
    _write(portal_folder / "root.cer", _certificate(pairs["root"]).der)
    # Comes last: its presence means that all other files are complete.
    _write(place / READY, json.dumps(list(pairs)).encode())


def _make_pairs() -> dict[str, KeyPair]:
    root = _make_pair("Тестовий центр сертифікації", None, is_ca=True, key_usage=ISSUING)
    pairs = {"root": root, "stranger": _make_pair("Невідомий підписувач", None)}
    pairs["tsa"] = _make_pair("Тестова служба позначок часу", root, extended_key_usage=TIMESTAMP_PURPOSES)
    for name, title in (("portal", "Портал"), ("other-portal", "Інший портал")):
        pairs[name] = _make_pair(title, root, key_usage=AGREEMENT)
    for code, title in {**BANKS, "idgov": "Тестова ІСЕІ"}.items():
        pairs[f"{code}-sign"] = _make_pair(title, root, organization=title)
        pairs[f"{code}-agree"] = _make_pair(title, root, organization=title, key_usage=AGREEMENT)
    people = (person for person in INVENTED_PEOPLE if not person.is_czech)
    return pairs | {f"person-{person.key}": _make_person_pair(person, root) for person in people}


def _make_person_pair(person: InventedPerson, issuer: KeyPair | None) -> KeyPair:
    """Return a new qualified key of a person; the certificate holds their name and numbers."""
    return _make_pair(
        person.full_name,
        issuer,
        surname=person.family_name,
        given_name=" ".join(filter(None, [person.given_name, person.patronymic])),
        organization=person.organization,
        title=person.title,
        rnokpp=person.rnokpp or person.document_number,
        edrpou=person.edrpou,
        unzr=person.unzr,
        is_qualified=True,
    )


def _make_pair(
    common_name: str,
    issuer: KeyPair | None,
    *,
    key_usage: frozenset[str] = SIGNING,
    **options: Any,
) -> KeyPair:
    """Return a new key with its certificate, valid from yesterday, because clocks differ."""
    name_fields = ("organization", "title", "surname", "given_name")
    name_parts = {field: options.pop(field) for field in name_fields if options.get(field)}
    at = choice_page.now()
    return pki.make_pair(
        {"country": "UA", "common_name": common_name, **name_parts},
        issuer,
        key_usage=sorted(key_usage),
        not_before=at - datetime.timedelta(days=1),
        not_after=at + datetime.timedelta(days=VALIDITY_DAYS),
        **{name: value for name, value in options.items() if value},
    )


def _certificate(pair: KeyPair) -> Certificate:
    assert pair.certificate is not None
    return pair.certificate


def _write(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
