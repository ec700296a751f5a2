"""The test world of keys: a certification centre of our own, its banks and people, and what the portal is given.

Everything is made at the first start into a folder and read again at the next, so that a portal keeps trusting its counterparts.
Nothing here is trusted by anybody else: the root is named a test root, and the folder is thrown away with the data.
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
# Kept low: opened at each start, and what it protects lies beside its password.
ITERATIONS = 1000
SIGNING = frozenset({"digital_signature", "non_repudiation"})
AGREEMENT = frozenset({"key_agreement"})
ISSUING = frozenset({"key_cert_sign", "crl_sign"})
TIMESTAMP_PURPOSES = ("1.3.6.1.5.5.7.3.8",)
BANKS = {"verba": "АТ «Банк Верба»", "loza": "АТ «Лоза Банк»", "bereh": "АТ «Берег»"}
FOR_THE_PORTAL, KEYS, READY = "for-the-portal", "keys", "keys.json"


@dataclass(frozen=True)
class SimulatorCredentials:
    """Pairs by their names: `root`, `tsa`, `portal`, `idgov-sign`, `verba-sign`, `verba-agree` and so on, and each person's key.

    What `stranger` has signed must be refused: it is not under the root.
    """

    pairs: dict[str, KeyPair]
    client_id: str
    client_secret: str

    def __getitem__(self, name: str) -> KeyPair:
        return self.pairs[name]

    def certificate(self, name: str) -> Certificate:
        found = self.pairs[name].certificate
        assert found is not None
        return found


@functools.cache
def load_credentials() -> SimulatorCredentials:
    """Return the keys of this place; make them where there are none yet."""
    if not (settings.PLACE / READY).exists():
        _make(settings.PLACE)
    told = json.loads((settings.PLACE / FOR_THE_PORTAL / "client.json").read_text())
    names = json.loads((settings.PLACE / READY).read_text())
    return SimulatorCredentials(
        pairs={name: _read(settings.PLACE / KEYS / name) for name in names},
        client_id=told["client_id"],
        client_secret=told["client_secret"],
    )


def _read(path: Path) -> KeyPair:
    key = keys.read_private_key(path.with_suffix(".key").read_bytes())
    return KeyPair(key=key, certificate=read_certificate(path.with_suffix(".cer").read_bytes()))


def person_key_pair(person: InventedPerson) -> KeyPair:
    return load_credentials()[f"person-{person.key}"]


def untrusted_key_pair(person: InventedPerson) -> KeyPair:
    """Return a key with this person's name that no authority has given out."""
    return _personal(person, None)


@functools.cache
def token_key() -> RSAKey:
    """Return the key of the OpenID provider: made anew at each start, as its clients ask for it each time."""
    return RSAKey.generate_key(2048, {"kid": secrets.token_hex(8), "use": "sig", "alg": "RS256"})


def _make(place: Path) -> None:
    """Make every key and write it down: for ourselves, and what the portal needs into a folder of its own."""
    pairs = _world()
    for name, pair in pairs.items():
        _write(place / KEYS / f"{name}.key", pair.key.to_pkcs8())
        _write(place / KEYS / f"{name}.cer", _certified(pair).der)
    password = secrets.token_urlsafe(24)
    client = {"client_id": "vikno-demo", "client_secret": secrets.token_urlsafe(24), "password": password}
    given = place / FOR_THE_PORTAL
    _write(given / "client.json", json.dumps(client).encode())
    _write(given / "portal.p12", pkcs12.write_p12([pairs["portal"]], password, iterations=ITERATIONS))
    _write(given / "root.cer", _certified(pairs["root"]).der)
    # Last: it says that the others are there.
    _write(place / READY, json.dumps(list(pairs)).encode())


def _world() -> dict[str, KeyPair]:
    root = _pair("Тестовий центр сертифікації", None, is_ca=True, key_usage=ISSUING)
    pairs = {"root": root, "stranger": _pair("Невідомий підписувач", None)}
    pairs["tsa"] = _pair("Тестова служба позначок часу", root, extended_key_usage=TIMESTAMP_PURPOSES)
    for name, title in (("portal", "Портал"), ("other-portal", "Інший портал")):
        pairs[name] = _pair(title, root, key_usage=AGREEMENT)
    for code, title in {**BANKS, "idgov": "Тестова ІСЕІ"}.items():
        pairs[f"{code}-sign"] = _pair(title, root, organization=title)
        pairs[f"{code}-agree"] = _pair(title, root, organization=title, key_usage=AGREEMENT)
    people = (one for one in INVENTED_PEOPLE if not one.is_czech)
    return pairs | {f"person-{one.key}": _personal(one, root) for one in people}


def _personal(person: InventedPerson, issuer: KeyPair | None) -> KeyPair:
    """Return a qualified key of a person, with what identifies them in the certificate."""
    return _pair(
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


def _pair(
    common_name: str,
    issuer: KeyPair | None,
    *,
    key_usage: frozenset[str] = SIGNING,
    **more: Any,
) -> KeyPair:
    """Return a new key with its certificate, valid from yesterday: clocks differ."""
    named = {name: more.pop(name) for name in ("organization", "title", "surname", "given_name") if more.get(name)}
    at = choice_page.now()
    return pki.make_pair(
        {"country": "UA", "common_name": common_name, **named},
        issuer,
        key_usage=sorted(key_usage),
        not_before=at - datetime.timedelta(days=1),
        not_after=at + datetime.timedelta(days=VALIDITY_DAYS),
        **{name: value for name, value in more.items() if value},
    )


def _certified(pair: KeyPair) -> Certificate:
    assert pair.certificate is not None
    return pair.certificate


def _write(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
