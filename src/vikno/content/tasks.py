"""Background tasks of the public site."""

from django.core.management import call_command
from django_tasks import task

from vikno.content.search.index import index_if_changed


@task()
def publish_scheduled() -> None:
    """Publish content that is due, and unpublish content that has expired."""
    call_command("publish_scheduled")


@task()
def index_search() -> None:
    """Update the search index if content has changed."""
    index_if_changed()
