"""Rename models. Their tables keep their names, so no data moves."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("guide", "0001_initial")]

    operations = [
        migrations.AlterModelTable(name="dump", table="guide_dump"),
        migrations.RenameModel(old_name="Dump", new_name="RegisterFile"),
        migrations.AlterModelTable(name="entry", table="guide_entry"),
        migrations.RenameModel(old_name="Entry", new_name="RegisterEntry"),
        migrations.AlterModelTable(name="ledger", table="guide_ledger"),
        migrations.RenameModel(old_name="Ledger", new_name="FieldDecisions"),
    ]
