"""Rename models. Their tables keep their names, so no data moves."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.AlterModelTable(name="entry", table="search_entry"),
        migrations.RenameModel(old_name="Entry", new_name="SearchEntry"),
        migrations.AlterModelTable(name="word", table="search_word"),
        migrations.RenameModel(old_name="Word", new_name="IndexedWord"),
        migrations.AlterModelTable(name="state", table="search_state"),
        migrations.RenameModel(old_name="State", new_name="IndexState"),
    ]
