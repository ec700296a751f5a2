"""Templates of papers: the files are written here, so that none lies in the repository."""

import io
import tomllib
from datetime import datetime, timedelta
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from vikno.catalogue import operations
from vikno.catalogue.models import Service, Template
from vikno.demo.seed import paper_files
from vikno.demo.seed.community import DATA
from vikno.files.operations import FileUpload

ALIGNED = {"> ": WD_ALIGN_PARAGRAPH.RIGHT, "# ": WD_ALIGN_PARAGRAPH.CENTER}


def make(*, now: datetime, at: datetime) -> None:
    for row in tomllib.loads((DATA / "templates.toml").read_text(encoding="utf-8"))["templates"]:
        _template(row, now=now, at=at)


def _template(row: dict[str, Any], *, now: datetime, at: datetime) -> None:
    fields = {name: row[name] for name in ("code", "title", "purpose", "kind")}
    template = Template.objects.create(**fields)
    template.services.set(Service.objects.filter(code__in=row["services"]))
    for version in row["versions"]:
        dated = now - timedelta(days=version["days_ago"])
        operations.add_template_version(
            template=template,
            upload=_file(row["title"], version, at=dated),
            label=version["label"],
            dated_on=dated.date(),
            actor="demo",
            at=at,
        )


def _file(title: str, version: dict[str, Any], *, at: datetime) -> FileUpload:
    if version.get("pdf"):
        return paper_files.result_file(title=title, facts=[], body=version["body"], at=at)
    return FileUpload(name=f"{title}.docx", content=render_docx(version["body"]))


def render_docx(body: str) -> bytes:
    """Return a DOCX with these paragraphs."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(13)
    for line in body.split("\n"):
        mark = line[:2] if line[:2] in ALIGNED else ""
        paragraph = document.add_paragraph(line.removeprefix(mark))
        if mark:
            paragraph.alignment = ALIGNED[mark]
        if mark == "# ":
            paragraph.runs[0].bold = True
        paragraph.paragraph_format.space_after = Pt(2 if mark == "> " else 10)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
