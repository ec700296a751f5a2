"""Real signatures, certificates and lists. They are other people's, so they are not kept here but read where they are."""

import json
import os
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("VIKNO_DATA") or _ROOT.parent / "shared" / "data") / "signatures"
needed = pytest.mark.skipif(not FOLDER.exists(), reason="no samples here: name the folder of the data in VIKNO_DATA")


def sample(path: str) -> bytes:
    """Return a file by its path in the folder."""
    return (FOLDER / path).read_bytes()


def manifest() -> list[dict[str, str]]:
    """Return the entries of the manifest; an empty list if there is no manifest."""
    file = FOLDER / "manifest.json"
    return json.loads(file.read_text()) if file.exists() else []
