"""Print the ten longest functions, files, tests and templates. It sets no limit: a long one may be right."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    code = [path for path in (ROOT / "src").rglob("*.py") if "migrations" not in path.parts]
    tests = list((ROOT / "tests").rglob("test_*.py"))
    print_longest("functions", (row for path in code for row in functions(path)))
    print_longest("files", ((len(path.read_text().splitlines()), str(path.relative_to(ROOT))) for path in code))
    print_longest("tests", (row for path in tests for row in functions(path)))
    templates = (ROOT / "src").rglob("templates/**/*.html")
    print_longest(
        "templates", ((len(path.read_text().splitlines()), str(path.relative_to(ROOT))) for path in templates)
    )
    return 0


def functions(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            yield node.end_lineno - node.lineno + 1, f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"


def print_longest(heading: str, rows: Iterator[tuple[int, str]]) -> None:
    sys.stdout.write(f"{heading}\n")
    for length, name in sorted(rows, reverse=True)[:10]:
        sys.stdout.write(f"  {length:4d}  {name}\n")


if __name__ == "__main__":
    sys.exit(main())
