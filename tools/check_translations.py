"""Check that the translations are complete: every string of the code is in uk, cs and en; none is fuzzy, empty or broken.

`--update` writes new strings into the files first (needs gettext's xgettext and msgmerge).
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("uk", "cs", "en")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w+\}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="write new strings into the files")
    options = parser.parse_args()
    if options.update:
        extract(ROOT / "locale")
        fill_english()
    with tempfile.TemporaryDirectory() as folder:
        wanted = {key(entry) for entry in extract(Path(folder))}
    trouble = [line for language in LANGUAGES for line in check(language, wanted)]
    for line in trouble:
        sys.stderr.write(f"{line}\n")
    sys.stderr.write(f"translations: {len(wanted)} strings, {len(trouble)} to mend\n")
    return 1 if trouble else 0


def extract(locale: Path) -> polib.POFile:
    """Return every string of the code; write the language files when the folder is the project's own."""
    own = locale == ROOT / "locale"
    for language in LANGUAGES if own else ("en",):
        (locale / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    code = (
        "from django.conf import settings; settings.configure(USE_I18N=True, LOCALE_PATHS=[{locale!r}]); import django; "
        "django.setup(); from django.core.management import call_command; "
        "call_command('makemessages', locale={languages!r}, no_location=True, no_obsolete=True, verbosity=0, "
        "ignore_patterns=['node_modules', 'static', 'papers/fonts'])"
    )
    languages = list(LANGUAGES) if own else ["en"]
    command = [sys.executable, "-c", code.format(locale=str(locale), languages=languages)]
    subprocess.run(command, check=True, cwd=ROOT / "src" / "vikno")
    return polib.pofile(str(locale / "en" / "LC_MESSAGES" / "django.po"))


def fill_english() -> None:
    """English is the language of the code: what is not said otherwise stands as it is."""
    path = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
    file = polib.pofile(str(path))
    for entry in file:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
        elif not entry.msgstr or entry.fuzzy:
            entry.msgstr = entry.msgid
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        entry.previous_msgctxt = entry.previous_msgid = entry.previous_msgid_plural = None
    file.save()


def key(entry: polib.POEntry) -> tuple[str, str, str]:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def check(language: str, wanted: set[tuple[str, str, str]]) -> list[str]:
    """Return what is wrong with one language's file."""
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return [f"{language}: there is no django.po"]
    entries = {key(entry): entry for entry in polib.pofile(str(path)) if not entry.obsolete}
    trouble = [f"{language}: missing: {msgid!r}" for _, msgid, _ in sorted(wanted - entries.keys())]
    trouble += [f"{language}: no longer used: {msgid!r}" for _, msgid, _ in sorted(entries.keys() - wanted)]
    for entry in entries.values():
        trouble += [f"{language}: {what}: {entry.msgid!r}" for what in faults(entry)]
        # In Ukrainian the first form is not only for one: 21 and 31 take it too, so it must say the number.
        if language == "uk" and len({frozenset(PLACEHOLDER.findall(one)) for one in entry.msgstr_plural.values()}) > 1:
            trouble.append(f"uk: a form without its number: {entry.msgid!r}")
    return trouble


def faults(entry: polib.POEntry) -> list[str]:
    found = ["fuzzy"] if entry.fuzzy else []
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not texts or not all(texts):
        found.append("empty")
    wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural or ""))
    if any(text and set(PLACEHOLDER.findall(text)) - wanted for text in texts):
        found.append("a placeholder that the code does not give")
    if not entry.msgid_plural and set(PLACEHOLDER.findall(entry.msgid)) - set(PLACEHOLDER.findall(entry.msgstr)):
        found.append("a placeholder was lost")
    return found


if __name__ == "__main__":
    sys.exit(main())
