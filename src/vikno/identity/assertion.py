"""What every method of identification gives: one immutable statement of who somebody is, how surely, and on what evidence."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from stdnum.ua import rntrc

from vikno.identity.levels import AssuranceLevel
from vikno.people.models import document_index, rnokpp_index, unzr_index

# How systems say that they know nothing: BankID NBU, id.gov.ua.
_ABSENT = re.compile(r"n\s*[/\\]\s*a", re.IGNORECASE)
_OLD_PASSPORT = re.compile(r"[А-ЯІЇЄҐ]{2}\s?\d{6}", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class IdentityAssertion:
    """Who somebody is, by one provider at one moment. An empty text: not told.

    `subject` is the person's own id at the provider, where there is one. `document_country` is the state that issued the
    document, by ISO 3166-1 alpha-2; empty: Ukraine. `evidence` shows where it all came from: ids of the session at the provider,
    issuer and serial of the certificate that signed. `organization` and `edrpou` are of the legal entity that the key was given
    to; they say nothing of the person.
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
        """Return what finds this person among those we know, by the columns it stands in; the surest first."""
        found = {"rnokpp_index": rnokpp_index(self.rnokpp), "unzr_index": unzr_index(self.unzr)}
        if not any(found.values()):
            found["document_index"] = document_index(self.document_number, self.document_country)
        return {name: value for name, value in found.items() if value}

    @property
    def is_complete(self) -> bool:
        """Tell whether it names somebody: a name, and anything by which they are known again."""
        known_by = (self.rnokpp, self.unzr, self.document_number, self.birth_number, self.subject)
        return bool(self.family_name and self.given_name and any(known_by))

    def verified_claims(self) -> dict[str, Any]:
        """Return the fields of a profile that this proves."""
        names = ("family_name", "given_name", "patronymic", "born_on", "rnokpp", "unzr", "document_number")
        return {name: getattr(self, name) for name in names if getattr(self, name)}

    def unverified_claims(self) -> dict[str, Any]:
        """Return what was only told along: contacts change, and no bank proves them."""
        return {name: value for name, value in (("phone", self.phone), ("address", dict(self.address))) if value}

    def claims(self) -> dict[str, Any]:
        """Return everything that was told of the person, to be kept sealed."""
        left_out = {"provider", "method", "level", "at", "evidence"}
        values = {name: getattr(self, name) for name in self.__dataclass_fields__ if name not in left_out}
        return {name: _plain(value) for name, value in values.items() if value}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else value


def claim_text(value: object) -> str:
    """Return a text that was told, or an empty one: «n/a» in any writing means that nothing is known."""
    text = " ".join(str(value).split()) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return "" if _ABSENT.fullmatch(text) else text


def split_person_number(told: str) -> tuple[str, str]:
    """Return РНОКПП and document number from a field that holds either: who refused the number is known by the passport."""
    if rntrc.is_valid(told):
        return told, ""
    is_document = _OLD_PASSPORT.fullmatch(told) or (told.isdecimal() and len(told) == 9)
    return ("", told.replace(" ", "").upper()) if is_document else ("", "")


def parse_date(told: str) -> datetime.date | None:
    """Return a date written as 01.02.1990 or 1990-02-01; nothing for anything else."""
    for pattern in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.datetime.strptime(told, pattern).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
    return None


def normalize_phone(told: str) -> str:
    """Return a phone in the international writing where it is a full Ukrainian one: banks leave the plus out."""
    digits = re.sub(r"\D", "", told)
    return f"+{digits}" if re.fullmatch(r"380\d{9}", digits) else ""
