"""Definitions as JSON, for storage, export and import."""

from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from vikno.eforms.definition import (
    AllOf,
    AnswerChoice,
    AnswerComparison,
    AnyOf,
    FormDefinition,
    FormRule,
    NoneOf,
    Question,
    Step,
)

# A misspelt key in a definition is an error.
for _plain in (AnswerComparison, AllOf, AnyOf, NoneOf, AnswerChoice, Question, Step, FormRule, FormDefinition):
    setattr(_plain, "__pydantic_config__", ConfigDict(extra="forbid"))  # noqa: B010 - dataclasses do not declare it

_FORM: TypeAdapter[FormDefinition] = TypeAdapter(FormDefinition)


class BadDefinition(ValueError):
    """The JSON is not a definition; the message names each fault with its place. `faults` are pairs (place, type of fault)."""

    def __init__(self, message: str, faults: list[tuple[tuple[str | int, ...], str]]) -> None:
        super().__init__(message)
        self.faults = faults


def dump_definition(form: FormDefinition) -> dict[str, Any]:
    """Return the form as JSON values, without defaults."""
    return dict(_FORM.dump_python(form, mode="json", exclude_defaults=True))


def load_definition(data: Any) -> FormDefinition:
    """Return the form from the values of `dump_definition`. Raises `BadDefinition`."""
    try:
        return _FORM.validate_python(data, strict=False)
    except ValidationError as error:
        places = (f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in error.errors())
        faults = [(fault["loc"], fault["type"]) for fault in error.errors()]
        raise BadDefinition("; ".join(places), faults) from error
