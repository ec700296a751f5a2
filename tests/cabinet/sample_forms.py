"""E-forms that the tests of the cabinet fill in, beside the residence form of the factories."""

from datetime import date, timedelta

from tests import factories
from vikno.applications import operations
from vikno.applications.models import Application
from vikno.centres.models import Officer
from vikno.eforms.definition import (
    AnswerChoice,
    AnswerComparison,
    ComparisonOperator,
    FormDefinition,
    FormRule,
    Question,
    QuestionKind,
    Step,
)

YES = AnswerComparison(question="has_children", op=ComparisonOperator.IS, value=True)

FAMILY = FormDefinition(
    title="Допомога родині",
    minutes=12,
    steps=(
        Step(
            key="about",
            title="Про Вас",
            lead="Пишіть, як у паспорті.",
            questions=(
                Question(key="note", kind=QuestionKind.INFO, label="Дані про дохід візьмемо з реєстру."),
                Question(key="applicant", kind=QuestionKind.PERSON, label="Заявник", prefill="person"),
                Question(key="phone", kind=QuestionKind.PHONE, label="Телефон", required=False),
                Question(key="moved_on", kind=QuestionKind.DATE, label="Дата переїзду", most="today"),
            ),
        ),
        Step(
            key="children",
            title="Діти",
            questions=(
                Question(key="has_children", kind=QuestionKind.YES_NO, label="Чи є діти?"),
                Question(
                    key="children",
                    kind=QuestionKind.GROUP,
                    label="Дитина",
                    asked_when=YES,
                    most=3,
                    questions=(
                        Question(key="name", kind=QuestionKind.TEXT, label="Ім’я дитини"),
                        Question(key="born_on", kind=QuestionKind.DATE, label="Дата народження", most="today"),
                    ),
                ),
                Question(
                    key="certificates",
                    kind=QuestionKind.FILES,
                    label="Свідоцтва",
                    asked_when=YES,
                    required=False,
                    most=2,
                ),
            ),
        ),
        Step(
            key="school",
            title="Школа",
            questions=(Question(key="school", kind=QuestionKind.TEXT, label="Назва школи", asked_when=YES),),
        ),
        Step(
            key="money",
            title="Виплата",
            questions=(
                Question(
                    key="ways",
                    kind=QuestionKind.SEVERAL_OF,
                    label="Як повідомити?",
                    choices=(AnswerChoice(code="letter", label="Листом"), AnswerChoice(code="call", label="Дзвінком")),
                    required=False,
                ),
                Question(key="from_month", kind=QuestionKind.INTEGER, label="З якого місяця?", least=1, most=12),
                Question(key="to_month", kind=QuestionKind.INTEGER, label="По який місяць?", least=1, most=12),
            ),
        ),
    ),
    rules=(
        FormRule(
            refused_when=AnswerComparison(question="from_month", op=ComparisonOperator.MORE, other="to_month"),
            at="to_month",
            message="Останній місяць не раніше за перший.",
        ),
    ),
)
FAMILY_ANSWERS = {
    "applicant": {"family_name": "Зразкова", "given_name": "Олена", "born_on": "1990-05-01"},
    "moved_on": "2026-02-01",
    "has_children": False,
    "from_month": 1,
    "to_month": 6,
}


def family_draft(person, answers=None) -> Application:
    """Return a draft of the family form, with these answers."""
    offering = factories.OfferingFactory(service=factories.ServiceFactory(definition=FAMILY))
    draft = operations.start(service=offering.service, centre=offering.centre, applicant=person, at=factories.NOON)
    return operations.answer(application=draft, typed=answers or {}, at=factories.NOON)


def returned(officer: Officer, *, remarks: dict[str, str], **of) -> Application:
    """Return an application that the centre sent back with these remarks."""
    case = factories.in_work(officer, **of)
    operations.return_for_correction(
        application=case,
        officer=officer,
        reason="Не все видно",
        remarks=remarks,
        due_on=date(2026, 3, 20),
        at=factories.NOON + timedelta(days=1),
    )
    return Application.objects.get(pk=case.pk)
