from pathlib import Path

from tools import events_doc
from vikno.applications.models import TRANSITIONS

ROOT = Path(__file__).resolve().parents[2]


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
