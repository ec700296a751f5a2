"""Residents and officers of the demo: invented people; some of them can sign in."""

import datetime
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from vikno.centres.models import Centre, Officer, OfficerRole
from vikno.demo import sign_ins
from vikno.demo.seed import sample_numbers
from vikno.demo.seed.community import MAIN, CentresByCode
from vikno.editors.operations import grant_editor
from vikno.people.models import Person, rnokpp_index

# The family name of a woman and of a man; residents get them in turns.
FAMILIES = (
    ("Вербняк", "Вербняк"),
    ("Калинська", "Калинський"),
    ("Степова", "Степовий"),
    ("Лугова", "Луговий"),
    ("Бережна", "Бережний"),
    ("Смерека", "Смерека"),
    ("Журавка", "Журавка"),
    ("Криничанська", "Криничанський"),
    ("Барвінок", "Барвінок"),
    ("Прудка", "Прудкий"),
    ("Ряснянська", "Ряснянський"),
    ("Ковильна", "Ковильний"),
    ("Зозуля", "Зозуля"),
    ("Полинська", "Полинський"),
    ("Ставкова", "Ставковий"),
    ("Росинська", "Росинський"),
    ("Заярна", "Заярний"),
    ("Млинарська", "Млинарський"),
    ("Гречана", "Гречаний"),
    ("Сонях", "Сонях"),
    ("Тополевська", "Тополевський"),
    ("Яворенко", "Яворенко"),
    ("Перепелиця", "Перепелиця"),
    ("Підлісна", "Підлісний"),
    ("Нагірна", "Нагірний"),
    ("Озерна", "Озерний"),
)
WOMEN = (
    "Оксана",
    "Надія",
    "Ганна",
    "Леся",
    "Тетяна",
    "Віра",
    "Марічка",
    "Інна",
    "Юлія",
    "Стефанія",
    "Ольга",
    "Зоя",
    "Дана",
)
MEN = (
    "Богдан",
    "Тарас",
    "Микола",
    "Іван",
    "Остап",
    "Юрій",
    "Лев",
    "Сергій",
    "Назар",
    "Павло",
    "Орест",
    "Петро",
    "Артем",
)
PATRONYMICS = (
    ("Іванівна", "Іванович"),
    ("Петрівна", "Петрович"),
    ("Миколаївна", "Миколайович"),
    ("Романівна", "Романович"),
    ("Степанівна", "Степанович"),
    ("Андріївна", "Андрійович"),
    ("Василівна", "Васильович"),
)
STREETS = (
    ("с. Вербівка", "вул. Шкільна"),
    ("с. Вербівка", "вул. Польова"),
    ("с. Вербівка", "пров. Тихий"),
    ("с. Нова Лоза", "вул. Садова"),
    ("с. Нова Лоза", "вул. Ставкова"),
    ("с. Тиха Вільха", "вул. Лугова"),
    ("с. Тиха Вільха", "вул. Млинова"),
)
RESIDENTS = 62
# The identification that has proved the resident's data.
IDENTIFIED_BY = {"method": "bankid_nbu", "on": "2026-02-02"}


@dataclass(frozen=True, kw_only=True)
class DemoPeople:
    """The people who take part in the cases."""

    resident: Person
    residents: list[Person]
    officers: dict[str, Officer]


def make(places: CentresByCode, *, at: datetime.datetime) -> DemoPeople:
    """Make the accounts; only accounts of `sign_ins` have a usable password."""
    password = make_password(sign_ins.PASSWORD)
    staff = _make_staff(places[MAIN], places["nova-loza"], places["tykha-vilkha"], password)
    grant_editor(person=staff["editor"].person, actor="demo", at=at)
    grant_editor(person=staff["writer"].person, actor="demo", at=at, publishes=False)
    resident = _make_resident(password)
    Person.objects.create(
        **_names("Вітер", "Максим", "Орестович"),
        email=sign_ins.ADMINISTRATOR,
        password=password,
        is_staff=True,
        is_superuser=True,
    )
    residents = Person.objects.bulk_create(build_person(serial) for serial in range(1, RESIDENTS + 1))
    emails = [sign_in.email for sign_in in sign_ins.SIGN_INS]
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True)
        for person in Person.objects.filter(email__in=emails)
    )
    return DemoPeople(resident=resident, residents=residents, officers=staff)


