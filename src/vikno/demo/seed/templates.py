"""Templates of papers: this module writes their files, so that no files lie in the repository."""

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

LINE_ALIGNMENTS = {"> ": WD_ALIGN_PARAGRAPH.RIGHT, "# ": WD_ALIGN_PARAGRAPH.CENTER}


def make(*, now: datetime, at: datetime) -> None:
    for row in tomllib.loads((DATA / "templates.toml").read_text(encoding="utf-8"))["templates"]:
        _make_template(row, now=now, at=at)


def _make_template(row: dict[str, Any], *, now: datetime, at: datetime) -> None:
    fields = {name: row[name] for name in ("code", "title", "purpose", "kind")}
    template = Template.objects.create(**fields)
    template.services.set(Service.objects.filter(code__in=row["services"]))
    for version in row["versions"]:
        dated_at = now - timedelta(days=version["days_ago"])
        if version.get("pdf"):
            upload = paper_files.result_file(title=row["title"], facts=[], body=version["body"], at=dated_at)
        else:
            upload = FileUpload(name=f"{row['title']}.docx", content=render_docx(version["body"]))
        operations.add_template_version(
            template=template,
            upload=upload,
            label=version["label"],
            dated_on=dated_at.date(),
            actor="demo",
            at=at,
        )


def render_docx(body: str) -> bytes:
    """Return a DOCX with a paragraph for each line; `LINE_ALIGNMENTS` lists the marks that a line can begin with."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(13)
    for line in body.split("\n"):
        mark = line[:2] if line[:2] in LINE_ALIGNMENTS else ""
        paragraph = document.add_paragraph(line.removeprefix(mark))
        if mark:
            paragraph.alignment = LINE_ALIGNMENTS[mark]
        if mark == "# ":
            paragraph.runs[0].bold = True
        paragraph.paragraph_format.space_after = Pt(2 if mark == "> " else 10)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
