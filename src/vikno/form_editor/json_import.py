"""Import and export of a form as JSON. Faults are reported in words, each with its place."""

import json
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vikno.eforms.changes import limits
from vikno.eforms.definition import FormDefinition
from vikno.eforms.form_review import blocking_remarks
from vikno.eforms.serialization import BadDefinition, dump_definition, load_definition
from vikno.kernel.errors import Refused

FAULTS_SHOWN = 12
# The words for the types of faults that Pydantic reports.
FAULT_WORDS = {
    "missing": gettext_lazy("this is missing"),
    "unexpected_keyword_argument": gettext_lazy("no such word is known here"),
    "extra_forbidden": gettext_lazy("no such word is known here"),
    "string_type": gettext_lazy("text is expected"),
    "enum": gettext_lazy("no such sort is known"),
    "bool_type": gettext_lazy("true or false is expected"),
    "bool_parsing": gettext_lazy("true or false is expected"),
    "int_parsing": gettext_lazy("a number is expected"),
    "tuple_type": gettext_lazy("a list is expected"),
    "dataclass_type": gettext_lazy("an object in braces is expected"),
}


class FormJsonInvalid(Refused):
    """The JSON is not a form; `faults` are sentences, each with its place."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__(" ".join(faults))


def form_to_json(form: FormDefinition) -> str:
    """Return a form as JSON text for `form_from_json`."""
    return json.dumps(dump_definition(form), ensure_ascii=False, indent=2)


def form_from_json(content: str | bytes) -> FormDefinition:
    """Return the form of a JSON text. Raises `FormJsonInvalid`."""
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
    except UnicodeDecodeError:
        raise FormJsonInvalid([_("The file is not text in UTF-8.")]) from None
    try:
        form = load_definition(json.loads(text))
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise FormJsonInvalid([_("This is not JSON: look at line %(line)d, character %(column)d.") % place]) from None
    except RecursionError:
        raise FormJsonInvalid([_("This is nested too deep to be a form.")]) from None
    except BadDefinition as bad:
        sentences = [
            _("%(place)s: %(fault)s")
            % {"place": _place_in_words(place), "fault": FAULT_WORDS.get(fault, _("this cannot be read"))}
            for place, fault in bad.faults
        ]
        raise FormJsonInvalid(list(dict.fromkeys(sentences))[:FAULTS_SHOWN]) from None
    _refuse_uneditable(form)
    return form


def _refuse_uneditable(form: FormDefinition) -> None:
    """Refuse a form that the editor cannot handle: repeated keys, or more parts than the limits allow."""
    remarks = blocking_remarks(form)
    faults = [remark.message for remark in remarks if not (remark.step or remark.question or remark.rule)]
    too_many = len(form.steps) > limits.STEPS or sum(1 for _question in form.questions) > limits.QUESTIONS
    if too_many:
        faults.append(
            _("A form has room for %(steps)d steps and %(questions)d questions.")
            % {"steps": limits.STEPS, "questions": limits.QUESTIONS}
        )
    if faults:
        raise FormJsonInvalid(faults[:FAULTS_SHOWN])


def _place_in_words(place: tuple[str | int, ...]) -> str:
    """Return the place of a fault in words, counted from 1: «step 1, question 2, kind»."""
    named: list[str] = []
    words = {"steps": _("step %d"), "questions": _("question %d"), "choices": _("answer %d"), "rules": _("rule %d")}
    before: Any = ""
    for part in place:
        if isinstance(part, int):
            named = [*named[:-1], words.get(str(before), "%d") % (part + 1)]
        elif part in ("asked_when", "refused_when"):
            # Pydantic reports a fault for each kind of condition: the place of the condition says enough.
            return ", ".join([*named, _("condition")])
        else:
            named.append(f"«{part}»")
        before = part
    return ", ".join(named) or _("the whole text")
