"""What editors are told to mend on a card: one test for each rule."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.catalogue.card_questions import answer, paper, question
from vikno.catalogue.blocks import ChecklistQuestionsBlock
from vikno.catalogue.completeness import LEGAL_REQUIREMENTS, RULE_LABELS, find_card_problems
from vikno.catalogue.models import Authority, CardDocument, LegalAct, RefusalGround, Service, ServiceCard

TODAY = date(2026, 11, 26)


def whole(**fields) -> ServiceCard:
    """Return a card that says all the law asks."""
    rows = {
        "documents": [CardDocument(name="Паспорт", detail="Оригінал")],
        "refusal_grounds": [RefusalGround(text="Не всі документи")],
        "legal_acts": [LegalAct(title="Закон № 1871-IX", url="https://zakon.example.ua/1871")],
    }
    rows |= {name: fields.pop(name) for name in list(fields) if name in rows}
    authority = Authority(name="Відділ", address="вул. Вербова, 1", hours="9:00–18:00", phones="044 200 00 00")
    said = {
        "service": Service(title="Послуга", authority=fields.pop("authority", authority)),
        "how_to_apply": "Особисто",
        "fee_amount": Decimal(0),
        "term_days": 10,
        "result": "Витяг",
        "ways_to_receive": "У центрі",
        "who_may_apply": "Від 14 років",
        "approved_by": "Наказ № 1",
        "reviewed_on": TODAY,
    }
    card = ServiceCard(**{**said, **fields})
    for name, values in rows.items():
        setattr(card, name, values)
    return card


def rules(card: ServiceCard, **more) -> list[str]:
    return [lack.rule for lack in find_card_problems(card, today=TODAY, **more)]


def test_a_card_that_says_all_the_law_asks_has_nothing_to_mend():
    assert rules(whole()) == []


@pytest.mark.parametrize(
    ("part", "fields"),
    [
        ("provider", {"authority": Authority(name="Відділ", address="вул. Вербова, 1")}),
        ("documents", {"documents": []}),
        ("how_to_apply", {"how_to_apply": ""}),
        ("fee", {"fee_amount": None}),
        ("term", {"term_days": None}),
        ("refusal_grounds", {"refusal_grounds": []}),
        ("result", {"result": ""}),
        ("ways_to_receive", {"ways_to_receive": ""}),
        ("legal_acts", {"legal_acts": []}),
        ("who_may_apply", {"who_may_apply": ""}),
        ("approved_by", {"approved_by": ""}),
    ],
)
def test_each_part_that_the_law_asks_for_is_missed(part, fields):
    assert rules(whole(**fields)) == [part]


def test_every_part_in_the_table_of_the_law_is_missed_on_an_empty_card():
    empty = ServiceCard(service=Service(title="Послуга", authority=Authority(name="Відділ")), reviewed_on=TODAY)

    assert rules(empty) == [asked.part for asked in LEGAL_REQUIREMENTS]


def test_a_term_in_words_is_a_term():
    assert rules(whole(term_days=None, term_text="у день звернення")) == []


@pytest.mark.parametrize("words", ["довідки тощо", "та інші папери", "копії і т. д.", "Doklady atd.", "papers etc."])
def test_a_list_of_documents_that_does_not_end_is_told(words):
    card = whole(documents=[CardDocument(name="Паспорт", detail=words)])

    assert rules(card) == ["endless"]


@pytest.mark.parametrize("words", ["інший з батьків", "Ефіопія", "Затощо"])
def test_words_that_only_look_endless_are_left_in_peace(words):
    assert rules(whole(documents=[CardDocument(name=words)])) == []


def test_a_document_from_a_register_names_it():
    unnamed = CardDocument(name="Право власності", source="register")
    named = CardDocument(name="Право власності", source="register", register="Реєстр речових прав")

    assert rules(whole(documents=[unnamed])) == ["register"]
    assert rules(whole(documents=[named])) == []


@pytest.mark.parametrize("fields", [{"fee_amount": Decimal(50)}, {"fee_amount": None, "fee_text": "Від площі"}])
def test_a_fee_has_somewhere_to_be_paid(fields):
    account = {"fee_payee": "ГУ ДКСУ", "fee_iban": "UA213223130000026007233566001"}

    assert rules(whole(**fields)) == ["account"]
    assert rules(whole(**fields, **account)) == []


@pytest.mark.parametrize(("days", "found"), [(180, []), (181, ["reviewed"])])
def test_a_card_is_reviewed_every_180_days(days, found):
    assert rules(whole(reviewed_on=TODAY - timedelta(days=days))) == found


def test_a_card_never_reviewed_is_told():
    assert rules(whole(reviewed_on=None)) == ["reviewed"]


def test_a_law_changed_since_the_review_is_told():
    old = LegalAct(title="Закон", changed_on=TODAY - timedelta(days=1))
    new = LegalAct(title="Закон", changed_on=TODAY + timedelta(days=1))

    assert rules(whole(legal_acts=[old])) == []
    assert rules(whole(legal_acts=[new])) == ["law_changed"]


@pytest.mark.parametrize(
    "url", ["http://localhost/1", "https://zakon", "ftp://a.example/", "https://a b.example", "zakon.ua"]
)
def test_a_link_that_cannot_lead_anywhere_is_told(url):
    assert rules(whole(legal_acts=[LegalAct(title="Закон", url=url)])) == ["link"]


def test_links_in_the_further_text_are_looked_at_too():
    html = '<a href="/old/page">тут</a> <a href="mailto:a@example.com">лист</a> <a href="https://a.example/1">так</a>'

    assert rules(whole(more_html=html)) == ["link"]


def test_what_is_given_online_names_its_legal_ground():
    assert rules(whole(), is_online=True) == ["online_ground"]
    assert rules(whole(online_ground="Закон № 1871-IX, ст. 5"), is_online=True) == []


def test_papers_of_a_checklist_are_looked_at_like_those_of_the_card():
    asked = [
        question("Чиє житло?", answer("Моє", paper("Довідки тощо")), answer("Чуже", paper("Витяг", source="register")))
    ]

    assert rules(whole(questions=ChecklistQuestionsBlock().to_python(asked))) == ["endless", "register"]


def test_a_document_for_some_that_no_answer_names_is_told():
    asked = ChecklistQuestionsBlock().to_python(
        [question("Чиє житло?", answer("Моє"), answer("Чуже", paper("ДОГОВІР")))]
    )
    documents = [CardDocument(name=name, is_conditional=True) for name in ("Договір", "Рішення суду")]

    (lack,) = find_card_problems(whole(questions=asked, documents=documents), today=TODAY)

    assert lack.rule == "conditional"
    assert lack.rule in RULE_LABELS
    assert "Рішення суду" in lack.text
