"""Add to an application the post of the system that leads it. The integration fills it for applications that were sent before."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0009_move_serials"), ("centres", "0005_system_posts")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="led_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="centres.officer",
            ),
        ),
    ]
