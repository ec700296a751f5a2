"""Validation of the HTML of pages as they were sent, by html-validate."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from tools.audit.node import HERE, node

RULES = HERE / "htmlvalidate.mjs"


def faults(pages: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield each problem of these pages with the address and line."""
    with tempfile.TemporaryDirectory(prefix="vikno-markup-") as folder:
        addresses = {}
        for number, (address, body) in enumerate(pages.items()):
            path = Path(folder) / f"{number}.html"
            path.write_bytes(body)
            addresses[str(path)] = address
        # The report goes into a file, because standard output is cut off when the program ends.
        found = Path(folder) / "found.json"
        arguments = ["--config", str(RULES), "--formatter", f"json={found}", folder]
        process = node("html-validate/bin/html-validate.mjs", arguments)
        if not found.exists():
            raise SystemExit(f"html-validate says nothing: {process.stdout} {process.stderr}")
        results = json.loads(found.read_text())
    for result in results:
        for message in result["messages"]:
            yield (
                f"{message['ruleId']}: {message['message']}",
                f"{addresses[result['filePath']]}, line {message['line']}",
            )
