"""Give every language its locale, every card and row of a card its locale and key, every service its theme, every published card its first version."""

import re
import uuid

from django.conf import settings
from django.db import migrations
from wagtail.coreutils import get_supported_content_language_variant

from vikno.kernel.data_import import transliterate

PARTS = ("CardDocument", "CardStage", "RefusalGround", "LegalAct")
STANDING = (
    "live has_unpublished_changes first_published_at last_published_at latest_revision live_revision go_live_at expire_at expired"
).split()


def fill(apps, schema_editor):
    locales = _Locales(apps.get_model("wagtailcore", "Locale"))
    for language, _name in settings.LANGUAGES:
        locales.of(language)
    for card in apps.get_model("catalogue", "ServiceCard").objects.select_related("service").iterator():
        card.locale = locales.of(card.language)
        card.translation_key = uuid.uuid4()
        card.title = card.service.title
        card.save(update_fields=["locale", "translation_key", "title"])
    for name in PARTS:
        for part in apps.get_model("catalogue", name).objects.select_related("card").iterator():
            part.locale_id = part.card.locale_id
            part.translation_key = uuid.uuid4()
            part.save(update_fields=["locale", "translation_key"])
    _themes(apps)
    _versions(apps)


class _Locales:
    def __init__(self, model):
        self._model = model
        self._known = {}

    def of(self, language):
        code = get_supported_content_language_variant(language if language in dict(settings.LANGUAGES) else "uk")
        if code not in self._known:
            self._known[code], _made = self._model.objects.get_or_create(language_code=code)
        return self._known[code]


def _themes(apps):
    Service, Category = apps.get_model("catalogue", "Service"), apps.get_model("catalogue", "Category")
    titles = Service.objects.exclude(category_title="").values_list("category_title", flat=True)
    for title in sorted(set(titles)):
        code = re.sub(r"[^a-z0-9]+", "-", transliterate(title).lower()).strip("-")[:50] or "theme"
        if Category.objects.filter(code=code).exists():
            code = f"{code}-{Category.objects.count()}"
        category = Category.objects.create(code=code, title=title)
        Service.objects.filter(category_title=title).update(category=category)


def _versions(apps):
    CardVersion = apps.get_model("catalogue", "CardVersion")
    cards = apps.get_model("catalogue", "ServiceCard").objects.filter(live=True, live_revision__isnull=False)
    for card in cards.select_related("live_revision").iterator():
        content = {name: value for name, value in card.live_revision.content.items() if name not in STANDING}
        CardVersion.objects.create(
            card=card,
            number=1,
            published_at=card.last_published_at or card.live_revision.created_at,
            approved_by=card.approved_by,
            content={**content, "title": card.title},
        )


class Migration(migrations.Migration):

    dependencies = [
        ("catalogue", "0004_card_grows"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
