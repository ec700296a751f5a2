"""Rename models. Their tables keep their names, so no data moves."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_lines")]

    operations = [
        migrations.AlterModelTable(name="line", table="outbox_line"),
        migrations.RenameModel(old_name="Line", new_name="DeliveryLine"),
    ]
