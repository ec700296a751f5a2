"""Reading of a posted page of a form: field names become answers, as typed."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from vikno.eforms.composites import subquestions
from vikno.eforms.definition import Answers, Question, QuestionKind, is_empty


class PostedData(Protocol):
    """The data of a posted page, such as Django's QueryDict."""

    def get(self, name: str, default: Any = None) -> Any: ...
    def getlist(self, name: str) -> list[Any]: ...
    def __contains__(self, name: object) -> bool: ...


def read_answers(questions: Iterable[Question], sent: PostedData, prefix: str = "") -> dict[str, Any]:
    """Return the typed answers by question, without files. Field names are `key`, `key-part`, `group-0-key`.

    A question that the page did not carry is left out, so that it does not erase an answer from another page.
    """
    answers = {}
    for question in questions:
        name = f"{prefix}{question.key}"
        if question.kind not in (QuestionKind.INFO, QuestionKind.FILES) and is_posted(question, sent, name):
            answers[question.key] = _read_answer(question, sent, name)
    return answers


def is_posted(question: Question, sent: PostedData, name: str) -> bool:
    """Return whether the page carried this question."""
    # The page lists its questions in `…-asked` fields, because an unticked box sends nothing.
    return (
        name in sent
        or f"{name}-asked" in sent
        or any(
            is_posted(part, sent, f"{name}-{part.key}")
            for part in subquestions(question)
            if question.kind != QuestionKind.GROUP
        )
    )


def _read_answer(question: Question, sent: PostedData, name: str) -> Any:
    match question.kind:
        case QuestionKind.SEVERAL_OF:
            return sent.getlist(name)
        case QuestionKind.GROUP:
            # The page sends the number of rounds; at most 50 are read.
            count = str(sent.get(f"{name}-asked", "0"))
            rounds = range(min(int(count[:9]), 50) if count.isdecimal() else 0)
            return [read_answers(question.questions, sent, f"{name}-{number}-") for number in rounds]
        case QuestionKind.RNOKPP if sent.get(f"{name}-none"):
            return "none"
    if parts := subquestions(question):
        return read_answers(parts, sent, f"{name}-")
    return sent.get(name, "")


def prefill_answers(questions: Iterable[Question], profile: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers that the profile offers. A composite question takes the parts that the profile has."""
    answers: dict[str, Any] = {}
    for question in questions:
        if question.kind == QuestionKind.PERSON and question.prefill:
            answers[question.key] = {
                part.key: profile[part.key] for part in subquestions(question) if part.key in profile
            }
        elif question.prefill in profile:
            answers[question.key] = profile[question.prefill]
    return {key: value for key, value in answers.items() if value}


def merge_answers(before: Answers, typed: Answers) -> dict[str, Any]:
    """Return the answers, replaced by those of one page where it has any."""
    return {**before, **typed}


def with_rounds(questions: Iterable[Question], typed: dict[str, Any], sent: PostedData) -> dict[str, Any]:
    """Return the typed answers with a round of a group added or removed by a button, otherwise without empty rounds."""
    added, (removed, _dash, number) = sent.get("add"), str(sent.get("remove", "")).rpartition("-")
    for question in questions:
        if question.kind != QuestionKind.GROUP or question.key not in typed:
            continue
        rounds = typed[question.key]
        if question.key == removed and number.isdecimal():
            rounds = rounds[: int(number)] + rounds[int(number) + 1 :]
        if question.key == added:
            rounds = [*rounds, {}]
        elif not (added or removed):
            rounds = [answers for answers in rounds if not is_empty(answers)]
        typed[question.key] = rounds
    return typed
