"""Ready forms to begin with, as files beside. Their wording is content: Ukrainian, and free to change in a copy."""

import functools
import json
from dataclasses import dataclass
from pathlib import Path

from vikno.eforms.definition import FormDefinition
from vikno.eforms.serialization import load_definition

FOLDER = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class ReadyForm:
    """A ready form: copied whole as a new form, or its steps added to one."""

    code: str
    about: str
    form: FormDefinition


@functools.cache
def ready_forms() -> tuple[ReadyForm, ...]:
    return tuple(_read(path) for path in sorted(FOLDER.glob("*.json")))


def ready_form(code: str) -> ReadyForm | None:
    return next((one for one in ready_forms() if one.code == code), None)


def _read(path: Path) -> ReadyForm:
    data = json.loads(path.read_text(encoding="utf-8"))
    return ReadyForm(code=path.stem, about=data["about"], form=load_definition(data["form"]))
