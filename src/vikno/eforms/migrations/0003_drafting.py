"""Drafts count their changes and remember what they were. SQLite rebuilds the table for it, so its trigger is added anew."""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

final = import_module("vikno.eforms.migrations.0002_published_is_final")


def add_again(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS form_version_is_final")
        final.add(apps, schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('eforms', '0002_published_is_final'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='eform',
            options={'permissions': [('publish_eform', 'Can publish e-forms')]},
        ),
        migrations.AddField(
            model_name='formversion',
            name='edited_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='formversion',
            name='edited_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='formversion',
            name='revision',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.CreateModel(
            name='EarlierDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField()),
                ('definition', models.JSONField()),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='earlier', to='eforms.formversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('version', 'revision'), name='earlier_draft_revision_once')],
            },
        ),
        migrations.RunPython(add_again, add_again),
    ]
