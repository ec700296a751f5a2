"""Installation of the database triggers that increase the stamp."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import connections, models, transaction
from django.db.models import F

from vikno.pagecache import triggers
from vikno.pagecache.models import Stamp


def install_triggers(*, using: str) -> None:
    """Install triggers on the watched tables, remove them from others, and increase the stamp after a migration.

    Called after each `migrate`, because on SQLite a migration that rebuilds a table drops its triggers.
    """
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if Stamp._meta.db_table not in tables:
            return
        cursor.execute(triggers.INSTALLED_TRIGGERS[connection.vendor])
        present = {name for (name,) in cursor.fetchall()}
    table_triggers = triggers.postgresql_triggers if connection.vendor == "postgresql" else triggers.sqlite_triggers
    watched = {model._meta.db_table for model in watched_models()} & tables
    wanted = {name: sql for table in watched for name, sql in table_triggers(table).items()}
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(triggers.POSTGRESQL_FUNCTION)
        for name in sorted(present - wanted.keys()):
            cursor.execute(triggers.drop_trigger_sql(connection.vendor, name))
        for name in sorted(wanted.keys() - present):
            cursor.execute(wanted[name])
        if not Stamp.objects.using(using).update(number=F("number") + 1):
            Stamp.objects.using(using).create(number=1)


def watched_models() -> set[type[models.Model]]:
    """Return the models behind public pages: the apps and single models that the settings name."""
    watched = {model for label in settings.PAGECACHE_WATCHED for model in _models_of(label)}
    return watched - {model for label in settings.PAGECACHE_NOT_WATCHED for model in _models_of(label)}


def _models_of(label: str) -> Iterator[type[models.Model]]:
    """Yield the models of «app» or «app.Model», with their many-to-many tables."""
    if "." not in label:
        yield from apps.get_app_config(label).get_models(include_auto_created=True)
        return
    model = apps.get_model(label)
    yield model
    for field in model._meta.local_many_to_many:
        if field.remote_field.through._meta.auto_created:
            yield field.remote_field.through
