"""Having the database move the stamp."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F

from vikno.pagecache import triggers
from vikno.pagecache.models import Stamp


def install_triggers(*, using: str) -> None:
    """Put triggers on the watched tables, take them off others, and move the stamp: a migration may have changed anything.

    Called after each `migrate`, for on SQLite a migration that builds a table anew drops its triggers.
    """
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if Stamp._meta.db_table not in tables:
            return
        cursor.execute(triggers.INSTALLED_TRIGGERS[connection.vendor])
        present = {name for (name,) in cursor.fetchall()}
    wanted = _wanted(connection, tables)
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(triggers.POSTGRESQL_FUNCTION)
        for name in sorted(present - wanted.keys()):
            cursor.execute(triggers.drop_trigger_sql(connection.vendor, name))
        for name in sorted(wanted.keys() - present):
            cursor.execute(wanted[name])
        if not Stamp.objects.using(using).update(number=F("number") + 1):
            Stamp.objects.using(using).create(number=1)


def _wanted(connection: BaseDatabaseWrapper, tables: set[str]) -> dict[str, str]:
    of_table = triggers.postgresql_triggers if connection.vendor == "postgresql" else triggers.sqlite_triggers
    watched = {model._meta.db_table for model in watched_models()} & tables
    return {name: text for table in watched for name, text in of_table(table).items()}


def watched_models() -> set[type[models.Model]]:
    """Return the models that public pages show: those of the apps and the single models that settings name."""
    named = {model for label in settings.PAGECACHE_WATCHED for model in _named(label)}
    return named - {model for label in settings.PAGECACHE_NOT_WATCHED for model in _named(label)}


def _named(label: str) -> Iterator[type[models.Model]]:
    """Go through the models of «app» or «app.Model», with the tables between them."""
    if "." not in label:
        yield from apps.get_app_config(label).get_models(include_auto_created=True)
        return
    model = apps.get_model(label)
    yield model
    for field in model._meta.local_many_to_many:
        if field.remote_field.through._meta.auto_created:
            yield field.remote_field.through
