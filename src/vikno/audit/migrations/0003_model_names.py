"""Rename models. Their tables keep their names, so no data moves."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.AlterModelTable(name="entry", table="audit_entry"),
        migrations.RenameModel(old_name="Entry", new_name="AuditEntry"),
        migrations.AlterModelTable(name="head", table="audit_head"),
        migrations.RenameModel(old_name="Head", new_name="AuditChainHead"),
    ]
