"""Rename models. Their tables keep their names, so no data moves."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("centres", "0005_system_posts")]

    operations = [
        migrations.AlterModelTable(name="alertwords", table="centres_alertwords"),
        migrations.RenameModel(old_name="AlertWords", new_name="AlertTranslation"),
        migrations.AlterModelTable(name="centrewords", table="centres_centrewords"),
        migrations.RenameModel(old_name="CentreWords", new_name="CentreTranslation"),
    ]
