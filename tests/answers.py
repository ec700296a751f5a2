"""Valid answers for any e-form, always the same ones; and a page's fields that send them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from vikno.eforms.checks import settle
from vikno.eforms.definition import EForm, Kind, Question
from vikno.eforms.parts import parts_of

TODAY = date(2026, 3, 2)
FIXED = {
    Kind.YES_NO: "yes",
    Kind.PHONE: "067 123 45 67",
    Kind.EMAIL: "zrazok@example.com",
    Kind.RNOKPP: "1759013776",
    Kind.EDRPOU: "14360570",
    Kind.UNZR: "19900101-00018",
    Kind.DOCUMENT: "АВ 123456",
}


def typed(question: Question) -> Any:
    """Return what somebody would type as a valid answer; nothing for files and information."""
    match question.kind:
        case Kind.TEXT | Kind.LONG_TEXT:
            return _text(question)
        case Kind.INTEGER | Kind.DECIMAL:
            return str(question.least if question.least is not None else question.most or 3)
        case Kind.DATE:
            bounds = (bound for bound in (question.least, question.most) if bound not in (None, "today"))
            return str(next(bounds, "27.03.1985"))
        case Kind.ONE_OF | Kind.SEVERAL_OF:
            code = question.choices[-1].code
            return [code] if question.kind == Kind.SEVERAL_OF else code
        case Kind.ADDRESS | Kind.PERSON | Kind.GROUP:
            parts = {part.key: typed(part) for part in parts_of(question)}
            return [parts] * max(1, int(question.least or 1)) if question.kind == Kind.GROUP else parts
    return FIXED.get(question.kind)


def _text(question: Question) -> str:
    text = f"Відповідь {question.key}"
    if question.kind == Kind.LONG_TEXT:
        text += "\nі другий рядок"
    return text[: int(question.most or 500)].strip().ljust(int(question.least or 0), "о")


def complete(form: EForm) -> dict[str, Any]:
    """Return valid answers to every question that is then asked. Conditions see plain values, as they do in a draft."""
    answers: dict[str, Any] = {}
    settled: dict[str, Any] = {}
    for question in form.questions:
        if question.key in {asked.key for asked in form.asked(settled)} and (value := typed(question)) is not None:
            answers[question.key] = value
            settled[question.key] = settle(question, value, today=TODAY)
    return answers


def fields(questions: Iterable[Question], answers: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return the fields by which a page sends these answers."""
    sent: dict[str, Any] = {}
    for question in questions:
        name, value = f"{prefix}{question.key}", answers.get(question.key)
        if question.kind in (Kind.FILES, Kind.INFO) or value is None:
            continue
        sent[f"{name}-asked"] = "1"
        if question.kind == Kind.GROUP:
            sent[f"{name}-asked"] = str(len(value))
            for number, one in enumerate(value):
                sent |= fields(question.questions, one, f"{name}-{number}-")
        elif parts := parts_of(question):
            sent |= fields(parts, value, f"{name}-")
        elif question.kind == Kind.RNOKPP and value == "none":
            sent[f"{name}-none"] = "1"
        else:
            sent[name] = value
    return sent
