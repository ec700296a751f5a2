"""Giving out the numbers of a series, one after another."""

from django.db import connection

_TAKE_NEXT = """
INSERT INTO serials_serial (series, last) VALUES (%s, 1)
ON CONFLICT (series) DO UPDATE SET last = serials_serial.last + 1
RETURNING last
"""


def next_serial(series: str) -> int:
    """Return the next number of a series, beginning with 1.

    The row of the series is locked until the transaction ends, and a transaction that is rolled back gives its number back: a
    series has no gaps. Other transactions wait for the same series meanwhile, so take the number late.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A number is taken in the transaction that uses it.")
    # One statement makes, locks, moves and reads the row: two that begin a series at once cannot collide.
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_NEXT, [series])
        row = cursor.fetchone()
    return int(row[0])
