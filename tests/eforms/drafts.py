"""A small form to change in tests: a condition, a rule, a group, a file."""

from vikno.eforms.definition import Choice, EForm, Kind, Op, Question, Rule, Step
from vikno.eforms.definition import Test as Compare

RIGHT = Question(
    key="right",
    kind=Kind.ONE_OF,
    label="Яке право Ви маєте?",
    choices=(Choice(code="owner", label="Я власник"), Choice(code="rent", label="Орендую")),
)
LEASE = Question(key="lease", kind=Kind.FILES, label="Договір", asked_when=Compare(question="right", value="rent"))
SINCE = Question(key="since", kind=Kind.DATE, label="З якого дня")
UNTIL = Question(key="until", kind=Kind.DATE, label="До якого дня", required=False)
CHILDREN = Question(
    key="children",
    kind=Kind.GROUP,
    label="Дитина",
    required=False,
    questions=(
        Question(key="name", kind=Kind.TEXT, label="Ім’я"),
        Question(key="born_on", kind=Kind.DATE, label="Дата народження"),
    ),
)
ORDER = Rule(
    refused_when=Compare(question="until", op=Op.LESS, other="since"), at="until", message="Кінець раніше початку."
)
FORM = EForm(
    title="Оренда",
    steps=(
        Step(key="home", title="Житло", questions=(RIGHT, LEASE)),
        Step(key="term", title="Строк", questions=(SINCE, UNTIL, CHILDREN)),
    ),
    rules=(ORDER,),
)
