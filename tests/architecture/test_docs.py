import re
from pathlib import Path

from tools import events_doc
from vikno.applications.models import TRANSITIONS

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
# Pages name a file from the repository root, or from the package that they are about.
STARTS = [ROOT, ROOT / "src", ROOT / "src" / "vikno", ROOT / "docs", ROOT / "src" / "vikno" / "integration"]
# A path that begins with a slash is an address; what lies in var/ is written when the portal runs.
A_PATH = re.compile(r"`(?!var/)([\w.-]+/[\w./-]*\.(?:py|html|md|txt|json|toml|yml|css|js))`")


def test_the_picture_of_statuses_in_the_docs_is_the_table_in_the_code():
    page = (ROOT / "docs" / "architecture.md").read_text()
    drawn = page.partition("<!-- moves -->")[2].partition("<!-- /moves -->")[0]

    lines = [f"  {before} --> {after}" for before, afters in TRANSITIONS.items() for after in sorted(afters)]

    assert [line for line in drawn.splitlines() if "-->" in line] == lines


def test_the_list_of_events_in_the_docs_is_that_of_the_code():
    assert events_doc.PAGE.read_text() == events_doc.render(), "Run make events-doc."


def test_every_package_stands_in_the_docs():
    page = (ROOT / "docs" / "architecture.md").read_text()
    packages = [path.parent.name for path in (ROOT / "src" / "vikno").glob("*/__init__.py")]

    assert [name for name in packages if f"`{name}`" not in page] == []


def test_every_file_that_the_docs_name_is_there():
    named = {(page.name, path) for page in PAGES for path in A_PATH.findall(page.read_text()) if "KIND" not in path}

    assert named
    assert sorted((page, path) for page, path in named if not any((start / path).exists() for start in STARTS)) == []


def test_every_name_of_the_glossary_is_in_the_code():
    names = re.findall(r"`([A-Z]\w+)`", (ROOT / "docs" / "glossary.md").read_text())
    code = "".join(path.read_text() for path in (ROOT / "src" / "vikno").rglob("*.py"))

    assert [name for name in names if not re.search(rf"^(class )?{name}\b", code, re.MULTILINE)] == []
