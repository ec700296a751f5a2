"""A task that takes long enough to be killed in the middle of."""

import time

from django_tasks import task


@task()
def sleep() -> None:
    time.sleep(120)
