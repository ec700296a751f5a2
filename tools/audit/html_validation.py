"""Whether pages are written as HTML is: html-validate, over pages as they were sent."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from tools.audit.node import HERE, node

RULES = HERE / "htmlvalidate.mjs"


def faults(pages: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Return what is wrong with these pages, and the address of each."""
    with tempfile.TemporaryDirectory(prefix="vikno-markup-") as folder:
        addresses = {}
        for number, (address, body) in enumerate(pages.items()):
            path = Path(folder) / f"{number}.html"
            path.write_bytes(body)
            addresses[str(path)] = address
        # Into a file: what it writes to us is cut off when it ends.
        found = Path(folder) / "found.json"
        arguments = ["--config", str(RULES), "--formatter", f"json={found}", folder]
        done = node("html-validate/bin/html-validate.mjs", arguments)
        if not found.exists():
            raise SystemExit(f"html-validate says nothing: {done.stdout} {done.stderr}")
        results = json.loads(found.read_text())
    for one in results:
        for message in one["messages"]:
            yield f"{message['ruleId']}: {message['message']}", f"{addresses[one['filePath']]}, line {message['line']}"
