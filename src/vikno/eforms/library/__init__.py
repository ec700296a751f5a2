"""Ready forms to copy, from the JSON files of this folder. Their wording is content, in Ukrainian."""

import functools
import json
from dataclasses import dataclass
from pathlib import Path

from vikno.eforms.definition import FormDefinition
from vikno.eforms.serialization import load_definition

FOLDER = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class ReadyForm:
    """A ready form: copied as a new form, or a source of steps for a form."""

    code: str
    about: str
    form: FormDefinition


@functools.cache
def ready_forms() -> tuple[ReadyForm, ...]:
    files = [(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob("*.json"))]
    return tuple(ReadyForm(code=code, about=data["about"], form=load_definition(data["form"])) for code, data in files)


def ready_form(code: str) -> ReadyForm | None:
    return next((ready for ready in ready_forms() if ready.code == code), None)
