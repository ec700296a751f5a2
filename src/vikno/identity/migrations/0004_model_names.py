"""Rename models. Their tables keep their names, so no data moves."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("identity", "0003_conflict_finding")]

    operations = [
        migrations.AlterModelTable(name="attempt", table="identity_attempt"),
        migrations.RenameModel(old_name="Attempt", new_name="IdentificationAttempt"),
        migrations.AlterModelTable(name="link", table="identity_link"),
        migrations.RenameModel(old_name="Link", new_name="IdentityLink"),
    ]
