"""Translations into uk and cs of the strings that Django, Wagtail and other libraries leave in English: locale/libraries.

A string is there only until the library translates it, because our translation overrides the library's.
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
    return [line for path, missing in catalogues(library_folders()) for line in problems(path, missing)]


def update() -> None:
    for path, missing in catalogues(library_folders()):
        renew(path, missing)


def renew(path: Path, missing: dict[Key, polib.POEntry]) -> None:
    """Add new strings to a catalogue, without a translation, and drop those that a library translates now."""
    file = polib.pofile(str(path))
    translated = read(path)
    file[:] = [
        translated.get(string_key) or polib.POEntry(**untranslated_fields(entry))
        for string_key, entry in missing.items()
    ]
    file.save()


def library_folders() -> list[Path]:
    """Return the translation folders of Django and of the installed apps that are not ours."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vikno.conf.settings")
    os.environ.setdefault("DEBUG", "1")
    django.setup()
    others = [Path(app.path) for app in apps.get_app_configs() if not app.name.startswith("vikno.")]
    return [Path(django.__file__).parent / "conf" / "locale", *(path / "locale" for path in others)]


def catalogues(folders: list[Path]) -> list[tuple[Path, dict[Key, polib.POEntry]]]:
    """Return each catalogue of ours with the strings it must have."""
    return [
        (po(OURS, language, domain), lacking(folders, language, domain)) for language in LANGUAGES for domain in DOMAINS
    ]


def lacking(folders: list[Path], language: str, domain: str) -> dict[Key, polib.POEntry]:
    """Return the English strings that neither a library nor our own code translates into this language."""
    translated = {
        string_key
        for folder in (*folders, ROOT / "locale")
        for string_key, entry in read(po(folder, language, domain)).items()
        if entry.translated()
    }
    english = {string_key: entry for folder in folders for string_key, entry in read(po(folder, "en", domain)).items()}
    return {string_key: english[string_key] for string_key in sorted(english.keys() - translated)}


def po(folder: Path, language: str, domain: str) -> Path:
    return folder / language / "LC_MESSAGES" / f"{domain}.po"


def untranslated_fields(entry: polib.POEntry) -> dict[str, object]:
    """Return the fields of a string without a translation, with the comment of its author."""
    forms = dict.fromkeys(range(4), "") if entry.msgid_plural else {}
    return {
        "msgctxt": entry.msgctxt,
        "msgid": entry.msgid,
        "msgid_plural": entry.msgid_plural,
        "msgstr_plural": forms,
        "comment": entry.comment,
    }


def problems(path: Path, missing: dict[Key, polib.POEntry]) -> list[str]:
    translated = read(path)
    name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    return [
        *(f"{name}: missing: {string_key[1]!r}" for string_key in missing if string_key not in translated),
        *(
            f"{name}: not ours to say any more: {string_key[1]!r}"
            for string_key in translated
            if string_key not in missing
        ),
        *(
            f"{name}: {fault}: {string_key[1]!r}"
            for string_key, entry in translated.items()
            for fault in faults(entry, path.parts[-3])
        ),
    ]
