"""E-forms that the tests of the cabinet fill in, beside the residence form of the factories."""

from datetime import date, timedelta

from tests import factories
from vikno.applications import operations
from vikno.applications.models import Application
from vikno.centres.models import Officer
from vikno.eforms.definition import Choice, EForm, Kind, Op, Question, Rule, Step, Test

YES = Test(question="has_children", op=Op.IS, value=True)

FAMILY = EForm(
    title="Допомога родині",
    minutes=12,
    steps=(
        Step(
            key="about",
            title="Про Вас",
            lead="Пишіть, як у паспорті.",
            questions=(
                Question(key="note", kind=Kind.INFO, label="Дані про дохід візьмемо з реєстру."),
                Question(key="applicant", kind=Kind.PERSON, label="Заявник", prefill="person"),
                Question(key="phone", kind=Kind.PHONE, label="Телефон", required=False),
                Question(key="moved_on", kind=Kind.DATE, label="Дата переїзду", most="today"),
            ),
        ),
        Step(
            key="children",
            title="Діти",
            questions=(
                Question(key="has_children", kind=Kind.YES_NO, label="Чи є діти?"),
                Question(
                    key="children",
                    kind=Kind.GROUP,
                    label="Дитина",
                    asked_when=YES,
                    most=3,
                    questions=(
                        Question(key="name", kind=Kind.TEXT, label="Ім’я дитини"),
                        Question(key="born_on", kind=Kind.DATE, label="Дата народження", most="today"),
                    ),
                ),
                Question(
                    key="certificates", kind=Kind.FILES, label="Свідоцтва", asked_when=YES, required=False, most=2
                ),
            ),
        ),
        Step(
            key="school",
            title="Школа",
            questions=(Question(key="school", kind=Kind.TEXT, label="Назва школи", asked_when=YES),),
        ),
        Step(
            key="money",
            title="Виплата",
            questions=(
                Question(
                    key="ways",
                    kind=Kind.SEVERAL_OF,
                    label="Як повідомити?",
                    choices=(Choice(code="letter", label="Листом"), Choice(code="call", label="Дзвінком")),
                    required=False,
                ),
                Question(key="from_month", kind=Kind.INTEGER, label="З якого місяця?", least=1, most=12),
                Question(key="to_month", kind=Kind.INTEGER, label="По який місяць?", least=1, most=12),
            ),
        ),
    ),
    rules=(
        Rule(
            refused_when=Test(question="from_month", op=Op.MORE, other="to_month"),
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
