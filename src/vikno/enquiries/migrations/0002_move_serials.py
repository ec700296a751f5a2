"""Move the series of enquiry numbers to `serials`, with the last number of each year."""

from django.db import migrations


def move_to_serials(apps, schema_editor):
    old, new = apps.get_model("enquiries", "EnquirySerial"), apps.get_model("serials", "Serial")
    new.objects.bulk_create([new(series=f"enquiries:{row.year}", last=row.last) for row in old.objects.all()])


def move_back(apps, schema_editor):
    old, new = apps.get_model("enquiries", "EnquirySerial"), apps.get_model("serials", "Serial")
    own = new.objects.filter(series__startswith="enquiries:")
    old.objects.bulk_create([old(year=int(row.series.partition(":")[2]), last=row.last) for row in own])
    own.delete()


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0001_initial"), ("serials", "0001_initial")]

    operations = [
        migrations.RunPython(move_to_serials, move_back),
        migrations.DeleteModel(name="EnquirySerial"),
    ]
