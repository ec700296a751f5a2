"""Store the version of an event's fields, and find old events by their time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0003_model_names")]

    operations = [
        migrations.AddField(model_name="event", name="version", field=models.PositiveSmallIntegerField(default=1)),
        migrations.AddIndex(model_name="event", index=models.Index(fields=["happened_at"], name="event_by_time")),
    ]
