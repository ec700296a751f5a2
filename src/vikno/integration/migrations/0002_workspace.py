from django.db import migrations


def make(apps, schema_editor):
    """The workspace is there from the beginning, and so is its line; what was handed in before is worked there."""
    Connection = apps.get_model("integration", "Connection")
    made, _ = Connection.objects.get_or_create(code="workspace", defaults={"name": "Вікно", "connector": "workspace", "settings": None})
    apps.get_model("outbox", "Line").objects.get_or_create(consumer=f"edms:{made.pk}")
    Case = apps.get_model("integration", "Case")
    sent = apps.get_model("applications", "Application").objects.exclude(status="draft")
    cases = (
        Case(
            connection=made,
            application=one,
            leads=True,
            remote=one.number,
            assigned_at=one.submitted_at,
            sent_at=one.submitted_at,
            received_at=one.submitted_at,
        )
        for one in sent.only("pk", "number", "submitted_at").iterator()
    )
    Case.objects.bulk_create(cases, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("integration", "0001_initial"), ("outbox", "0002_lines")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop, elidable=False)]
