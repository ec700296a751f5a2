"""Definitions as JSON: how versions are stored, exported and brought in."""

from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from vikno.eforms.definition import All, AnyOf, Choice, EForm, Not, Question, Rule, Step, Test

# A misspelt key in a definition must be told, not ignored.
for _plain in (Test, All, AnyOf, Not, Choice, Question, Step, Rule, EForm):
    setattr(_plain, "__pydantic_config__", ConfigDict(extra="forbid"))  # noqa: B010 - dataclasses do not declare it

_FORM: TypeAdapter[EForm] = TypeAdapter(EForm)


class BadDefinition(ValueError):
    """The JSON is not a definition; the message names each place and what is wrong there. `faults` are (place, sort) pairs."""

    def __init__(self, message: str, faults: list[tuple[tuple[str | int, ...], str]]) -> None:
        super().__init__(message)
        self.faults = faults


def dump(form: EForm) -> dict[str, Any]:
    """Return the form as plain JSON values, without what is default."""
    return dict(_FORM.dump_python(form, mode="json", exclude_defaults=True))


def load(data: Any) -> EForm:
    """Return the form that `dump` wrote. Raises `BadDefinition`."""
    try:
        return _FORM.validate_python(data, strict=False)
    except ValidationError as error:
        places = (f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in error.errors())
        faults = [(fault["loc"], fault["type"]) for fault in error.errors()]
        raise BadDefinition("; ".join(places), faults) from error
