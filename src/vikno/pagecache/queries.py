"""What can be asked of the page cache."""

from django.db import connection

from vikno.pagecache.triggers import READ_STAMP


def current_stamp() -> int:
    """Return the number that has grown whenever something public has changed: who sees it sees what it stands for.

    It is read before what is made from the data. Compare it for being the same; how much it grows says nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(READ_STAMP[connection.vendor])
        (number,) = cursor.fetchone()
    return int(number)
