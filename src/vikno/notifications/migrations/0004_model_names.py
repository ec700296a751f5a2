"""Rename models. Their tables keep their names, so no data moves."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_progressed")]

    operations = [
        migrations.AlterModelTable(name="message", table="notifications_message"),
        migrations.RenameModel(old_name="Message", new_name="Notification"),
    ]
