"""A page of all components and questions in all their states, for developers. It exists only with DEBUG."""

import datetime
import zoneinfo
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vikno.applications.models import ApplicationStatus, Deadline
from vikno.applications.queries import CaseUrgency, TimelineEntry
from vikno.eforms.answer_display import AnswerRow, AnswerSection
from vikno.eforms.definition import WITH_CHOICES, AnswerChoice, AnswerComparison, Question, QuestionKind
from vikno.eforms.validation import AnswerProblem
from vikno.web.eforms import controls
from vikno.web.problems import form_problems
from vikno.web.question_control import QuestionControl

TODAY = datetime.date(2026, 3, 2)
NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=zoneinfo.ZoneInfo("Europe/Kyiv"))

SAMPLE_ANSWERS: dict[str, Any] = {
    "wrong_yes_no": True,
    "wrong_date": "31.02.2026",
    "wrong_one_of": "rent",
    "wrong_several_of": ["owner"],
    "wrong_rnokpp": "none",
    "wrong_address": {"settlement": "с. Вербівка", "street": "вул. Шкільна"},
    "wrong_group": [{"name": "", "studies": True}, {"name": "Тест"}],
}


class SampleForm(forms.Form):
    """A form with a field of each look."""

    name = forms.CharField(label="Прізвище та ім’я", help_text="Як у паспорті")
    email = forms.EmailField(label="Електронна пошта", required=False)
    about = forms.CharField(label="Пояснення", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    place = forms.ChoiceField(label="Центр", choices=[("1", "с. Вербівка"), ("2", "с. Лозуватка")])
    way = forms.ChoiceField(
        label="Як повідомити?", choices=[("mail", "Листом"), ("phone", "Дзвінком")], widget=forms.RadioSelect
    )
    days = forms.MultipleChoiceField(
        label="Зручні дні",
        choices=[("mon", "Понеділок"), ("tue", "Вівторок")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    paper = forms.FileField(label="Файл результату", required=False)
    agreed = forms.BooleanField(label="Дані перевірено")


def components(request: HttpRequest) -> HttpResponse:
    bad_form = SampleForm({"email": "не адреса"}, prefix="bad")
    asked = [*_questions("fresh"), *_questions("wrong")]
    asked_keys = {question.key for question in asked} - {"fresh_files"}
    problems = [AnswerProblem(input_id=at, message="Вкажіть номер, наприклад 14-А") for at in _wrong_places()]
    page = {
        "sections": [
            AnswerSection(
                step="home",
                title="Нова адреса",
                rows=[
                    AnswerRow(key="address", label="Адреса", text="вул. Шкільна, 14-А, с. Вербівка"),
                    AnswerRow(key="flat", label="Квартира", text=""),
                ],
            )
        ],
        "change": {"home": "#main"},
        "marked": {"address": "Не видно номера будинку"},
        "states": list(ApplicationStatus),
        "dues": [
            {"urgency": urgency, "deadline": Deadline(due_on=TODAY + datetime.timedelta(days=days))}
            for urgency, days in (("late", -2), ("soon", 0), ("soon", 1), ("calm", 8))
        ],
        "paused": CaseUrgency.PAUSED,
        "today": TODAY,
        "moments": [
            TimelineEntry(code="submitted", title="Надіслано", at=NOON),
            TimelineEntry(
                code="returned", title="Повернено на виправлення", at=NOON, by="Зразкова П. К.", note="Додайте копію"
            ),
        ],
        "pages": Paginator(range(120), 50).page(2),
        "form": SampleForm(),
        "bad_form": bad_form,
        "problems": [*form_problems(bad_form), *problems],
        "controls": controls(asked, answers=SAMPLE_ANSWERS, problems=problems, asked=asked_keys, language="uk"),
        "fixed": _fixed(),
    }
    return render(request, "web/components.html", page)


def _questions(prefix: str) -> list[Question]:
    return [_question(f"{prefix}_{kind.value}", kind) for kind in QuestionKind]


def _question(key: str, kind: QuestionKind) -> Question:
    choices = (
        AnswerChoice(code="owner", label="Я власник житла"),
        AnswerChoice(code="rent", label="Орендую, маю договір"),
    )
    inside = (
        Question(key="name", kind=QuestionKind.TEXT, label="Ім’я дитини"),
        Question(key="studies", kind=QuestionKind.YES_NO, label="Навчається?"),
        Question(
            key="school",
            kind=QuestionKind.TEXT,
            label="Школа",
            asked_when=AnswerComparison(question="studies", value=True),
        ),
    )
    yes_no = key.replace(kind.value, QuestionKind.YES_NO.value)
    return Question(
        key=key,
        kind=kind,
        label=f"Питання виду «{kind.value}»",
        hint="Підказка до питання" if kind in (QuestionKind.TEXT, QuestionKind.ADDRESS, QuestionKind.INFO) else "",
        required=kind != QuestionKind.EMAIL,
        choices=choices if kind in WITH_CHOICES else (),
        questions=inside if kind == QuestionKind.GROUP else (),
        asked_when=AnswerComparison(question=yes_no, value=True) if kind == QuestionKind.FILES else None,
    )


def _wrong_places() -> list[str]:
    parts = {QuestionKind.ADDRESS: "-house", QuestionKind.PERSON: "-born_on", QuestionKind.GROUP: "-0-name"}
    return [f"wrong_{kind.value}{parts.get(kind, '')}" for kind in QuestionKind if kind != QuestionKind.INFO]


def _fixed() -> list[QuestionControl]:
    question = Question(key="fixed", kind=QuestionKind.DATE, label="Дата переїзду")
    marked = Question(key="marked", kind=QuestionKind.TEXT, label="Номер будинку")
    return controls(
        [question, marked],
        answers={"fixed": "2026-03-02", "marked": "14"},
        editable={"marked"},
        remarks={"marked": "Не видно літери"},
        language="uk",
    )
