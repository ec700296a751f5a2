"""Valid answers for any e-form, always the same ones; and a page's fields that send them."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from vikno.eforms.composites import subquestions
from vikno.eforms.definition import FormDefinition, Question, QuestionKind
from vikno.eforms.validation import normalize_answer

TODAY = date(2026, 3, 2)
FIXED = {
    QuestionKind.YES_NO: "yes",
    QuestionKind.PHONE: "067 123 45 67",
    QuestionKind.EMAIL: "zrazok@example.com",
    QuestionKind.RNOKPP: "1759013776",
    QuestionKind.EDRPOU: "14360570",
    QuestionKind.UNZR: "19900101-00018",
    QuestionKind.DOCUMENT: "АВ 123456",
}


def typed(question: Question) -> Any:
    """Return what somebody would type as a valid answer; nothing for files and information."""
    match question.kind:
        case QuestionKind.TEXT | QuestionKind.LONG_TEXT:
            return _text(question)
        case QuestionKind.INTEGER | QuestionKind.DECIMAL:
            return str(question.least if question.least is not None else question.most or 3)
        case QuestionKind.DATE:
            bounds = (bound for bound in (question.least, question.most) if bound not in (None, "today"))
            return str(next(bounds, "27.03.1985"))
        case QuestionKind.ONE_OF | QuestionKind.SEVERAL_OF:
            code = question.choices[-1].code
            return [code] if question.kind == QuestionKind.SEVERAL_OF else code
        case QuestionKind.ADDRESS | QuestionKind.PERSON | QuestionKind.GROUP:
            parts = {part.key: typed(part) for part in subquestions(question)}
            return [parts] * max(1, int(question.least or 1)) if question.kind == QuestionKind.GROUP else parts
    return FIXED.get(question.kind)


def _text(question: Question) -> str:
    text = f"Відповідь {question.key}"
    if question.kind == QuestionKind.LONG_TEXT:
        text += "\nі другий рядок"
    return text[: int(question.most or 500)].strip().ljust(int(question.least or 0), "о")


def complete(form: FormDefinition) -> dict[str, Any]:
    """Return valid answers to every question that is then asked. Conditions see plain values, as they do in a draft."""
    answers: dict[str, Any] = {}
    settled: dict[str, Any] = {}
    for question in form.questions:
        if (
            question.key in {asked.key for asked in form.applicable_questions(settled)}
            and (value := typed(question)) is not None
        ):
            answers[question.key] = value
            settled[question.key] = normalize_answer(question, value, today=TODAY)
    return answers


def fields(questions: Iterable[Question], answers: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return the fields by which a page sends these answers."""
    sent: dict[str, Any] = {}
    for question in questions:
        name, value = f"{prefix}{question.key}", answers.get(question.key)
        if question.kind in (QuestionKind.FILES, QuestionKind.INFO) or value is None:
            continue
        sent[f"{name}-asked"] = "1"
        if question.kind == QuestionKind.GROUP:
            sent[f"{name}-asked"] = str(len(value))
            for number, one in enumerate(value):
                sent |= fields(question.questions, one, f"{name}-{number}-")
        elif parts := subquestions(question):
            sent |= fields(parts, value, f"{name}-")
        elif question.kind == QuestionKind.RNOKPP and value == "none":
            sent[f"{name}-none"] = "1"
        else:
            sent[name] = value
    return sent
