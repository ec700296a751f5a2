"""A small form for tests of changes: a condition, a rule, a group and a file."""

from vikno.eforms.definition import (
    AnswerChoice,
    ComparisonOperator,
    FormDefinition,
    FormRule,
    Question,
    QuestionKind,
    Step,
)
from vikno.eforms.definition import AnswerComparison as Compare

RIGHT = Question(
    key="right",
    kind=QuestionKind.ONE_OF,
    label="Яке право Ви маєте?",
    choices=(AnswerChoice(code="owner", label="Я власник"), AnswerChoice(code="rent", label="Орендую")),
)
LEASE = Question(
    key="lease", kind=QuestionKind.FILES, label="Договір", asked_when=Compare(question="right", value="rent")
)
SINCE = Question(key="since", kind=QuestionKind.DATE, label="З якого дня")
UNTIL = Question(key="until", kind=QuestionKind.DATE, label="До якого дня", required=False)
CHILDREN = Question(
    key="children",
    kind=QuestionKind.GROUP,
    label="Дитина",
    required=False,
    questions=(
        Question(key="name", kind=QuestionKind.TEXT, label="Ім’я"),
        Question(key="born_on", kind=QuestionKind.DATE, label="Дата народження"),
    ),
)
ORDER = FormRule(
    refused_when=Compare(question="until", op=ComparisonOperator.LESS, other="since"),
    at="until",
    message="Кінець раніше початку.",
)
FORM = FormDefinition(
    title="Оренда",
    steps=(
        Step(key="home", title="Житло", questions=(RIGHT, LEASE)),
        Step(key="term", title="Строк", questions=(SINCE, UNTIL, CHILDREN)),
    ),
    rules=(ORDER,),
)
