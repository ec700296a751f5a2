"""Background entry points of the public site."""

from django.core.management import call_command
from django_tasks import task

from vikno.content.operations import index_if_changed


@task()
def publish_scheduled() -> None:
    """Publish what editors set for a time that has come, and take down what has run out."""
    call_command("publish_scheduled")


@task()
def index_search() -> None:
    """Bring the search up to date with what editors wrote."""
    index_if_changed()
