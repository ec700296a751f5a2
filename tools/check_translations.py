"""Check that the translations are complete: every string of the code is in uk, cs and en; none is fuzzy, empty or broken.

The same holds for the strings of the libraries: locale/libraries has those that a library leaves in English (see
library_strings.py).
`--update` writes new strings into the files first (needs gettext's xgettext and msgmerge).
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

from tools import library_strings
from tools.po_entries import Key, faults, key, read

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("uk", "cs", "en")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="write new strings into the files")
    options = parser.parse_args()
    if options.update:
        extract(ROOT / "locale")
        fill_english()
        sort_entries()
        library_strings.update()
    with tempfile.TemporaryDirectory() as folder:
        wanted = {key(entry) for entry in extract(Path(folder))}
    problems = [line for language in LANGUAGES for line in check(language, wanted)]
    problems += library_strings.check()
    for line in problems:
        sys.stderr.write(f"{line}\n")
    sys.stderr.write(f"translations: {len(wanted)} strings, {len(problems)} to mend\n")
    return 1 if problems else 0


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
    """Fill every empty English translation with its string of the code, which is in English."""
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


def sort_entries() -> None:
    """Sort the strings: gettext lists them in the order of the file system, which differs from machine to machine."""
    for language in LANGUAGES:
        file = polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))
        file.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
        # The history of the project has the date.
        file.metadata.pop("POT-Creation-Date", None)
        file.save()


def check(language: str, wanted: set[Key]) -> list[str]:
    """Return the problems of the file of a language."""
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return [f"{language}: there is no django.po"]
    entries = read(path)
    problems = [f"{language}: missing: {msgid!r}" for _, msgid, _ in sorted(wanted - entries.keys())]
    problems += [f"{language}: no longer used: {msgid!r}" for _, msgid, _ in sorted(entries.keys() - wanted)]
    for entry in entries.values():
        problems += [f"{language}: {fault}: {entry.msgid!r}" for fault in faults(entry, language)]
    return problems


if __name__ == "__main__":
    sys.exit(main())
