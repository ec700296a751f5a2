"""Measure the exchange with a partner that answers in 20 ms: `make bench-exchange`, on the PostgreSQL in DATABASE_URL.

Prints how many applications a second two workers deliver, and how many the partner takes from as many threads without the
portal. Prints also how long a status takes from the partner to the row that the resident's page shows, when the partner gives
a hint and when it calls the agency API. The benchmark creates its own database and drops it at the end.
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

from bench.partner_system import BenchConnector, encode_case
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
    options = parser.parse_args()
    # As in production: in debug mode Django stores the text of every query.
    settings.DEBUG = False
    if options.work:
        call_command("run_exchange")
        return 0
    if database.vendor != "postgresql":
        sys.exit("Set DATABASE_URL to a PostgreSQL: this is the speed of the production database.")
    settings.ALLOWED_HOSTS.append("testserver")
    name = database.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        with partner() as url:
            measure(url, name, options.applications, options.statuses)
    finally:
        database.creation.destroy_test_db(name, verbosity=0)
    return 0


def measure(url: str, name: str, applications: int, statuses: int) -> None:
    bench = join(url)
    cases = submit_applications(bench, applications)
    operations.pause_connection(connection=bench, actor="bench", at=timezone.now())
    Delivery.objects.update(next_try_at=timezone.now())
    with workers(name):
        # The workers have started by then, and find the connection paused.
        time.sleep(5)
        rate = measure_deliveries(bench, applications, httpx.Client())
        hinted = percentiles(lambda case: measure_hint(bench, url, case), cases[:statuses])
    alone = measure_partner(url, bench, applications)
    by_api = measure_api(statuses)
    print_line(
        f"{rate:.0f} applications a second by {WORKERS} workers; the partner alone takes {alone:.0f}: {rate / alone:.2f}"
    )
    print_line(f"a status after a hint: {hinted}")
    print_line(f"a status by the agency API: {by_api}")


def print_line(line: str) -> None:
    sys.stdout.write(f"{line}\n")


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


def submit_applications(bench: Connection, applications: int) -> list[Application]:
    assert bench.centre is not None
    offering, person = factories.OfferingFactory(centre=bench.centre), factories.PersonFactory()
    return [submit_application(offering, person) for _ in range(applications)]


def submit_application(offering: Offering, person: Person) -> Application:
    draft = applying.start(service=offering.service, centre=offering.centre, applicant=person, at=factories.NOON)
    applying.answer(application=draft, typed=factories.COMPLETE_ANSWERS, at=factories.NOON)
    return applying.submit(application=draft, at=factories.NOON)


@contextmanager
def partner() -> Iterator[str]:
    """Run the partner system; yield its address."""
    port = free_port()
    with programs(os.environ, ["bench.partner_system", port]):
        wait_until(lambda: httpx.get(f"http://127.0.0.1:{port}/news?after=0").is_success)
        yield f"http://127.0.0.1:{port}"


@contextmanager
def workers(name: str) -> Iterator[None]:
    """Run the exchange in `WORKERS` processes on the database of the benchmark."""
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    environment = {**os.environ, "DATABASE_URL": f"{server}/{name}"}
    with programs(environment, *[["bench.exchange", "--work"]] * WORKERS):
        yield


@contextmanager
def programs(environment: Mapping[str, str], *modules: list[str]) -> Iterator[None]:
    """Run each of these modules, with its arguments, as a process."""
    commands = {f"{number}": [sys.executable, "-m", *module] for number, module in enumerate(modules)}
    with tempfile.TemporaryDirectory() as logs, running(commands, environment, Path(logs)):
        yield


def wait_until(condition: Callable[[], bool], pause: float = 0.02) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            if condition():
                return
        except httpx.HTTPError:
            pass
        time.sleep(pause)
    sys.exit("It does not end.")


def measure_deliveries(bench: Connection, applications: int, client: httpx.Client) -> float:
    """Resume the connection; return how many applications a second were delivered, each exactly once."""
    done = Delivery.objects.filter(consumer=bench.line, status=DeliveryStatus.DONE)
    operations.resume_connection(connection=bench, actor="bench", at=timezone.now())
    began = time.perf_counter()
    wait_until(lambda: done.count() == applications, 0.2)
    took = time.perf_counter() - began
    received = client.get(f"{bench.settings['url']}/news?after=0").json()["cases"]
    assert received == applications == Milestone.objects.filter(kind="sent").count(), received
    return applications / took


def measure_partner(url: str, bench: Connection, applications: int) -> float:
    """Return how many of the same messages a second the partner takes from as many threads, without the portal."""
    event = Delivery.objects.filter(consumer=bench.line).select_related("event")[0].event
    case = case_on_line(bench.line, application=event.payload["application"])
    body, threads = encode_case(message_of(event, case)), WORKERS * settings.EXCHANGE_THREADS
    with httpx.Client(trust_env=False) as client, ThreadPoolExecutor(threads) as pool:
        began = time.perf_counter()
        list(pool.map(lambda _n: client.post(f"{url}/cases", content=body), range(applications)))
        return applications / (time.perf_counter() - began)


def measure_hint(bench: Connection, url: str, case: Application) -> float:
    """Give the partner news of a case and request a poll; return the seconds until the application has the new status."""
    updated = Application.objects.filter(pk=case.pk, status="in_work")
    httpx.post(f"{url}/news", json={"number": case.number, "status": "У роботі"})
    began = time.perf_counter()
    operations.request_poll(connection=bench)
    wait_until(updated.exists)
    return time.perf_counter() - began


def measure_api(times: int) -> str:
    """Send statuses through the agency API and the whole stack of one process; the response follows the commit."""
    program = joined(factories.CentreFactory())
    cases = [program.given() for _ in range(times)]

    def send_status(case: Application) -> float:
        began = time.perf_counter()
        response = program.post(f"applications/{case.number}/status", {"status": "in_work"})
        took = time.perf_counter() - began
        assert Application.objects.get(pk=case.pk).status == "in_work", response.content
        return took

    return percentiles(send_status, cases)


def percentiles(measure_case: Callable[[Application], float], cases: list[Application]) -> str:
    took = sorted(measure_case(case) for case in cases)
    return ", ".join(f"p{percent} {took[len(took) * percent // 100] * 1000:.0f} ms" for percent in (50, 95))


if __name__ == "__main__":
    sys.exit(main())
