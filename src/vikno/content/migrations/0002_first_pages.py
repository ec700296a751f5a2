"""The pages every site begins with, in each language: the first page, news, and what the law obliges a site to say.

The texts lie beside this file as they were when it was written; editors change them in their pages.
"""

import json
import tomllib
import uuid
from pathlib import Path

from django.db import migrations
from django.utils import timezone

TEXTS = Path(__file__).parent / "texts"
# The default language first: its home is the root of the site.
LANGUAGES = ("uk", "cs", "en")


def plant(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    root = Page.objects.get(depth=1)
    # Wagtail's own welcome page. Where somebody has grown a tree already, it is left alone.
    welcome = Page.objects.filter(depth=2)
    if welcome.filter(numchild__gt=0).exists() or welcome.count() > 1:
        return
    keys = {}
    homes = [_plant_language(apps, root, language, keys) for language in LANGUAGES]
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", port=80, root_page_id=homes[0].pk, is_default_site=True)
    welcome.filter(slug="home").delete()
    root.numchild = Page.objects.filter(depth=2).count()
    root.save(update_fields=["numchild"])


def _plant_language(apps, root, language, keys):
    Locale = apps.get_model("wagtailcore", "Locale")
    locale, _made = Locale.objects.get_or_create(language_code=language)
    texts = tomllib.loads((TEXTS / f"{language}.toml").read_text(encoding="utf-8"))
    grow = _Grower(apps, locale, keys)
    home = grow.page("HomePage", root, "home", texts["home"], slug=language, body="[]")
    grow.page("NewsIndexPage", home, "news", texts["news"], slug="news", lead=texts["news"]["lead"])
    for one in texts["pages"]:
        body = json.dumps([_block(*next(iter(piece.items()))) for piece in one["body"]])
        grow.page("StandardPage", home, one["slug"], one, slug=one["slug"], lead=one["lead"], body=body)
    for slug, name in texts["categories"].items():
        grow.category(slug, "name" if language == LANGUAGES[0] else f"name_{language}", name)
    return home


class _Grower:
    """Make pages of one language. What is the same page in another language has the same key."""

    def __init__(self, apps, locale, keys):
        self.apps, self.locale, self.keys = apps, locale, keys

    def key(self, name):
        return self.keys.setdefault(name, uuid.uuid4())

    def page(self, model, parent, name, texts, *, slug, **fields):
        Model = self.apps.get_model("content", model)
        ContentType = self.apps.get_model("contenttypes", "ContentType")
        kind, _made = ContentType.objects.get_or_create(app_label="content", model=model.lower())
        now = timezone.now()
        page = Model.objects.create(
            title=texts["title"],
            draft_title=texts["title"],
            slug=slug,
            search_description=texts["description"],
            content_type=kind,
            locale=self.locale,
            translation_key=self.key(name),
            path=self._path_below(parent),
            depth=parent.depth + 1,
            numchild=0,
            url_path=f"{parent.url_path}{slug}/",
            live=True,
            first_published_at=now,
            last_published_at=now,
            **fields,
        )
        parent.numchild += 1
        parent.save(update_fields=["numchild"])
        return page

    def _path_below(self, parent):
        Page = self.apps.get_model("wagtailcore", "Page")
        last = Page.objects.filter(depth=parent.depth + 1, path__startswith=parent.path).order_by("path").last()
        step = int(last.path[-4:], 36) + 1 if last else 1
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        return f"{parent.path}000{digits[step]}"

    def category(self, slug, field, name):
        self.apps.get_model("content", "NewsCategory").objects.update_or_create(slug=slug, defaults={field: name})


def _block(kind, value):
    """Return a piece of text as Wagtail stores it; what the site knows itself has no value."""
    return {"type": kind, "value": None if value is True else value, "id": str(uuid.uuid4())}


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
