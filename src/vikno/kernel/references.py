"""Numbers and codes that people read aloud: application numbers with a check digit, and access codes."""

import functools
import re
import secrets

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_10

from vikno.kernel import crypto
from vikno.kernel.crypto import blind_index

# No vowels, so no words; no 0/O, 1/I/L, 5/S, 8/B, 2/Z, which are mistaken for one another.
CODE_ALPHABET = "34679CDFGHJKMNPQRTVWX"
CODE_LENGTH = 8

_NUMBER = re.compile(r"(\d{4})(\d{6,9})(\d)")
# Shorter than the number of an application and with a letter in front, so that nobody confuses the two.
_ENQUIRY = re.compile(r"(\d{4})(\d{5})(\d)")


def application_number(*, year: int, serial: int) -> str:
    """Return e.g. `2026-004817-5`: year, serial, check digit by ISO 7064 MOD 11,10."""
    digits = f"{year:04d}{serial:06d}"
    return f"{digits[:4]}-{digits[4:]}-{mod_11_10.calc_check_digit(digits)}"


def read_application_number(typed: str) -> str | None:
    """Return the number in its written form, or None if the check digit is wrong. Spaces, dashes and dots are ignored."""
    digits = re.sub(r"[^0-9]", "", typed)
    match = _NUMBER.fullmatch(digits)
    if match is None:
        return None
    try:
        mod_11_10.validate(digits)
    except ValidationError:
        return None
    return "-".join(match.groups())


def enquiry_number(*, year: int, serial: int) -> str:
    """Return e.g. `E-2026-00481-7`, with the same check digit."""
    digits = f"{year:04d}{serial:05d}"
    return f"E-{digits[:4]}-{digits[4:]}-{mod_11_10.calc_check_digit(digits)}"


def read_enquiry_number(typed: str) -> str | None:
    """Return the number in its written form, or None if the check digit is wrong. The letter may be left out."""
    digits = re.sub(r"[^0-9]", "", typed)
    match = _ENQUIRY.fullmatch(digits)
    if match is None or not mod_11_10.is_valid(digits):
        return None
    return "-".join(("E", *match.groups()))


def new_check_code() -> str:
    """Return 16 random letters and digits. Whoever knows the code has seen the document with it."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(16))


def new_access_code() -> str:
    """Return a random code such as `7KM4-9XPQ`, from a cryptographic source."""
    code = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    return f"{code[:4]}-{code[4:]}"


def read_access_code(typed: str) -> str:
    """Return the code in its written form. An invalid code stays different from every code."""
    # Cyrillic letters of the same shape come from a keyboard left in the wrong layout.
    latin = typed.upper().translate(str.maketrans("СНКМРТХ", "CHKMPTX"))
    code = re.sub(r"[^0-9A-Z]", "", latin)
    return f"{code[:4]}-{code[4:]}"


def is_access_code(typed: str, expected: str | None) -> bool:
    """Return whether this is the expected code. None means that the number is unknown, and takes the same time.

    The caller has decrypted an expected code, so a decoy is decrypted for an unknown number.
    """
    code = crypto.decrypt_text(_decoy(crypto.keyring().current_id), context=_DECOY) if expected is None else expected
    # A comparison of digests takes the same time whichever characters are equal.
    is_equal = blind_index(read_access_code(typed), kind="code") == blind_index(code, kind="code")
    return is_equal and expected is not None


_DECOY = "decoy"


@functools.cache
def _decoy(key_id: str) -> str:
    """Return a decoy, encrypted with the current key, that no typed code can equal."""
    return crypto.encrypt_text("----/----", context=_DECOY)
