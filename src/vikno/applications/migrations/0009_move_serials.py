"""Move the series of numbers to `serials`, with the last number of each."""

from django.db import migrations, models


def move_to_serials(apps, schema_editor):
    old, new = apps.get_model("applications", "Serial"), apps.get_model("serials", "Serial")
    rows = old.objects.values_list("series", "last").iterator()
    new.objects.bulk_create((new(series=series, last=last) for series, last in rows), batch_size=500)


def move_back(apps, schema_editor):
    old, new = apps.get_model("applications", "Serial"), apps.get_model("serials", "Serial")
    own = new.objects.filter(models.Q(series__startswith="applications:") | models.Q(series__startswith="register:"))
    old.objects.bulk_create([old(series=row.series, last=row.last) for row in own])
    own.delete()


class Migration(migrations.Migration):
    dependencies = [("applications", "0008_model_names"), ("serials", "0001_initial")]

    operations = [
        migrations.RunPython(move_to_serials, move_back),
        migrations.DeleteModel(name="Serial"),
    ]
