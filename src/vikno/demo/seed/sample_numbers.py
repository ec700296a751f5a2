"""Numbers that pass their checks and belong to nobody.

Phone numbers begin with zeros where numbers of operators begin with 1, documents have series that nobody has printed, and each
taxpayer number has the date of birth of an invented person and a serial from the end of the range.
"""

import datetime

from stdnum.ua import rntrc

_FIRST_DAY = datetime.date(1899, 12, 31)
_WEIGHTS = (7, 3, 1)


def phone(serial: int) -> str:
    return f"+38067000{serial:04d}"


def rnokpp(*, born_on: datetime.date, serial: int, is_woman: bool) -> str:
    """Return the taxpayer number of a person: days since 1899-12-31 to the birth, a serial, a check digit."""
    # The ninth digit shows the sex: odd for men, even for women.
    digits = f"{(born_on - _FIRST_DAY).days:05d}99{serial % 10}{serial // 10 % 5 * 2 + (not is_woman)}"
    return digits + str(rntrc.calc_check_digit(digits))


def unzr(*, born_on: datetime.date, serial: int) -> str:
    """Return a record number of the demographic register: date, serial, check digit with the weights of passports (7, 3, 1)."""
    digits = f"{born_on:%Y%m%d}{serial:04d}"
    check = sum(int(digit) * _WEIGHTS[place % 3] for place, digit in enumerate(digits)) % 10
    return f"{digits[:8]}-{digits[8:]}{check}"


def id_card(serial: int) -> str:
    return f"000{serial:06d}"


def iban(serial: int) -> str:
    """Return a Ukrainian account number with valid check digits at a nonexistent bank (000000)."""
    account = f"000000{serial:019d}"
    # ISO 13616: letters become numbers (U=30, A=10), the country and 00 go to the end; 98 minus the number modulo 97.
    check = 98 - int(f"{account}301000") % 97
    return f"UA{check:02d}{account}"
