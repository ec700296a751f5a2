"""Measure the exchange with a partner that answers in 20 ms: `make bench-exchange`, on the PostgreSQL in DATABASE_URL.

Prints how many applications a second two workers deliver, beside what the partner takes from as many threads when the portal is
not there; and how long a status takes from the partner's word to the row that the resident's page shows, when the partner gives a
hint, and when it tells by the agency API. The database is made for it and dropped again.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vikno.conf.settings")
os.environ.setdefault("DEBUG", "1")
os.environ["API_PER_MINUTE"] = "1000000"

import django

django.setup()

import httpx
from django.conf import settings
from django.core.management import call_command
from django.db import connection as database
from django.utils import timezone

from bench.partner_system import BenchConnector, written
from tests import factories
from tests.api.partner_client import joined
from tools.audit.own_portal import free_port, running
from vikno.applications import operations as applying
from vikno.applications.models import Application
from vikno.catalogue.models import Offering
from vikno.integration import operations
from vikno.integration.connectors import CONNECTORS
from vikno.integration.models import Connection, Milestone
from vikno.integration.operations import message_of
from vikno.integration.queries import case_on_line
from vikno.outbox.models import Delivery, DeliveryStatus
from vikno.people.models import Person

CONNECTORS[BenchConnector.code] = BenchConnector
WORKERS = 2
PATIENCE_SECONDS = 300


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--applications", type=int, default=2000)
    parser.add_argument("--statuses", type=int, default=60)
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    # As in production: with it on, Django keeps the text of every query.
    settings.DEBUG = False
    if chosen.work:
        call_command("run_exchange")
        return 0
    if database.vendor != "postgresql":
        sys.exit("Set DATABASE_URL to a PostgreSQL: this is the speed of the production database.")
    settings.ALLOWED_HOSTS.append("testserver")
    name = database.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        with partner() as url:
            measure(url, name, chosen.applications, chosen.statuses)
    finally:
        database.creation.destroy_test_db(name, verbosity=0)
    return 0


def measure(url: str, name: str, applications: int, statuses: int) -> None:
    bench = join(url)
    cases = handed_in(bench, applications)
    operations.pause_connection(connection=bench, actor="bench", at=timezone.now())
    Delivery.objects.update(next_try_at=timezone.now())
    with workers(name):
        # They have read their programs by then, and find the line closed.
        time.sleep(5)
        rate = delivered(bench, applications, httpx.Client())
        hinted = spread(lambda case: by_hint(bench, url, case), cases[:statuses])
    alone = bare(url, bench, applications)
    told = by_api(statuses)
    say(
        f"{rate:.0f} applications a second by {WORKERS} workers; the partner alone takes {alone:.0f}: {rate / alone:.2f}"
    )
    say(f"a status after a hint: {hinted}")
    say(f"a status by the agency API: {told}")


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")


def join(url: str) -> Connection:
    made = operations.connect(
        code="bench",
        name="Bench",
        connector=BenchConnector.code,
        centre=factories.CentreFactory(),
        settings={"url": url},
        actor="bench",
        at=factories.NOON,
    )
    operations.add_routes(connection=made, every_service=True)
    return made


def handed_in(bench: Connection, applications: int) -> list[Application]:
    assert bench.centre is not None
    offering, person = factories.OfferingFactory(centre=bench.centre), factories.PersonFactory()
    return [hand_in(offering, person) for _ in range(applications)]


def hand_in(offering: Offering, person: Person) -> Application:
    draft = applying.start(service=offering.service, centre=offering.centre, applicant=person, at=factories.NOON)
    applying.answer(application=draft, typed=factories.COMPLETE_ANSWERS, at=factories.NOON)
    return applying.submit(application=draft, at=factories.NOON)


@contextmanager
def partner() -> Iterator[str]:
    """Run the other side; give its address."""
    port = free_port()
    with programs(os.environ, ["bench.partner_system", port]):
        wait_until(lambda: httpx.get(f"http://127.0.0.1:{port}/news?after=0").is_success)
        yield f"http://127.0.0.1:{port}"


@contextmanager
def workers(name: str) -> Iterator[None]:
    """Run the exchange twice, on the database that was made."""
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    told = {**os.environ, "DATABASE_URL": f"{server}/{name}"}
    with programs(told, *[["bench.exchange", "--work"]] * WORKERS):
        yield


@contextmanager
def programs(told: Mapping[str, str], *modules: list[str]) -> Iterator[None]:
    """Run modules of this folder, each a process."""
    named = {f"{number}": [sys.executable, "-m", *module] for number, module in enumerate(modules)}
    with tempfile.TemporaryDirectory() as logs, running(named, told, Path(logs)):
        yield


def wait_until(is_so: Callable[[], bool], pause: float = 0.02) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            if is_so():
                return
        except httpx.HTTPError:
            pass
        time.sleep(pause)
    sys.exit("It does not end.")


def delivered(bench: Connection, applications: int, asker: httpx.Client) -> float:
    """Open the line; return how many a second went out until all had, each once."""
    done = Delivery.objects.filter(consumer=bench.line, status=DeliveryStatus.DONE)
    operations.resume_connection(connection=bench, actor="bench", at=timezone.now())
    began = time.perf_counter()
    wait_until(lambda: done.count() == applications, 0.2)
    took = time.perf_counter() - began
    kept = asker.get(f"{bench.settings['url']}/news?after=0").json()["cases"]
    assert kept == applications == Milestone.objects.filter(kind="sent").count(), kept
    return applications / took


def bare(url: str, bench: Connection, applications: int) -> float:
    """Return how many of the same messages a second the partner takes from as many threads, without the portal."""
    event = Delivery.objects.filter(consumer=bench.line).select_related("event")[0].event
    case = case_on_line(bench.line, application=event.payload["application"])
    body, threads = written(message_of(event, case)), WORKERS * settings.EXCHANGE_THREADS
    with httpx.Client(trust_env=False) as client, ThreadPoolExecutor(threads) as pool:
        began = time.perf_counter()
        list(pool.map(lambda _n: client.post(f"{url}/cases", content=body), range(applications)))
        return applications / (time.perf_counter() - began)


def by_hint(bench: Connection, url: str, case: Application) -> float:
    """Let the partner have news of a case and give a hint; return the seconds until the resident's row has moved."""
    moved = Application.objects.filter(pk=case.pk, status="in_work")
    httpx.post(f"{url}/news", json={"number": case.number, "status": "У роботі"})
    began = time.perf_counter()
    operations.request_poll(connection=bench)
    wait_until(moved.exists)
    return time.perf_counter() - began


def by_api(times: int) -> str:
    """Tell by the agency API, through the whole stack of one process; the answer is given when it is written."""
    program = joined(factories.CentreFactory())
    cases = [program.given() for _ in range(times)]

    def tell(case: Application) -> float:
        began = time.perf_counter()
        answer = program.post(f"applications/{case.number}/status", {"status": "in_work"})
        took = time.perf_counter() - began
        assert Application.objects.get(pk=case.pk).status == "in_work", answer.content
        return took

    return spread(tell, cases)


def spread(measured: Callable[[Application], float], cases: list[Application]) -> str:
    took = sorted(measured(case) for case in cases)
    return ", ".join(f"p{part} {took[len(took) * part // 100] * 1000:.0f} ms" for part in (50, 95))


if __name__ == "__main__":
    sys.exit(main())
