"""Rename models. Their tables keep their names, so no data moves."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("integration", "0005_feed_told")]

    operations = [
        migrations.AlterModelTable(name="case", table="integration_case"),
        migrations.RenameModel(old_name="Case", new_name="ExternalCase"),
        migrations.AlterModelTable(name="mapping", table="integration_mapping"),
        migrations.RenameModel(old_name="Mapping", new_name="StatusMapping"),
        migrations.AlterModelTable(name="alert", table="integration_alert"),
        migrations.RenameModel(old_name="Alert", new_name="ConnectionAlert"),
        migrations.AlterModelTable(name="parcel", table="integration_parcel"),
        migrations.RenameModel(old_name="Parcel", new_name="ResultUpload"),
        migrations.AlterModelTable(name="piece", table="integration_piece"),
        migrations.RenameModel(old_name="Piece", new_name="ResultUploadChunk"),
        migrations.AlterModelTable(name="figure", table="integration_figure"),
        migrations.RenameModel(old_name="Figure", new_name="PartnerFigure"),
    ]
