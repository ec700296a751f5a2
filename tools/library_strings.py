"""What Django, Wagtail and the other libraries leave in English: we say it in uk and cs ourselves, in locale/libraries.

A string stands there only as long as the library has not translated it: ours would win over theirs.
"""

import os
from pathlib import Path

import django
import polib
from django.apps import apps

from tools.po_entries import Key, faults, read

ROOT = Path(__file__).resolve().parents[1]
OURS = ROOT / "locale" / "libraries"
LANGUAGES = ("uk", "cs")
DOMAINS = ("django", "djangojs")


def check() -> list[str]:
    """Return what is missing, superfluous or wrong in our catalogues."""
    return [line for path, missing in catalogues(folders()) for line in trouble(path, missing)]


def update() -> None:
    for path, missing in catalogues(folders()):
        renew(path, missing)


def renew(path: Path, missing: dict[Key, polib.POEntry]) -> None:
    """Write new strings into a catalogue, with nothing said yet, and drop what is not ours to say any more."""
    file = polib.pofile(str(path))
    said = read(path)
    file[:] = [said.get(one) or polib.POEntry(**asked(entry)) for one, entry in missing.items()]
    file.save()


def folders() -> list[Path]:
    """Return where Django and the installed apps of others keep their translations."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vikno.conf.settings")
    os.environ.setdefault("DEBUG", "1")
    django.setup()
    others = [Path(one.path) for one in apps.get_app_configs() if not one.name.startswith("vikno.")]
    return [Path(django.__file__).parent / "conf" / "locale", *(path / "locale" for path in others)]


def catalogues(places: list[Path]) -> list[tuple[Path, dict[Key, polib.POEntry]]]:
    """Return each catalogue of ours with the strings it must have."""
    return [
        (po(OURS, language, domain), lacking(places, language, domain)) for language in LANGUAGES for domain in DOMAINS
    ]


def lacking(places: list[Path], language: str, domain: str) -> dict[Key, polib.POEntry]:
    """Return the English strings that neither a library nor our own code says in this language."""
    said = {
        one
        for place in (*places, ROOT / "locale")
        for one, entry in read(po(place, language, domain)).items()
        if entry.translated()
    }
    english = {one: entry for place in places for one, entry in read(po(place, "en", domain)).items()}
    return {one: english[one] for one in sorted(english.keys() - said)}


def po(place: Path, language: str, domain: str) -> Path:
    return place / language / "LC_MESSAGES" / f"{domain}.po"


def asked(entry: polib.POEntry) -> dict[str, object]:
    """Return a string as a translator meets it: nothing said yet, with the note of who wrote it."""
    forms = dict.fromkeys(range(4), "") if entry.msgid_plural else {}
    return {
        "msgctxt": entry.msgctxt,
        "msgid": entry.msgid,
        "msgid_plural": entry.msgid_plural,
        "msgstr_plural": forms,
        "comment": entry.comment,
    }


def trouble(path: Path, missing: dict[Key, polib.POEntry]) -> list[str]:
    said = read(path)
    name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    return [
        *(f"{name}: missing: {one[1]!r}" for one in missing if one not in said),
        *(f"{name}: not ours to say any more: {one[1]!r}" for one in said if one not in missing),
        *(f"{name}: {what}: {one[1]!r}" for one, entry in said.items() for what in faults(entry, path.parts[-3])),
    ]
