"""The database itself refuses to change an entry of the audit and, on PostgreSQL, to delete one.

SQLite deletes rows where PostgreSQL truncates (`manage.py flush`, the tests), so there only changes are refused; the chain of
digests shows what is missing. SQLite drops triggers when a later migration rebuilds the table: such a migration adds them anew.
"""

from django.db import migrations

ADD = {
    "postgresql": [
        """
        CREATE FUNCTION audit_entry_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'audit entries are never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """,
        """
        CREATE TRIGGER audit_entry_is_final BEFORE UPDATE OR DELETE ON audit_entry
        FOR EACH ROW EXECUTE FUNCTION audit_entry_is_final()
        """,
    ],
    "sqlite": [
        """
        CREATE TRIGGER audit_entry_is_final BEFORE UPDATE ON audit_entry
        BEGIN SELECT RAISE(ABORT, 'audit entries are never changed or deleted'); END
        """
    ],
}
REMOVE = {
    "postgresql": ["DROP TRIGGER audit_entry_is_final ON audit_entry", "DROP FUNCTION audit_entry_is_final()"],
    "sqlite": ["DROP TRIGGER audit_entry_is_final"],
}


def add(apps, schema_editor):
    for statement in ADD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
