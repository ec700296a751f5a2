"""The forms that are taken through everything: those written for these tests, and a file of what centres published."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
PUBLISHED = Path(os.environ.get("VIKNO_FORMS_FILE") or ROOT.parent / "shared" / "data" / "forms" / "forms.json")


def rows(path: Path) -> list[Any]:
    return json.loads(path.read_text(encoding="utf-8-sig"))


def entries() -> Iterator[Any]:
    """Yield each form as a parameter that is called by its process."""
    for path in (DATA / "forms_small.json", DATA / "forms_faulty.json", PUBLISHED):
        if path == PUBLISHED and not path.exists() and "VIKNO_FORMS_FILE" not in os.environ:
            reason = "no published forms here: name a file of them in VIKNO_FORMS_FILE"
            yield pytest.param(None, id="published", marks=pytest.mark.skip(reason=reason))
            continue
        for number, row in enumerate(rows(path), start=1):
            yield pytest.param(row, id=f"{path.stem}-{_called(row) or number}")


def of_each_kind(given: list[Any]) -> list[Any]:
    """Return of the published forms one for each set of kinds of questions; all of them where VIKNO_EVERY_FORM is 1."""
    seen: set[frozenset[str]] = set()
    return [one for one in given if not one.id.startswith(PUBLISHED.stem + "-") or _is_new(one, seen)]


def _is_new(entry: Any, seen: set[frozenset[str]]) -> bool:
    kinds = frozenset(field.get("type", "") for field in entry.values[0].get("fields", ()))
    is_new = kinds not in seen or os.environ.get("VIKNO_EVERY_FORM") == "1"
    seen.add(kinds)
    return is_new


def _called(row: Any) -> str:
    process = row.get("process_id") if isinstance(row, dict) else None
    return re.sub(r"[^-\w]+", "-", str(process or ""), flags=re.ASCII)[:60]
