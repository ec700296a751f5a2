"""The result of every identification method: an immutable assertion of identity with its level and evidence."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from stdnum.ua import rntrc

from vikno.identity.levels import AssuranceLevel
from vikno.people.models import document_index, rnokpp_index, unzr_index

# The values for «unknown» of BankID NBU and id.gov.ua.
_ABSENT = re.compile(r"n\s*[/\\]\s*a", re.IGNORECASE)
_OLD_PASSPORT = re.compile(r"[А-ЯІЇЄҐ]{2}\s?\d{6}", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class IdentityAssertion:
    """The identity of a person by one provider at one moment. An empty text means that the value was not provided.

    `subject` is the person's id at the provider, if it has one. `document_country` is the state that issued the
    document, by ISO 3166-1 alpha-2; empty: Ukraine. `evidence` holds ids of the session at the provider, and the issuer and
    serial number of the signing certificate. `organization` and `edrpou` describe the legal entity that the key was issued to,
    not the person.
    """

    provider: str
    method: str
    level: AssuranceLevel
    at: datetime.datetime
    subject: str = ""
    rnokpp: str = ""
    unzr: str = ""
    document_number: str = ""
    document_country: str = ""
    birth_number: str = ""
    family_name: str = ""
    given_name: str = ""
    patronymic: str = ""
    born_on: datetime.date | None = None
    sex: str = ""
    phone: str = ""
    email: str = ""
    address: Mapping[str, str] = field(default_factory=dict)
    organization: str = ""
    edrpou: str = ""
    evidence: Mapping[str, str] = field(default_factory=dict)

    @property
    def indexes(self) -> dict[str, str]:
        """Return the blind indexes that identify this person, by column of `Person`, the strongest first."""
        indexes = {"rnokpp_index": rnokpp_index(self.rnokpp), "unzr_index": unzr_index(self.unzr)}
        if not any(indexes.values()):
            indexes["document_index"] = document_index(self.document_number, self.document_country)
        return {name: value for name, value in indexes.items() if value}

    @property
    def is_complete(self) -> bool:
        """Return whether the assertion has a name and an identifier by which the person can be recognised again."""
        identifiers = (self.rnokpp, self.unzr, self.document_number, self.birth_number, self.subject)
        return bool(self.family_name and self.given_name and any(identifiers))

    def verified_claims(self) -> dict[str, Any]:
        """Return the profile fields that the assertion proves."""
        names = ("family_name", "given_name", "patronymic", "born_on", "rnokpp", "unzr", "document_number")
        return {name: getattr(self, name) for name in names if getattr(self, name)}

    def unverified_claims(self) -> dict[str, Any]:
        """Return the fields that are only declared: contacts change, and no bank verifies them."""
        return {name: value for name, value in (("phone", self.phone), ("address", dict(self.address))) if value}

    def claims(self) -> dict[str, Any]:
        """Return all values about the person, for encrypted storage."""
        excluded = {"provider", "method", "level", "at", "evidence"}
        values = {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in excluded}
        values["born_on"] = self.born_on.isoformat() if self.born_on else ""
        values["address"] = dict(self.address)
        return {name: value for name, value in values.items() if value}


def claim_text(value: object) -> str:
    """Return a value as text, or an empty text for «n/a» in any form and for other types."""
    text = " ".join(str(value).split()) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return "" if _ABSENT.fullmatch(text) else text


def address_answer(addresses: object, *, keys: Mapping[str, str]) -> dict[str, str]:
    """Return the first object of a list of addresses as the answer to an address question of e-forms, without empty parts.

    `keys` holds the provider's key for each key of the answer.
    """
    address = next((item for item in addresses if isinstance(item, dict)), {}) if isinstance(addresses, list) else {}
    answer = {name: claim_text(address.get(key)) for name, key in keys.items()}
    return {name: text for name, text in answer.items() if text}


def split_person_number(number: str) -> tuple[str, str]:
    """Return РНОКПП and document number from a field that holds either.

    People who refused a taxpayer number are identified by passport.
    """
    if rntrc.is_valid(number):
        return number, ""
    is_document = _OLD_PASSPORT.fullmatch(number) or (number.isdecimal() and len(number) == 9)
    return ("", number.replace(" ", "").upper()) if is_document else ("", "")


def parse_date(text: str) -> datetime.date | None:
    """Return the date of a text such as 01.02.1990 or 1990-02-01, or None."""
    for pattern in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
    return None


def normalize_phone(text: str) -> str:
    """Return a full Ukrainian phone number in international form, or an empty text; banks omit the plus."""
    digits = re.sub(r"\D", "", text)
    return f"+{digits}" if re.fullmatch(r"380\d{9}", digits) else ""
