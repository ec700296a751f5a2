"""Check every template: it compiles, its lines are short, and it decides little.

A misspelt tag or component fails here, not in front of a resident. A long line hides its branches. A long chain of
`elif` is a function that belongs in Python, where it has tests; one that only compares one value is a choice of markup.
"""

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MAX_COLUMNS = 160
MAX_ELIFS = 4
# Line breaks of a letter in plain text show, and paths of a drawing are no text.
WRAPPED_TYPES = {".html", ".xml"}
IF_TAG = re.compile(r"{%\s*(if|elif|endif)\b\s*(.*?)\s*%}")
COMPARISON = re.compile(r"([\w.]+) == \S+")


def main() -> int:
    paths = sorted((ROOT / "src" / "vikno").glob("*/templates/**/*.*"))
    problems = compile_problems(paths)
    for path in paths:
        source = path.read_text(encoding="utf-8")
        lines = long_lines(source) if path.suffix in WRAPPED_TYPES else []
        for line_number, problem in [*lines, *long_chains(source)]:
            problems.append(f"{path.relative_to(ROOT)}:{line_number}: {problem}")
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    sys.stderr.write(f"templates: {len(paths)} read, {len(problems)} problems\n")
    return 1 if problems else 0


def compile_problems(paths: list[Path]) -> list[str]:
    """Return the templates that Django cannot compile, each with the reason."""
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vikno.conf.settings")
    os.environ.setdefault("DEBUG", "1")
    os.environ.setdefault("DEMO", "1")
    import django
    from django.template import TemplateDoesNotExist, TemplateSyntaxError
    from django.template.loader import get_template

    django.setup()
    problems = []
    for path in paths:
        try:
            get_template(str(path).partition("/templates/")[2])
        except (TemplateSyntaxError, TemplateDoesNotExist) as error:
            problems.append(f"{path.relative_to(ROOT)}: {error}")
    return problems


def long_lines(source: str) -> list[tuple[int, str]]:
    """Return the lines over the limit, each with its number."""
    return [
        (number, f"{len(line)} columns; at most {MAX_COLUMNS}")
        for number, line in enumerate(source.splitlines(), start=1)
        if len(line) > MAX_COLUMNS
    ]


def long_chains(source: str) -> list[tuple[int, str]]:
    """Return the `if` tags that too many `elif` follow, each with the number of its line."""
    problems: list[tuple[int, str]] = []
    # Of each open `if`: its line and the conditions so far.
    open_tags: list[tuple[int, list[str]]] = []
    for tag in IF_TAG.finditer(source):
        if tag[1] == "if":
            open_tags.append((source.count("\n", 0, tag.start()) + 1, [tag[2]]))
        elif tag[1] == "elif":
            open_tags[-1][1].append(tag[2])
        else:
            line_number, conditions = open_tags.pop()
            elifs = len(conditions) - 1
            if elifs > MAX_ELIFS and not compares_one_value(conditions):
                problems.append((line_number, f"{elifs} elif tags in one if; at most {MAX_ELIFS}: write a function"))
    return problems


def compares_one_value(conditions: list[str]) -> bool:
    """Return whether every condition is `value == constant` for the same value."""
    matches = [COMPARISON.fullmatch(condition) for condition in conditions]
    return len({match[1] if match else None for match in matches}) == 1 and all(matches)


if __name__ == "__main__":
    sys.exit(main())
