"""Write down on each application which system leads it, as its case in that system says."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def set_leads(apps, schema_editor):
    Application = apps.get_model("applications", "Application")
    ExternalCase = apps.get_model("integration", "ExternalCase")
    leading = ExternalCase.objects.filter(leads=True, connection__post__isnull=False)
    posts = leading.filter(application=OuterRef("pk")).values("connection__post")[:1]
    Application.objects.filter(pk__in=leading.values("application")).update(led_by=Subquery(posts))


class Migration(migrations.Migration):
    dependencies = [("integration", "0006_model_names"), ("applications", "0010_led_by")]

    operations = [migrations.RunPython(set_leads, migrations.RunPython.noop, elidable=True)]
