"""Answers of invented people to the e-forms: complete, valid, and different for each person."""

import datetime
from collections.abc import Callable
from random import Random
from typing import Any

from vikno.demo.seed import sample_numbers
from vikno.people.models import Person

Answers = dict[str, Any]
GIRLS, BOYS = ("Соломія", "Мілана", "Єва", "Злата"), ("Матвій", "Лука", "Марко", "Тимур")


def typed_answers(form: str, person: Person, *, on: datetime.date, luck: Random) -> Answers:
    """Return answers to a form of the demo as a person types them on that day."""
    return _FORMS[form](person, on, luck)


def needed_files(form: str, answers: Answers) -> dict[str, str]:
    """Return the names of the files that these answers need, by question."""
    if form == "residence-registration" and answers["ground"] == "rent":
        return {"contract": "Договір оренди.pdf"}
    if form == "residence-registration" and answers["ground"] == "consent":
        return {"consent": "Згода власника.pdf"}
    if form == "land-extract" and answers["who"] == "company":
        return {"power": "Довіреність.pdf"}
    if form == "housing-subsidy" and answers["other_income"] is True:
        return {"other_income_files": "Довідка про доходи.pdf"}
    return {}


def _person(person: Person) -> Answers:
    profile = person.profile()
    return {key: profile[key] for key in ("family_name", "given_name", "patronymic", "born_on", "rnokpp")}


def _contacts(person: Person) -> Answers:
    return {"phone": person.phone, "email": person.email}


def _child(person: Person, luck: Random) -> Answers:
    is_girl = luck.random() < 0.5
    return {
        "family_name": person.family_name,
        "given_name": luck.choice(GIRLS if is_girl else BOYS),
        "patronymic": luck.choice(("Іванівна", "Романівна") if is_girl else ("Іванович", "Романович")),
    }


def _days_before(on: datetime.date, days: int) -> str:
    return (on - datetime.timedelta(days=days)).isoformat()


def _residence(person: Person, on: datetime.date, luck: Random) -> Answers:
    ground = luck.choice(("owner", "owner", "rent", "consent"))
    answers = {
        "applicant": _person(person),
        "document": person.document_number,
        "unzr": person.unzr,
        **_contacts(person),
        "was_registered": True,
        "old_address": {
            "settlement": "м. Стара Криниця",
            "street": "вул. Джерельна",
            "house": str(luck.randint(1, 90)),
        },
        "left_on": _days_before(on, 12),
        "new_address": {**person.address, "flat": str(luck.randint(1, 60))},
        "moved_on": _days_before(on, luck.randint(3, 12)),
        "ground": ground,
        "with_children": False,
        "receive": luck.choice(("cabinet", "cabinet", "desk")),
    }
    if ground == "consent":
        answers["owner_name"] = "Левадна Ніна Павлівна"
    if luck.random() < 0.4:
        child = {**_child(person, luck), "born_on": _days_before(on, luck.randint(400, 4000)), "other_parent": True}
        answers |= {"with_children": True, "children": [child]}
    return answers


def _birth(person: Person, on: datetime.date, luck: Random) -> Answers:
    born = luck.randint(10, 60)
    return {
        "applicant": _person(person),
        "document": person.document_number,
        "address": person.address,
        **_contacts(person),
        "born_on": _days_before(on, born),
        "children": [{**_child(person, luck), "certificate": f"І-ВР {luck.randint(0, 999):06d}"}],
        "certificate_on": _days_before(on, born - luck.randint(2, 8)),
        "registered_abroad": False,
        "lives_with_me": True,
        "has_second_parent": False,
        "bank": "Банк «Зразок»",
        "iban": sample_numbers.iban(luck.randint(1, 99_999)),
        "own_account": True,
    }


def _land(person: Person, on: datetime.date, luck: Random) -> Answers:
    answers = {
        "cadastral_number": f"0000000000:{luck.randint(1, 9):02d}:{luck.randint(1, 99):03d}:{luck.randint(1, 400):04d}",
        "location": {"settlement": "с. Вербівка"},
        "area": f"0,{luck.randint(600, 2500):04d}",
        "sections": luck.choice((["owner", "borders"], ["owner", "purpose", "limits"], ["value"])),
        "for_what": luck.choice(("deal", "lease", "court")),
        "receive": "cabinet",
        "who": "person",
        "person": _person(person),
        **_contacts(person),
    }
    answers["location"] |= {"street": "вул. Польова", "house": str(luck.randint(1, 60))}
    if luck.random() < 0.25:
        company = {"company_name": "ТОВ «Вербове поле» (вигадане)", "edrpou": "00000000", "is_head": False}
        answers |= {"who": "company", **company}
    return answers


def _fop(person: Person, on: datetime.date, luck: Random) -> Answers:
    activities = sorted(luck.sample(("45.20", "47.91", "56.10", "62.01", "85.59", "96.02"), 2))
    return {
        "matter": "register",
        "by_representative": False,
        "full_name": person.profile()["full_name"],
        "rnokpp": person.rnokpp,
        "document": person.document_number,
        "address": person.address,
        **_contacts(person),
        "kveds": activities,
        "main_kved": activities[0],
        "simplified": True,
        "tax_group": luck.choice(("2", "3")),
        "with_vat": False,
        "employees": str(luck.choice((0, 0, 1, 2))),
    }


def _subsidy(person: Person, on: datetime.date, luck: Random) -> Answers:
    area = luck.randint(38, 96)
    spouse = {
        "full_name": f"{person.family_name} Лада Ігорівна",
        "born_on": f"{luck.randint(1950, 1999)}-06-14",
        "relation": luck.choice(("spouse", "parent", "other")),
    }
    with_income = luck.random() < 0.4
    return {
        "applicant": _person(person),
        "document": person.document_number,
        **_contacts(person),
        "address": person.address,
        "home_kind": "house",
        "total_area": f"{area},4",
        "heated_area": str(area - luck.randint(2, 9)),
        "utilities": ["gas", "electricity", "water"],
        "people": "2",
        "members": [spouse],
        "absent": False,
        "other_income": with_income,
        **({"other_income_kinds": ["farm"], "other_income_sum": "18400"} if with_income else {}),
        "cars": "0",
        "pay_way": "bank",
        "iban": sample_numbers.iban(luck.randint(1, 99_999)),
    }


_FORMS: dict[str, Callable[[Person, datetime.date, Random], Answers]] = {
    "residence-registration": _residence,
    "birth-assistance": _birth,
    "land-extract": _land,
    "fop-registration": _fop,
    "housing-subsidy": _subsidy,
}
