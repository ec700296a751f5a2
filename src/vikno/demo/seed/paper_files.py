"""Papers of the demo: results from officers and attachments from applicants. Each paper says that it is a sample."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from vikno.files.operations import FileUpload
from vikno.kernel import pdf_documents

TEMPLATE = Path(__file__).resolve().parents[1] / "papers" / "sheet.typ"
SCANNED_AT = datetime(2026, 1, 5, 10, tzinfo=UTC)


def result_file(*, title: str, facts: list[tuple[str, str]], body: str, at: datetime) -> FileUpload:
    """Return the paper with the result of a case."""
    data = {"title": title, "language": "uk", "facts": facts, "body": body}
    return FileUpload(name=f"{title}.pdf", content=pdf_documents.render(template=TEMPLATE, data=data, at=at))


@cache
def scanned_file(name: str) -> FileUpload:
    """Return a file with this name in place of a scan."""
    title = name.removesuffix(".pdf")
    body = "Тут міг би бути скан або фото документа. У демонстрації справжніх документів немає."
    data = {"title": title, "language": "uk", "facts": [], "body": body}
    return FileUpload(name=name, content=pdf_documents.render(template=TEMPLATE, data=data, at=SCANNED_AT))
