"""Invented people to choose at the simulators, each with a property worth testing."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class InventedPerson:
    """An invented person as registers and banks know them. An empty text means that they do not have the item."""

    key: str
    # The case that this person tests, in a few words.
    about: str
    family_name: str
    given_name: str
    patronymic: str = ""
    born_on: datetime.date
    is_woman: bool
    rnokpp: str = ""
    unzr: str = ""
    # ID card: nine digits. Passport of the old kind: two letters, six digits.
    document_number: str = ""
    phone: str = ""
    email: str = ""
    address: Mapping[str, str] = field(default_factory=dict)
    # The organisation of the person's key.
    edrpou: str = ""
    organization: str = ""
    title: str = ""
    # Czech «rodné číslo».
    birth_number: str = ""

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, [self.family_name, self.given_name, self.patronymic]))

    @property
    def is_czech(self) -> bool:
        return bool(self.birth_number)


INVENTED_PEOPLE = (
    InventedPerson(
        key="daryna",
        about="уже має кабінет у демо: входи з’єднає той самий РНОКПП",
        family_name="Соколина",
        given_name="Дарина",
        patronymic="Олегівна",
        born_on=datetime.date(1993, 4, 18),
        is_woman=True,
        rnokpp="3407699006",
        unzr="19930418-09002",
        document_number="000000900",
        phone="+380670000900",
        email="resident@example.com",
        address={
            "state": "Київська",
            "area": "Вербівський",
            "city": "с. Вербівка",
            "street": "вул. Шкільна",
            "houseNo": "14-А",
            "flatNo": "6",
        },
    ),
    InventedPerson(
        key="maryna",
        about="приходить уперше, банк знає про неї все",
        family_name="Журавлина",
        given_name="Марина",
        patronymic="Степанівна",
        born_on=datetime.date(1986, 4, 12),
        is_woman=True,
        rnokpp="3151399308",
        unzr="19860412-00034",
        document_number="000000003",
        phone="+380670000701",
        email="maryna@example.com",
        address={
            "state": "Київська",
            "area": "Вербівський",
            "city": "с. Нова Лоза",
            "street": "вул. Садова",
            "houseNo": "3",
            "flatNo": "n/a",
        },
    ),
    InventedPerson(
        key="ostap",
        about="банк знає мало: без по батькові, пошти й адреси",
        family_name="Верболіз",
        given_name="Остап",
        born_on=datetime.date(1979, 11, 2),
        is_woman=False,
        rnokpp="2916099515",
        phone="+380670000702",
    ),
    InventedPerson(
        key="vira",
        about="відмовилася від РНОКПП: відома за паспортом",
        family_name="Ковилиця",
        given_name="Віра",
        patronymic="Тарасівна",
        born_on=datetime.date(1961, 2, 9),
        is_woman=True,
        document_number="ЯЯ000123",
        phone="+380670000703",
    ),
    InventedPerson(
        key="bohdan",
        about="підписує за підприємство: у ключі є ЄДРПОУ",
        family_name="Лозинський",
        given_name="Богдан",
        patronymic="Юрійович",
        born_on=datetime.date(1990, 3, 15),
        is_woman=False,
        rnokpp="3294699332",
        unzr="19900315-00134",
        document_number="000000013",
        phone="+380670000704",
        email="bohdan@example.com",
        edrpou="00000017",
        organization="ТОВ «Вербівська лоза»",
        title="Директор",
    ),
    InventedPerson(
        key="inna",
        about="тезка першої Марини з тією самою поштою: у її кабінет не потрапить",
        family_name="Журавлина",
        given_name="Марина",
        patronymic="Степанівна",
        born_on=datetime.date(2001, 6, 30),
        is_woman=True,
        rnokpp="3707199129",
        unzr="20010630-00112",
        document_number="000000011",
        phone="+380670000705",
        email="maryna@example.com",
    ),
    InventedPerson(
        key="jana",
        about="klientka Bank iD",
        family_name="Vrbová",
        given_name="Jana",
        born_on=datetime.date(1992, 7, 14),
        is_woman=True,
        birth_number="9257140002",
        document_number="000000021",
        phone="+420700000021",
        email="jana@example.com",
        address={"country": "CZ", "city": "Vrbovice", "street": "Školní", "houseNo": "12", "postcode": "00000"},
    ),
)

PEOPLE_BY_KEY = {person.key: person for person in INVENTED_PEOPLE}
