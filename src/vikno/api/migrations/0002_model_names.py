"""Rename models. Their tables keep their names, so no data moves."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("api", "0001_initial")]

    operations = [
        migrations.AlterModelTable(name="keptanswer", table="api_keptanswer"),
        migrations.RenameModel(old_name="KeptAnswer", new_name="IdempotentResponse"),
    ]
