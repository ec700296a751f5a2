"""The database itself refuses to change what a published form asks, and to make a draft of it again.

SQLite drops triggers when a later migration rebuilds the table: such a migration adds them anew.
"""

from django.db import migrations

ADD = {
    "postgresql": [
        """
        CREATE FUNCTION form_version_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'a published form version never changes' USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """,
        """
        CREATE TRIGGER form_version_is_final BEFORE UPDATE ON eforms_formversion FOR EACH ROW
        WHEN (OLD.status <> 'draft' AND (NEW.definition IS DISTINCT FROM OLD.definition OR NEW.status = 'draft'))
        EXECUTE FUNCTION form_version_is_final()
        """,
    ],
    "sqlite": [
        """
        CREATE TRIGGER form_version_is_final BEFORE UPDATE ON eforms_formversion
        WHEN OLD.status <> 'draft' AND (NEW.definition IS NOT OLD.definition OR NEW.status = 'draft')
        BEGIN SELECT RAISE(ABORT, 'a published form version never changes'); END
        """
    ],
}
REMOVE = {
    "postgresql": ["DROP TRIGGER form_version_is_final ON eforms_formversion", "DROP FUNCTION form_version_is_final()"],
    "sqlite": ["DROP TRIGGER form_version_is_final"],
}


def add(apps, schema_editor):
    for statement in ADD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("eforms", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
