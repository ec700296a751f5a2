"""Conversion between bytes and values of ASN.1; wrong bytes raise MalformedData."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import core

from dstu import ber
from dstu.errors import MalformedData

# StopIteration: an element is asked for its first part, and has none.
_WRONG = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError, StopIteration)


@contextmanager
def malformed_on_error(subject: str) -> Iterator[None]:
    """Turn the errors of asn1crypto on wrong bytes, which mostly come when a field is read, into MalformedData."""
    try:
        yield
    except _WRONG as error:
        raise MalformedData(f"not a well-formed {subject}: {error}"[:300]) from error


def load(schema: type[core.Asn1Value], data: bytes) -> Any:
    """Read `data`, DER or BER, as `schema`. Call it, and read the fields of the result, inside `malformed_on_error`."""
    return schema.load(ber.to_definite_length(data), strict=True)


def der_or_none(field: core.Asn1Value) -> bytes | None:
    """Return the bytes of an optional field as transmitted, None if it is absent."""
    if isinstance(field, core.Void):
        return None
    return bytes(field.dump())


def explicit_content(field: core.Asn1Value) -> bytes:
    """Return the content of the explicit tag of a field that is present."""
    return ber.single_element(bytes(field.dump())).content


def encode_typed_value(oid: str, value: core.Asn1Value) -> bytes:
    """Return SEQUENCE { identifier, [0] value }, the form of contents and bags."""
    return ber.encode(0x30, core.ObjectIdentifier(oid).dump() + ber.encode(0xA0, value.dump()))


def field_or_none(field: core.Asn1Value) -> Any:
    """Return the field, None if it is optional and absent."""
    return None if isinstance(field, core.Void) else field


def parse_time(der: bytes) -> datetime:
    """Read UTCTime or GeneralizedTime, also with a fraction, an offset, or without seconds or Z (then UTC).

    Some centres write times that X.690 does not allow, but whose meaning is clear. Raises MalformedData.
    """
    element = ber.single_element(der)
    with malformed_on_error("time"):
        text = element.content.decode("ascii").strip()
        if element.tag == 0x17:
            text = ("20" if int(text[:2]) < 50 else "19") + text
        elif element.tag != 0x18:
            raise MalformedData("not a time")
        text, ahead = _split_offset(text)
        text, _, fraction = text.replace(",", ".").partition(".")
        if not text.isdigit() or len(text) not in {10, 12, 14}:
            raise MalformedData("not a time")
        moment = datetime.strptime(text.ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        if fraction:
            moment += timedelta(microseconds=int(fraction[:6].ljust(6, "0")))
        return moment - ahead


def _split_offset(text: str) -> tuple[str, timedelta]:
    if text.endswith("Z"):
        return text[:-1], timedelta()
    for sign, factor in (("+", 1), ("-", -1)):
        if sign in text:
            text, _, offset = text.partition(sign)
            return text, factor * timedelta(hours=int(offset[:2]), minutes=int(offset[2:4] or 0))
    return text, timedelta()
