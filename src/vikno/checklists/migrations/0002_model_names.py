"""Rename models. Their tables keep their names, so no data moves."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("checklists", "0001_initial")]

    operations = [
        migrations.AlterModelTable(name="keptchecklist", table="checklists_keptchecklist"),
        migrations.RenameModel(old_name="KeptChecklist", new_name="SavedChecklist"),
    ]
