"""Import of the e-forms that centres published in an older portal.

A form is `{process_id, name, fields: [{id, name: "label;hint;options", type, required, values?}], staff_steps}`.
Each question keeps its id, its text and whether it is required. Fields whose ids start with `bankId` are prefilled from the
person and come first. Fields that an applicant never saw (hidden, read-only and technical ones) are not asked; a time in the
queue becomes a wish; a list that the old portal loaded from elsewhere becomes text. The report names each of these fields.
`staff_steps`, the work of officers, are no part of an e-form and are left out. The file has no conditions of questions.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from vikno.eforms import operations
from vikno.eforms.definition import FormDefinition, QuestionKind
from vikno.eforms.imports.fields import read_field
from vikno.eforms.imports.kinds import is_mixed
from vikno.eforms.imports.questions import NOT_A_FIELD, ImportLosses, convert_fields
from vikno.eforms.imports.steps import arrange_steps
from vikno.kernel.data_import import ImportReport, ImportRowInvalid, clean_line, html_to_text, truncate

TITLE_MOST = 300
CODE_MOST = 100


def import_forms(rows: list[Any], *, at: datetime) -> ImportReport:
    """Publish each form that differs from the published one, and report the losses."""
    report = ImportReport()
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        process_id = clean_line(row.get("process_id")) if isinstance(row, Mapping) else ""
        report.import_row(process_id or f"entry {number}", partial(_import_form, row, seen=seen, at=at))
    return report


def _import_form(row: Any, *, seen: set[str], at: datetime) -> tuple[str, list[str]]:
    if not isinstance(row, Mapping):
        raise ImportRowInvalid("not a form")
    process_id = clean_line(row.get("process_id"))
    if not process_id:
        raise ImportRowInvalid("it has no process_id")
    if process_id in seen:
        raise ImportRowInvalid("a form with this process_id stands before it in the file")
    seen.add(process_id)
    definition, lost = convert_form(row)
    _version, outcome = operations.publish_if_changed(code=form_code(process_id), definition=definition, at=at)
    return outcome, lost


def form_code(process_id: str) -> str:
    """Return the code of the form of a process: its id, where an address can hold it, otherwise a readable part and a digest."""
    if re.fullmatch(rf"[-\w]{{1,{CODE_MOST}}}", process_id, re.ASCII):
        return process_id
    readable = re.sub(r"[^-\w]+", "-", process_id, flags=re.ASCII).strip("-")[:60]
    return f"{readable}-{hashlib.sha256(process_id.encode()).hexdigest()[:12]}".lstrip("-")


def convert_form(row: Mapping[str, Any]) -> tuple[FormDefinition, list[str]]:
    """Return a published form as a definition, and its losses. Raises `ImportRowInvalid` when it asks nothing."""
    lost = ImportLosses()
    cuts: list[str] = []
    published_fields = row.get("fields")
    if not isinstance(published_fields, list):
        raise ImportRowInvalid("its fields are not a list")
    fields = []
    for number, published in enumerate(published_fields, start=1):
        try:
            fields.append(read_field(published))
        except ImportRowInvalid:
            lost.note(NOT_A_FIELD, f"field {number}")
    questions = convert_fields(fields, is_mixed=is_mixed(fields), lost=lost)
    steps = arrange_steps(questions)
    question_count = sum(question.kind != QuestionKind.INFO for step in steps for question in step.questions)
    if not question_count:
        raise ImportRowInvalid("; ".join(["it asks nothing", *lost.lines()]))
    title = clean_line(html_to_text(clean_line(row.get("name"))))
    if not title:
        cuts.append("it has no name: its process_id stands for it")
        title = clean_line(row.get("process_id"))
    title = truncate(title, TITLE_MOST, what="name", lost=cuts)
    return FormDefinition(title=title, steps=steps, minutes=max(5, min(60, question_count // 2))), cuts + lost.lines()
