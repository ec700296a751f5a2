"""Reading of the stamp."""

from django.db import connection

from vikno.pagecache.triggers import READ_STAMP


def current_stamp() -> int:
    """Return the stamp, which has grown whenever public data has changed.

    Read it before the data. Compare it only for equality; the difference between two values has no meaning.
    """
    with connection.cursor() as cursor:
        cursor.execute(READ_STAMP[connection.vendor])
        (number,) = cursor.fetchone()
    return int(number)
