"""Hypothesis strategies for questions of every kind, forms and values."""

from datetime import date

from hypothesis import strategies as st

from vikno.eforms.definition import (
    AllOf,
    AnswerChoice,
    AnswerComparison,
    AnyOf,
    ComparisonOperator,
    FormDefinition,
    FormRule,
    NoneOf,
    Question,
    QuestionKind,
    Step,
)

TODAY = date(2026, 3, 2)

# Anything that JSON can say: what a draft may hold after a version changed, or a partner may send.
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40)
json_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=10,
)
# Nearly right answers find more than wild ones.
near_answers = st.sampled_from(
    [
        "067 123 45 67", "+380671234567", "+420 777 123 456", "name@example.com", "1759013776", "none", "14360570", "32855961",
        "19900101-00018", "АВ123456", "ID 123456789", "27.03.1985", "1985-03-27", "27031985", "31.02.2024", "yes", "no", "a", "b",
        "12,5", "0.0000001", "1e5", "-3", "٣", "1_000", "NaN", "sNaN", "Infinity", " ", "\u200b", "\x00 a",
        "9" * 5000, "1." + "9" * 30 + ".2000", ["a", "b"], ["a", {}], [["a"]], {"given_name": "Олена"}, {"zzz": 1},
        {"settlement": "с. Яр", "street": "вул.", "house": "1"}, [{"g": "x"}], [{"zzz": 1}], [{}, {"g": "x"}, 5],
    ]
)  # fmt: skip
typed = json_values | near_answers

CHOICES = (AnswerChoice(code="a", label="А"), AnswerChoice(code="b", label="Б"))
INNER = (
    Question(key="g", kind=QuestionKind.TEXT, label="Г"),
    Question(key="h", kind=QuestionKind.DATE, label="Г", required=False),
)


@st.composite
def questions(draw, key: str = "q", kinds=tuple(QuestionKind)) -> Question:
    kind = draw(st.sampled_from(kinds))
    bounds = {
        QuestionKind.TEXT: (None, 3, None, 10),
        QuestionKind.LONG_TEXT: (None, 3, None, 10),
        QuestionKind.INTEGER: (None, -5, None, 5),
        QuestionKind.DECIMAL: (None, "-0.5", None, "99.5"),
        QuestionKind.DATE: (None, "1990-01-01", None, "today"),
        QuestionKind.SEVERAL_OF: (None, None, None, 1),
        QuestionKind.GROUP: (None, 1, None, 2),
        QuestionKind.FILES: (None, None, None, 2),
    }.get(kind, (None, None, None, None))
    return Question(
        key=key,
        kind=kind,
        label="Назва",
        hint=draw(st.sampled_from(["", "підказка"])),
        required=draw(st.booleans()),
        choices=CHOICES if kind in (QuestionKind.ONE_OF, QuestionKind.SEVERAL_OF) else (),
        least=draw(st.sampled_from(bounds[:2])),
        most=draw(st.sampled_from(bounds[2:])),
        questions=INNER if kind == QuestionKind.GROUP else (),
    )


def conditions(keys: list[str]):
    tests = st.builds(
        AnswerComparison,
        question=st.sampled_from(keys),
        op=st.sampled_from(ComparisonOperator),
        value=st.none() | st.booleans() | st.sampled_from(["a", "1", ["a", "b"], 3, "2000-01-01"]),
        other=st.sampled_from(["", *keys]),
    )
    several = lambda inner: st.lists(inner, min_size=1, max_size=3).map(tuple)  # noqa: E731
    return st.recursive(
        tests,
        lambda inner: st.one_of(
            several(inner).map(lambda parts: AllOf(all=parts)),
            several(inner).map(lambda parts: AnyOf(any=parts)),
            several(inner).map(lambda parts: NoneOf(none_of=parts)),
        ),
        max_leaves=4,
    )


@st.composite
def forms(draw) -> FormDefinition:
    """Return a form that can be published: questions depend only on those before them."""
    made: list[Question] = []
    for number in range(draw(st.integers(1, 6))):
        question = draw(questions(key=f"q{number}"))
        if made and draw(st.booleans()):
            condition = draw(conditions([earlier.key for earlier in made]))
            question = Question(**{**vars(question), "asked_when": condition})
        made.append(question)
    cut = draw(st.integers(0, len(made) - 1))
    parts = [part for part in (made[:cut], made[cut:]) if part]
    steps = tuple(Step(key=f"s{n}", title="Крок", questions=tuple(part)) for n, part in enumerate(parts))
    keys = [question.key for question in made]
    rules = st.builds(FormRule, refused_when=conditions(keys), at=st.sampled_from(keys), message=st.just("Не разом"))
    return FormDefinition(title="Форма", steps=steps, rules=tuple(draw(st.lists(rules, max_size=2))))
