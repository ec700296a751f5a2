"""Papers of the demo: the results that officers issue and what applicants enclose. Each says that it is a sample."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from vikno.files.operations import Upload
from vikno.kernel import papers

TEMPLATE = Path(__file__).resolve().parents[1] / "papers" / "sheet.typ"
SCANNED_AT = datetime(2026, 1, 5, 10, tzinfo=UTC)


def result(*, title: str, facts: list[tuple[str, str]], body: str, at: datetime) -> Upload:
    """Return the paper that a case ends with."""
    data = {"title": title, "language": "uk", "facts": facts, "body": body}
    return Upload(name=f"{title}.pdf", content=papers.render(template=TEMPLATE, data=data, at=at))


@cache
def enclosure(name: str) -> Upload:
    """Return what somebody might have scanned, under this file name."""
    title = name.removesuffix(".pdf")
    body = "Тут міг би бути скан або фото документа. У демонстрації справжніх документів немає."
    data = {"title": title, "language": "uk", "facts": [], "body": body}
    return Upload(name=name, content=papers.render(template=TEMPLATE, data=data, at=SCANNED_AT))
