"""Measure a page of the feed with many events behind it: `make bench-feed`, on SQLite or on the database in DATABASE_URL.

Prints p50, p95 and p99 of `GET feed?limit=100` in milliseconds, through the whole stack of one process: token, rate
limit, query, JSON.
The benchmark creates its own database and drops it at the end.
"""

import argparse
import gc
import os
import random
import sys
import time
import uuid

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vikno.conf.settings")
os.environ.setdefault("DEBUG", "1")
os.environ["API_PER_MINUTE"] = "1000000"

import django

django.setup()

from django.conf import settings
from django.db import connection

from tests import factories
from tests.api.partner_client import PartnerProgram, joined
from vikno.integration.models import Feed, FeedItem

BATCH = 20_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=300)
    options = parser.parse_args()
    settings.ALLOWED_HOSTS.append("testserver")
    settings.DEBUG = False
    database = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        measure(options.events, options.times)
    finally:
        connection.creation.destroy_test_db(database, verbosity=0)
    return 0


def measure(events: int, times: int) -> None:
    program = joined(factories.CentreFactory())
    add_feed_items(program, events)
    settle_process()
    sys.stdout.write(f"{connection.vendor}, {events} events\n")
    took = sorted(page_seconds(program, random.randint(0, events - 100)) for _ in range(times))
    for percent in (50, 95, 99):
        sys.stdout.write(f"p{percent} {took[len(took) * percent // 100] * 1000:.1f} ms\n")


def add_feed_items(program: PartnerProgram, events: int) -> None:
    cases = [factories.submitted(centre=program.connection.centre) for _ in range(50)]
    for start in range(1, events + 1, BATCH):
        FeedItem.objects.bulk_create(
            FeedItem(
                connection=program.connection,
                seq=seq,
                uid=uuid.uuid4(),
                name="application.submitted",
                application=cases[seq % len(cases)],
                at=factories.NOON,
            )
            for seq in range(start, min(start + BATCH, events + 1))
        )
    Feed.objects.update_or_create(connection=program.connection, defaults={"last": events})


def settle_process() -> None:
    """Bring process and tables to the state of a portal that has run for a while: see `vikno.conf.wsgi` and autovacuum."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    gc.collect()
    gc.freeze()


def page_seconds(program: PartnerProgram, after: int) -> float:
    began = time.perf_counter()
    response = program.get(f"feed?after={after}&limit=100")
    took = time.perf_counter() - began
    assert len(response.json()["items"]) == 100, response.content
    return took


if __name__ == "__main__":
    sys.exit(main())
