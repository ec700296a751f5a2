"""Names of subjects and issuers, and their comparison (RFC 5280 7.1)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from asn1crypto import core

from dstu import ber, schema
from dstu.asn1 import load, malformed_on_error

COMMON_NAME, SURNAME, SERIAL_NUMBER = "2.5.4.3", "2.5.4.4", "2.5.4.5"
COUNTRY, LOCALITY, STATE = "2.5.4.6", "2.5.4.7", "2.5.4.8"
ORGANIZATION, UNIT, TITLE, GIVEN_NAME = "2.5.4.10", "2.5.4.11", "2.5.4.12", "2.5.4.42"
ORGANIZATION_IDENTIFIER = "2.5.4.97"

_SHORT = {
    COMMON_NAME: "CN",
    SURNAME: "SN",
    SERIAL_NUMBER: "serialNumber",
    COUNTRY: "C",
    LOCALITY: "L",
    STATE: "ST",
    ORGANIZATION: "O",
    UNIT: "OU",
    TITLE: "title",
    GIVEN_NAME: "GN",
    ORGANIZATION_IDENTIFIER: "organizationIdentifier",
    "1.2.840.113549.1.9.1": "emailAddress",
    "0.9.2342.19200300.100.1.25": "DC",
    "2.5.4.9": "street",
    "2.5.4.17": "postalCode",
}
_ENCODINGS = {
    0x0C: "utf-8",
    0x12: "ascii",
    0x13: "ascii",
    0x14: "latin-1",
    0x16: "ascii",
    0x1A: "ascii",
    0x1C: "utf-32-be",
    0x1E: "utf-16-be",
}
# RFC 4514 escapes these signs anywhere, and # and the space at the start.
_TO_ESCAPE = re.compile(r"""^[# ]|[,+"\\<>;=]""")
_PRINTABLE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?")


@dataclass(frozen=True, slots=True)
class DistinguishedName:
    """A distinguished name. Two are equal if their attributes are, whatever the string types and the letter case."""

    der: bytes = field(compare=False, repr=False)
    attributes: tuple[tuple[str, str], ...] = field(compare=False)
    comparison_key: tuple[tuple[str, str], ...] = field(repr=False)

    def get(self, oid: str) -> str | None:
        """Return the first value of this attribute."""
        return next((value for kind, value in self.attributes if kind == oid), None)

    @property
    def text(self) -> str:
        """The name as RFC 4514 writes it, the most specific part first."""
        pairs = ((_SHORT.get(oid, oid), _TO_ESCAPE.sub(r"\\\g<0>", value)) for oid, value in reversed(self.attributes))
        return ",".join(f"{short}={value}" for short, value in pairs)

    @property
    def common_name(self) -> str | None:
        return self.get(COMMON_NAME)

    @property
    def organization(self) -> str | None:
        return self.get(ORGANIZATION)

    @property
    def title(self) -> str | None:
        return self.get(TITLE)

    @property
    def surname(self) -> str | None:
        return self.get(SURNAME)

    @property
    def given_name(self) -> str | None:
        return self.get(GIVEN_NAME)

    @property
    def country(self) -> str | None:
        return self.get(COUNTRY)

    @property
    def serial_number(self) -> str | None:
        return self.get(SERIAL_NUMBER)

    @property
    def organization_identifier(self) -> str | None:
        return self.get(ORGANIZATION_IDENTIFIER)


def name_from_asn1(parsed: schema.Name) -> DistinguishedName:
    """Return the name of a parsed Name."""
    attributes = tuple((part["type"].dotted, decode_string(part["value"].dump())) for parts in parsed for part in parts)
    key = tuple((oid, " ".join(value.split()).casefold()) for oid, value in attributes)
    return DistinguishedName(bytes(parsed.dump()), attributes, key)


def read_name(der: bytes) -> DistinguishedName:
    with malformed_on_error("name"):
        return name_from_asn1(load(schema.Name, der))


def make_name(attributes: Iterable[tuple[str, str]]) -> DistinguishedName:
    """Make a name of pairs (identifier, value), the most general first. Latin values are PrintableString, others UTF8String."""
    parts = []
    for dotted, value in attributes:
        oid = bytes(core.ObjectIdentifier(dotted).dump())
        string = ber.encode(0x13 if set(value) <= _PRINTABLE else 0x0C, value.encode())
        parts.append(ber.encode(0x31, ber.encode(0x30, oid + string)))
    return read_name(ber.encode(0x30, b"".join(parts)))


def decode_string(der: bytes) -> str:
    """Return the text of a string of any ASN.1 type; # and hexadecimal for any other value."""
    element = ber.single_element(der)
    encoding = _ENCODINGS.get(element.tag)
    return element.content.decode(encoding, "replace") if encoding else "#" + der.hex()
