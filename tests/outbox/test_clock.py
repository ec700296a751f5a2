"""The clock and the worker as they run: processes that are started, told to end, and killed."""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from tests import database
from tests.patience import PATIENCE_SECONDS, wait_until
from vikno.conf import clock
from vikno.outbox.operations import delete_old_tasks

ROOT = Path(__file__).resolve().parents[2]


def row(path: str, **of) -> DBTaskResult:
    """Return the row of a task that has been enqueued."""
    result = import_string(path).enqueue()
    DBTaskResult.objects.filter(pk=result.id).update(**of)
    return DBTaskResult.objects.get(pk=result.id)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_every_job_of_the_clock_is_a_task_that_the_worker_does():
    for job in clock.SCHEDULE:
        clock.tick(job.task)

    call_command("db_worker", batch=True, reload=False, startup_delay=False, verbosity=0)

    done = DBTaskResult.objects.values_list("task_path", "status")
    assert sorted(done) == sorted((job.task, "SUCCESSFUL") for job in clock.SCHEDULE)


@pytest.mark.django_db
def test_a_task_that_waits_is_not_enqueued_again():
    assert clock.enqueue("vikno.outbox.tasks.sweep")
    assert not clock.enqueue("vikno.outbox.tasks.sweep")
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now())
    assert clock.enqueue("vikno.outbox.tasks.sweep")

    assert DBTaskResult.objects.count() == 2


@pytest.mark.django_db
def test_old_rows_of_tasks_are_deleted_and_young_ones_kept():
    now = timezone.now()
    path, day = "vikno.outbox.tasks.sweep", timedelta(days=1)
    kept = {
        row(path).pk,
        row(path, status="SUCCESSFUL", finished_at=now - day).pk,
        row(path, status="FAILED", finished_at=now - 13 * day).pk,
        row(path, status="RUNNING", started_at=now - day / 2).pk,
    }
    row(path, status="SUCCESSFUL", finished_at=now - 3 * day)
    row(path, status="FAILED", finished_at=now - 15 * day)
    row(path, status="RUNNING", started_at=now - 2 * day)

    rows_before = DBTaskResult.objects.count()

    delete_old_tasks(at=now)

    assert rows_before - DBTaskResult.objects.count() == 3
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == kept


@pytest.fixture
def house(tmp_path) -> dict[str, str]:
    """Return the environment of a house of its own, on SQLite as it runs at home."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    shutil.copy(database.migrated(), tmp_path / "vikno.sqlite3")
    return environment | {"VAR_DIR": str(tmp_path), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}


def run(environment: dict[str, str], *command: str) -> str:
    command = (sys.executable, "manage.py", *command)
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


@contextlib.contextmanager
def started(environment: dict[str, str], *command: str, says: str) -> Iterator[subprocess.Popen[str]]:
    """Start a process and wait until it says that it runs; it is killed in the end, if it has not ended by itself."""
    command = (sys.executable, "manage.py", *command)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=environment, **pipes) as process:
        try:
            assert says in iter(process.stdout.readline, "").__next__()
            yield process
        finally:
            process.kill()


def enqueue(environment: dict[str, str], path: str) -> None:
    module, _, task = path.rpartition(".")
    run(environment, "shell", "--no-imports", "-c", f"from {module} import {task}; {task}.enqueue()")


def states(environment: dict[str, str]) -> str:
    """Return the states of all tasks, in the order in which they were enqueued."""
    file = Path(environment["VAR_DIR"]) / "vikno.sqlite3"
    with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as beside:
        rows = beside.execute(f"SELECT status FROM {DBTaskResult._meta.db_table} ORDER BY enqueued_at")  # noqa: S608
        return " ".join(row[0] for row in rows)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_clock_and_the_worker_end_cleanly_when_told(house, number):
    clock_runs = started(house, "run_clock", says="The clock runs")
    worker_runs = started(house, "db_worker", "--no-reload", says="Starting worker")
    with clock_runs as clock_process, worker_runs as worker:
        for process in (clock_process, worker):
            process.send_signal(number)

            output, _ = process.communicate(timeout=PATIENCE_SECONDS)

            assert process.returncode == 0, output
            assert "Traceback" not in output


def test_a_worker_that_is_killed_in_a_task_leaves_the_rest_to_the_next_one(house):
    enqueue(house, "tests.outbox.slow_task.sleep")
    with started(house, "db_worker", "--no-reload", says="Starting worker") as worker:
        wait_until(lambda: states(house) == "RUNNING")
        worker.kill()
        worker.wait(timeout=PATIENCE_SECONDS)
    # Not before: which of two that wait a worker takes first is its own business.
    enqueue(house, "vikno.outbox.tasks.sweep")

    run(house, "db_worker", "--batch", "--no-reload", "--no-startup-delay")

    assert states(house) == "RUNNING SUCCESSFUL"
