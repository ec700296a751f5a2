import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0005_fill'),
    ]

    operations = [
        migrations.RemoveField(model_name='servicecard', name='language'),
        migrations.RemoveField(model_name='service', name='category_title'),
        migrations.AlterField(
            model_name='carddocument',
            name='locale',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale'),
        ),
        migrations.AlterField(
            model_name='carddocument',
            name='translation_key',
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AlterField(
            model_name='cardstage',
            name='locale',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale'),
        ),
        migrations.AlterField(
            model_name='cardstage',
            name='translation_key',
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AlterField(
            model_name='legalact',
            name='locale',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale'),
        ),
        migrations.AlterField(
            model_name='legalact',
            name='translation_key',
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AlterField(
            model_name='refusalground',
            name='locale',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale'),
        ),
        migrations.AlterField(
            model_name='refusalground',
            name='translation_key',
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AlterField(
            model_name='servicecard',
            name='locale',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale'),
        ),
        migrations.AlterField(
            model_name='servicecard',
            name='translation_key',
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AddConstraint(
            model_name='carddocument',
            constraint=models.UniqueConstraint(fields=('translation_key', 'locale'), name='carddocument_once_per_locale'),
        ),
        migrations.AddConstraint(
            model_name='cardstage',
            constraint=models.UniqueConstraint(fields=('translation_key', 'locale'), name='cardstage_once_per_locale'),
        ),
        migrations.AddConstraint(
            model_name='legalact',
            constraint=models.UniqueConstraint(fields=('translation_key', 'locale'), name='legalact_once_per_locale'),
        ),
        migrations.AddConstraint(
            model_name='refusalground',
            constraint=models.UniqueConstraint(fields=('translation_key', 'locale'), name='refusalground_once_per_locale'),
        ),
        migrations.AddConstraint(
            model_name='servicecard',
            constraint=models.UniqueConstraint(fields=('translation_key', 'locale'), name='servicecard_once_per_locale'),
        ),
        migrations.AddConstraint(
            model_name='servicecard',
            constraint=models.UniqueConstraint(condition=models.Q(('service__isnull', False)), fields=('translation_key',), name='servicecard_one_original'),
        ),
    ]
