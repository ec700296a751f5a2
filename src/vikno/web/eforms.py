"""E-form questions of a page as controls, with their answers and problems."""

import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Protocol

from vikno.eforms.composites import subquestions
from vikno.eforms.definition import (
    AllOf,
    Answers,
    AnyOf,
    Condition,
    FormDefinition,
    NoneOf,
    Question,
    QuestionKind,
    Step,
    is_empty,
    referenced_keys,
)
from vikno.web.question_control import AnswerAttachment, GroupRound, QuestionControl


class ProblemLike(Protocol):
    """A problem of an answer, such as `eforms.validation.AnswerProblem`."""

    @property
    def input_id(self) -> str: ...
    @property
    def message(self) -> str: ...


def controls(
    questions: Sequence[Question],
    *,
    answers: Answers,
    problems: Iterable[ProblemLike] = (),
    asked: AbstractSet[str] | None = None,
    attachments: Mapping[str, Sequence[AnswerAttachment]] | None = None,
    editable: AbstractSet[str] | None = None,
    remarks: Mapping[str, str] | None = None,
    language: str = "",
) -> list[QuestionControl]:
    """Return the questions of a page as controls.

    `answers` are those of the whole form as typed; `asked` and `editable` are keys of questions, None means all;
    `language` is the language of the questions.
    """
    factory = _ControlFactory(
        questions, answers=answers, problems=problems, asked=asked, editable=editable, language=language
    )
    return [
        factory.control(
            question,
            answers.get(question.key),
            remark=(remarks or {}).get(question.key, ""),
            attachments=(attachments or {}).get(question.key, ()),
        )
        for question in questions
    ]


class _ControlFactory:
    """The common state of the controls of a page, and the making of each."""

    def __init__(
        self,
        questions: Sequence[Question],
        *,
        answers: Answers,
        problems: Iterable[ProblemLike],
        asked: AbstractSet[str] | None,
        editable: AbstractSet[str] | None,
        language: str,
    ) -> None:
        self._answers, self._asked, self._editable, self._language = answers, asked, editable, language
        self._keys_on_page = {question.key for question in questions if self._may_edit(question)}
        self._errors: dict[str, tuple[str, ...]] = {}
        for problem in problems:
            self._errors[problem.input_id] = (*self._errors.get(problem.input_id, ()), problem.message)

    def _may_edit(self, question: Question) -> bool:
        return self._editable is None or question.key in self._editable

    def control(
        self, question: Question, value: Any, *, remark: str = "", attachments: Sequence[AnswerAttachment] = ()
    ) -> QuestionControl:
        name = question.key
        # The answers that the condition looks at and that have no input on this page.
        keys = set(referenced_keys(question.asked_when)) - self._keys_on_page if question.asked_when else set()
        answers_elsewhere = {
            key: self._answers[key]
            for key in keys
            if not is_empty(self._answers.get(key)) and (self._asked is None or key in self._asked)
        }
        return QuestionControl(
            question=question,
            name=name,
            value=value,
            errors=self._errors.get(name, ()),
            remark=remark,
            is_asked=self._asked is None or question.key in self._asked,
            is_editable=self._may_edit(question),
            is_marked_optional=_is_optional(question),
            asked_when=_condition_data(question.asked_when, answers_elsewhere),
            prefill_key=question.prefill,
            language=self._language,
            parts=self._parts(question, value, name),
            rounds=self._rounds(question, value, name),
            attachments=attachments,
        )

    def _parts(self, question: Question, value: Any, name: str) -> list[QuestionControl]:
        """Return the controls of an address or a person, one for each part."""
        if question.kind not in (QuestionKind.ADDRESS, QuestionKind.PERSON):
            return []
        part_values = value if isinstance(value, Mapping) else {}
        return [
            QuestionControl(
                question=part,
                name=f"{name}-{part.key}",
                value=part_values.get(part.key),
                errors=self._errors.get(f"{name}-{part.key}", ()),
                # An optional question is marked as a whole, not in each part.
                is_marked_optional=question.required and _is_optional(part) and part.key != "patronymic",
                prefill_key=part.key if question.prefill else "",
            )
            for part in subquestions(question)
        ]

    def _rounds(self, group: Question, value: Any, name: str) -> list[GroupRound]:
        if group.kind != QuestionKind.GROUP:
            return []
        least = max(int(group.least or 0), 1 if group.required else 0)
        rounds = [answers for answers in value if isinstance(answers, Mapping)] if isinstance(value, list) else []
        rounds += [{}] * (least - len(rounds))
        return [
            GroupRound(
                number=number + 1,
                key=f"{name}-{number}",
                controls=self._round_controls(group, answers, f"{name}-{number}-"),
                can_be_removed=len(rounds) > least,
            )
            for number, answers in enumerate(rounds)
        ]

    def _round_controls(self, group: Question, answers: Answers, scope: str) -> list[QuestionControl]:
        """Return the controls of one round. Its conditions look only at answers of the same round."""
        round_form = FormDefinition(title="", steps=(Step(key="round", title="", questions=group.questions),))
        asked = {question.key for question in round_form.applicable_questions(answers)}
        return [
            QuestionControl(
                question=question,
                name=f"{scope}{question.key}",
                value=answers.get(question.key),
                errors=self._errors.get(f"{scope}{question.key}", ()),
                is_asked=question.key in asked,
                is_marked_optional=_is_optional(question),
                asked_when=_condition_data(question.asked_when, {}),
                language=self._language,
                parts=self._parts(question, answers.get(question.key), f"{scope}{question.key}"),
            )
            for question in group.questions
        ]


def _is_optional(question: Question) -> bool:
    return not question.required and question.kind not in (QuestionKind.INFO, QuestionKind.GROUP)


def _condition_data(condition: Condition | None, known: Mapping[str, Any]) -> str:
    return json.dumps({"when": condition_to_json(condition), "known": known}, default=str) if condition else ""


def condition_to_json(condition: Condition) -> dict[str, Any]:
    """Return a condition as JSON values, for conditions.js."""
    match condition:
        case AllOf():
            return {"all": [condition_to_json(part) for part in condition.all]}
        case AnyOf():
            return {"any": [condition_to_json(part) for part in condition.any]}
        case NoneOf():
            return {"none_of": [condition_to_json(part) for part in condition.none_of]}
    return {"question": condition.question, "op": condition.op, "value": condition.value, "other": condition.other}
