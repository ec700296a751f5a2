"""Rename models. Their tables keep their names, so no data moves."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("applications", "0007_foreign_registers")]

    operations = [
        migrations.AlterModelTable(name="tosign", table="applications_tosign"),
        migrations.RenameModel(old_name="ToSign", new_name="SigningRequest"),
        migrations.AlterModelTable(name="signature", table="applications_signature"),
        migrations.RenameModel(old_name="Signature", new_name="ApplicationSignature"),
        migrations.AlterModelTable(name="correction", table="applications_correction"),
        migrations.RenameModel(old_name="Correction", new_name="CorrectionRequest"),
        migrations.AlterModelTable(name="extension", table="applications_extension"),
        migrations.RenameModel(old_name="Extension", new_name="DeadlineExtension"),
    ]
