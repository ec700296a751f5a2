"""Numbers that pass their checks and belong to nobody.

Phones begin with zeros where operators begin at 1, documents have series that were not printed, and the date of birth in each
taxpayer number is that of an invented person, with a serial from the end of the range.
"""

import datetime

from stdnum.ua import rntrc

_FIRST_DAY = datetime.date(1899, 12, 31)
_WEIGHTS = (7, 3, 1)


def phone(serial: int) -> str:
    return f"+38067000{serial:04d}"


def rnokpp(*, born_on: datetime.date, serial: int, is_woman: bool) -> str:
    """Return the taxpayer number of somebody born on a day: days since 1899, a serial, a check digit."""
    # The ninth digit tells the sex: odd for men, even for women.
    digits = f"{(born_on - _FIRST_DAY).days:05d}99{serial % 10}{serial // 10 % 5 * 2 + (not is_woman)}"
    return digits + str(rntrc.calc_check_digit(digits))


def unzr(*, born_on: datetime.date, serial: int) -> str:
    """Return a record number of the demographic register: date, serial, check digit as in passports (7, 3, 1)."""
    digits = f"{born_on:%Y%m%d}{serial:04d}"
    check = sum(int(digit) * _WEIGHTS[place % 3] for place, digit in enumerate(digits)) % 10
    return f"{digits[:8]}-{digits[8:]}{check}"


def id_card(serial: int) -> str:
    return f"000{serial:06d}"


def iban(serial: int) -> str:
    """Return a Ukrainian account number with right check digits, at a bank that does not exist (000000)."""
    account = f"000000{serial:019d}"
    # ISO 13616: letters become numbers (U=30, A=10), the country and 00 go to the end, 98 minus the rest of 97.
    check = 98 - int(f"{account}301000") % 97
    return f"UA{check:02d}{account}"