def _make_resident(password: str) -> Person:
    born_on = datetime.date(1993, 4, 18)
    return Person.objects.create(
        email=sign_ins.RESIDENT,
        password=password,
        **_names("Соколина", "Дарина", "Олегівна"),
        **_numbers(born_on, serial=900, is_woman=True),
        proved={name: dict(IDENTIFIED_BY) for name in ("family_name", "given_name", "patronymic", "born_on", "rnokpp")},
        address={
            "settlement": "с. Вербівка",
            "street": "вул. Шкільна",
            "house": "14-А",
            "flat": "6",
            "postcode": "00000",
        },
    )


def build_person(serial: int) -> Person:
    """Return an unsaved person of the community: women and men take turns, and all names are different."""
    is_woman = serial % 2 == 1
    form = 0 if is_woman else 1
    born_on = datetime.date(1951 + serial * 7 % 55, serial * 5 % 12 + 1, serial * 11 % 28 + 1)
    settlement, street = STREETS[serial % len(STREETS)]
    given_name = (WOMEN if is_woman else MEN)[(serial * 5 + serial // 26 * 3) % 13]
    return Person(
        email=f"resident{serial:02d}@example.com",
        # An unusable password.
        password=make_password(None),
        **_names(FAMILIES[serial * 3 % 26][form], given_name, PATRONYMICS[serial % 7][form]),
        **_numbers(born_on, serial=serial, is_woman=is_woman),
        address={"settlement": settlement, "street": street, "house": str(serial % 48 + 1), "postcode": "00000"},
    )


def _names(family_name: str, given_name: str, patronymic: str) -> dict[str, str]:
    return {"family_name": family_name, "given_name": given_name, "patronymic": patronymic}


def _numbers(born_on: datetime.date, *, serial: int, is_woman: bool) -> dict[str, Any]:
    rnokpp = sample_numbers.rnokpp(born_on=born_on, serial=serial, is_woman=is_woman)
    return {
        "born_on": born_on,
        "phone": sample_numbers.phone(serial),
        "rnokpp": rnokpp,
        "rnokpp_index": rnokpp_index(rnokpp),
        "unzr": sample_numbers.unzr(born_on=born_on, serial=serial),
        "document_number": sample_numbers.id_card(serial),
    }


def _make_staff(main: Centre, first_desk: Centre, second_desk: Centre, password: str) -> dict[str, Officer]:
    """Make the officers and return them by a short name; colleagues without a sign-in make lists realistic."""
    unusable = make_password(None)
    return {
        "officer": _make_officer(
            sign_ins.OFFICER, ("Левада", "Зоряна", "Миронівна"), main, OfficerRole.OFFICER, password, desk=3
        ),
        "colleague": _make_officer(
            "officer2@example.com", ("Чепіга", "Роман", "Остапович"), main, OfficerRole.OFFICER, unusable, desk=2
        ),
        "reception": _make_officer(
            sign_ins.RECEPTION, ("Стеблій", "Уляна", "Дмитрівна"), main, OfficerRole.RECEPTION, password, desk=1
        ),
        "head": _make_officer(sign_ins.HEAD, ("Криниця", "Остап", "Андрійович"), main, OfficerRole.HEAD, password),
        "editor": _make_officer(sign_ins.EDITOR, ("Мальва", "Надія", "Павлівна"), main, OfficerRole.EDITOR, password),
        "writer": _make_officer(sign_ins.WRITER, ("Пролісок", "Ніна", "Тарасівна"), main, OfficerRole.EDITOR, password),
        "nova-loza": _make_officer(
            sign_ins.DESK, ("Калинка", "Ганна", "Юріївна"), first_desk, OfficerRole.OFFICER, password, desk=1
        ),
        "tykha-vilkha": _make_officer(
            "desk2@example.com", ("Дубина", "Петро", "Львович"), second_desk, OfficerRole.OFFICER, unusable, desk=1
        ),
    }


def _make_officer(
    email: str, names: tuple[str, str, str], centre: Centre, role: OfficerRole, password: str, *, desk: int = 0
) -> Officer:
    person = Person.objects.create(email=email, password=password, **_names(*names))
    officer_desk = centre.desks.filter(number=desk).first()
    return Officer.objects.create(person=person, centre=centre, role=role, desk=officer_desk)
