"""Print how well names can be found by somebody who searches for them: `make names`.

Each figure stands beside its value of November 2026, before the names were revised, and beside its limit. The exit status is 1
when one is above it.
"""

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src"

# Frameworks look for these by name, so every package may have one.
FRAMEWORK_CLASSES = {"Meta", "Media", "Migration", "Command"}
# Nouns that end like a gerund.
ING_NOUNS = {"booking", "mapping", "routing", "sealing", "signing", "string"}
ONE_WORD = re.compile(r"_?([A-Z][a-z0-9]*|[A-Z0-9]+)")
# Participles and single words that leave the reader asking: «what is asked, by whom?». Scopes of a QuerySet are not counted.
BARE_NAMES = {
    *(
        [
            "begun",
            "bound",
            "brought",
            "built",
            "caught",
            "chosen",
            "done",
            "drawn",
            "found",
            "given",
            "gone",
            "heard",
            "held",
            "kept",
            "known",
            "left",
            "lost",
            "made",
            "meant",
            "met",
        ]
    ),
    *(["said", "seen", "sent", "shown", "sought", "spelt", "spoken", "taken", "told", "written"]),
    *(
        [
            "after",
            "at",
            "before",
            "beside",
            "by",
            "for",
            "from",
            "how",
            "in",
            "it",
            "of",
            "on",
            "one",
            "then",
            "to",
            "what",
            "when",
            "where",
            "who",
            "whom",
            "why",
            "with",
        ]
    ),
}
ENDS_IN_ED_BUT_IS_A_VERB = {"embed", "exceed", "feed", "need", "proceed", "seed", "succeed"}
RIDDLE_OPENINGS = re.compile(r"(What|Who|Whom|Whose|How|Where|When|Why|Whether|Say|Tell)\b")
TEMPLATE_COLUMNS = 160


@dataclass(frozen=True, kw_only=True)
class NamesFigure:
    """One measure of the tree: its value today, its value before the revision, and its limit, in the same unit."""

    title: str
    today: float
    before: float
    limit: float
    unit: str = ""
    offenders: tuple[str, ...] = ()

    @property
    def is_within_limit(self) -> bool:
        return self.today <= self.limit


@cache
def parse(path: Path) -> ast.Module:
    """Return the tree of a file, parsed once: each figure looks at every file."""
    return ast.parse(path.read_text())


@cache
def python_files() -> list[Path]:
    return sorted(path for path in SRC.rglob("*.py") if not {"migrations", "node_modules"} & set(path.parts))


def template_files() -> list[Path]:
    # A letter (.txt) is sent with the line breaks of its template, so its lines are as long as its sentences.
    return sorted(path for path in SRC.rglob("*.html") if "templates" in path.parts)


def classes() -> Iterator[tuple[str, Path]]:
    """Yield name and file of each class of ours, without those that a framework looks for by name."""
    for path in python_files():
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.ClassDef) and node.name not in FRAMEWORK_CLASSES:
                yield node.name, path


def repeated_class_names() -> dict[str, list[str]]:
    """Return each class name that is used more than once, with the files that define it."""
    found: dict[str, list[str]] = {}
    for name, path in classes():
        found.setdefault(name, []).append(str(path.relative_to(ROOT)))
    return {name: files for name, files in found.items() if len(files) > 1}


def gerund_modules() -> list[str]:
    """Return the modules and packages named after an activity instead of a thing."""
    named = ((path.parent.name if path.stem == "__init__" else path.stem, path) for path in python_files())
    return [str(path.relative_to(ROOT)) for name, path in named if name.endswith("ing") and name not in ING_NOUNS]


def one_word_classes() -> list[str]:
    return sorted(name for name, _path in classes() if ONE_WORD.fullmatch(name))


def functions(tree: ast.AST) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, str]]:
    """Yield each function of a module with the name of the class it belongs to, or nothing."""
    for node in ast.walk(tree):
        owner = node.name if isinstance(node, ast.ClassDef) else ""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                yield child, owner


def bare_function_names() -> list[str]:
    """Return the functions whose whole name is a participle, a preposition or a pronoun."""
    found = []
    for path in python_files():
        for function, owner in functions(parse(path)):
            name = function.name
            is_participle = "_" not in name and name.endswith("ed") and name not in ENDS_IN_ED_BUT_IS_A_VERB
            if (is_participle or name in BARE_NAMES) and not owner.endswith("QuerySet"):
                found.append(f"{path.relative_to(ROOT)}:{function.lineno} {name}")
    return found


def helpers_called_once() -> list[str]:
    """Return the private functions that their module names at one place only."""
    found = []
    for path in python_files():
        tree = parse(path)
        uses = Counter(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
        uses.update(node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute))
        for function, _owner in functions(tree):
            name = function.name
            if name.startswith("_") and not name.startswith("__") and uses[name] == 1:
                found.append(f"{path.relative_to(ROOT)}:{function.lineno} {name}")
    return found


def riddle_docstrings() -> list[str]:
    """Return the docstrings that open with a question word or «Say», «Tell» instead of what the thing is or does."""
    found = []
    for path in python_files():
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                text = ast.get_docstring(node)
                if text and RIDDLE_OPENINGS.match(text):
                    found.append(f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)} {text.splitlines()[0][:60]}")
    return found


def long_template_lines() -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in template_files()
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > TEMPLATE_COLUMNS
    ]


def measure() -> list[NamesFigure]:
    names = Counter(name for name, _path in classes())
    count = names.total()
    repeated = sum(times for times in names.values() if times > 1)
    one_word = one_word_classes()
    gerunds, bare, once = gerund_modules(), bare_function_names(), helpers_called_once()
    riddles, long_lines = riddle_docstrings(), long_template_lines()
    doubles = tuple(f"{name}: {', '.join(files)}" for name, files in sorted(repeated_class_names().items()))
    return [
        NamesFigure(
            title="class names used twice", unit="%", today=100 * repeated / count, before=24.2, limit=3, offenders=doubles
        ),
        NamesFigure(
            title="class names of one word", unit="%", today=100 * len(one_word) / count, before=50.4, limit=20,
            offenders=tuple(one_word),
        ),
        NamesFigure(title="modules named by a gerund", today=len(gerunds), before=88, limit=5, offenders=tuple(gerunds)),
        NamesFigure(title="functions named by a bare word", today=len(bare), before=187, limit=0, offenders=tuple(bare)),
        NamesFigure(
            title="private helpers called once", today=len(once), before=1045, limit=522, offenders=tuple(once)
        ),
        NamesFigure(title="docstrings that open as a riddle", today=len(riddles), before=492, limit=0, offenders=tuple(riddles)),
        NamesFigure(
            title=f"template lines over {TEMPLATE_COLUMNS} columns", today=len(long_lines), before=716, limit=0,
            offenders=tuple(long_lines),
        ),
    ]  # fmt: skip


def main() -> int:
    figures = measure()
    sys.stdout.write(f"{'':36}{'before':>9}{'today':>9}{'limit':>9}\n")
    for figure in figures:
        numbers = "".join(f"{value:>8.1f}{figure.unit or ' '}" for value in (figure.before, figure.today, figure.limit))
        sys.stdout.write(f"{figure.title:36}{numbers}{'' if figure.is_within_limit else '  exceeded'}\n")
    if "--list" in sys.argv:
        for figure in figures:
            sys.stdout.writelines(f"{figure.title}: {offender}\n" for offender in figure.offenders)
    return 0 if all(figure.is_within_limit for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
