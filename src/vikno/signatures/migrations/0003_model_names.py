"""Rename models. Their tables keep their names, so no data moves."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("signatures", "0002_answer_about")]

    operations = [
        migrations.AlterModelTable(name="source", table="signatures_source"),
        migrations.RenameModel(old_name="Source", new_name="TrustSource"),
        migrations.AlterModelTable(name="reading", table="signatures_reading"),
        migrations.RenameModel(old_name="Reading", new_name="TrustSourceImport"),
        migrations.AlterModelTable(name="listing", table="signatures_listing"),
        migrations.RenameModel(old_name="Listing", new_name="TrustListing"),
        migrations.AlterModelTable(name="answer", table="signatures_answer"),
        migrations.RenameModel(old_name="Answer", new_name="RevocationData"),
    ]
