"""JSON from elsewhere as a form; what is wrong with it is told by place, in words."""

import json
from typing import Any

from django.utils.translation import gettext as _

from vikno.eforms.definition import EForm
from vikno.eforms.editing import limits
from vikno.eforms.reviewing import refusals
from vikno.eforms.stored import BadDefinition, dump, load
from vikno.kernel.errors import Refused

TOLD = 12


class NotAForm(Refused):
    """The JSON cannot be a form; `faults` are sentences, each with its place."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__(" ".join(faults))


def written(form: EForm) -> str:
    """Return a form as the text that `read` takes."""
    return json.dumps(dump(form), ensure_ascii=False, indent=2)


def read(content: str | bytes) -> EForm:
    """Return the form of a text. Raises `NotAForm`."""
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
    except UnicodeDecodeError:
        raise NotAForm([_("The file is not text in UTF-8.")]) from None
    try:
        form = load(json.loads(text))
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise NotAForm([_("This is not JSON: look at line %(line)d, character %(column)d.") % place]) from None
    except RecursionError:
        raise NotAForm([_("This is nested too deep to be a form.")]) from None
    except BadDefinition as bad:
        raise NotAForm(_sentences(bad)) from None
    _fits(form)
    return form


def _fits(form: EForm) -> None:
    """Refuse what cannot be edited here: two questions with one key, more of them than there is room for."""
    keys = [one for one in refusals(form) if not (one.step or one.question or one.rule)]
    too_many = len(form.steps) > limits.STEPS or sum(1 for _question in form.questions) > limits.QUESTIONS
    faults = [one.message for one in keys]
    if too_many:
        faults.append(
            _("A form has room for %(steps)d steps and %(questions)d questions.")
            % {"steps": limits.STEPS, "questions": limits.QUESTIONS}
        )
    if faults:
        raise NotAForm(faults[:TOLD])


def _sentences(bad: BadDefinition) -> list[str]:
    told = [_("%(place)s: %(fault)s") % {"place": _place(place), "fault": _fault(sort)} for place, sort in bad.faults]
    return list(dict.fromkeys(told))[:TOLD]


def _place(place: tuple[str | int, ...]) -> str:
    """Return where a fault is, as people count: «step 1, question 2, kind»."""
    named: list[str] = []
    words = {"steps": _("step %d"), "questions": _("question %d"), "choices": _("answer %d"), "rules": _("rule %d")}
    before: Any = ""
    for part in place:
        if isinstance(part, int):
            named = [*named[:-1], words.get(str(before), "%d") % (part + 1)]
        elif part in ("asked_when", "refused_when"):
            # Inside a condition every reading is tried in turn: where it stands says more than all of them.
            return ", ".join([*named, _("condition")])
        else:
            named.append(f"«{part}»")
        before = part
    return ", ".join(named) or _("the whole text")


def _fault(sort: str) -> str:
    known = {
        "missing": _("this is missing"),
        "unexpected_keyword_argument": _("no such word is known here"),
        "extra_forbidden": _("no such word is known here"),
        "string_type": _("text is expected"),
        "enum": _("no such sort is known"),
        "bool_type": _("true or false is expected"),
        "bool_parsing": _("true or false is expected"),
        "int_parsing": _("a number is expected"),
        "tuple_type": _("a list is expected"),
        "dataclass_type": _("an object in braces is expected"),
    }
    return known.get(sort, _("this cannot be read"))
