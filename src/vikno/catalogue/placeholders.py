"""Placeholders of templates: the words between {{ and }}, and their values for one resident."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vikno.catalogue.models import Service
from vikno.centres.models import Centre
from vikno.eforms.answer_display import answer_text
from vikno.eforms.definition import Question, QuestionKind
from vikno.people.models import Person


class MissingValuePlace(StrEnum):
    """The place where a missing value can be added."""

    PROFILE = "profile"
    NOWHERE = "nowhere"


@dataclass(frozen=True, kw_only=True)
class Placeholder:
    """A placeholder: its code, its Ukrainian name for Ukrainian writers, and its meaning."""

    code: str
    ukrainian_name: str
    meaning: str | Promise
    sample: str
    editable_in: MissingValuePlace = MissingValuePlace.NOWHERE


def _profile_placeholder(code: str, ukrainian_name: str, meaning: str | Promise, sample: str) -> Placeholder:
    return Placeholder(
        code=code, ukrainian_name=ukrainian_name, meaning=meaning, sample=sample, editable_in=MissingValuePlace.PROFILE
    )


# Names as in the `prefill` of e-forms; people in the samples are invented.
PLACEHOLDERS = (
    _profile_placeholder("full_name", "піб", _("family name, given name, patronymic"), "Зразкова Олена Тестівна"),
    _profile_placeholder("family_name", "прізвище", _("family name"), "Зразкова"),
    _profile_placeholder("given_name", "імʼя", _("given name"), "Олена"),
    _profile_placeholder("patronymic", "по_батькові", _("patronymic"), "Тестівна"),
    _profile_placeholder("initials", "ініціали", _("family name with initials"), "Зразкова О. Т."),
    _profile_placeholder("born_on", "дата_народження", _("date of birth"), "01.05.1990"),
    _profile_placeholder("rnokpp", "рнокпп", _("taxpayer number (РНОКПП)"), "1759013776"),
    _profile_placeholder("unzr", "унзр", _("record number in the demographic register (УНЗР)"), "19900501-00012"),
    _profile_placeholder("document_number", "паспорт", _("passport or ID card number"), "000000000"),
    _profile_placeholder("address", "адреса", _("address"), "вул. Шкільна, 14-А, с. Вербівка"),
    _profile_placeholder("phone", "телефон", _("phone"), "+380 67 000 0000"),
    _profile_placeholder("email", "пошта", _("e-mail"), "olena@example.com"),
    Placeholder(code="today", ukrainian_name="сьогодні", meaning=_("date of filling"), sample="02.03.2026"),
    Placeholder(
        code="centre_name", ukrainian_name="центр", meaning=_("name of the centre"), sample="ЦНАП Вербівської громади"
    ),
    Placeholder(
        code="centre_address",
        ukrainian_name="адреса_центру",
        meaning=_("address of the centre"),
        sample="вул. Вербова, 1",
    ),
    Placeholder(
        code="community", ukrainian_name="громада", meaning=_("name of the community"), sample="Вербівська громада"
    ),
    Placeholder(
        code="service",
        ukrainian_name="послуга",
        meaning=_("title of the service"),
        sample="Реєстрація місця проживання",
    ),
    Placeholder(code="authority", ukrainian_name="орган", meaning=_("body that decides"), sample="Відділ реєстрації"),
)
PLACEHOLDERS_BY_CODE = {placeholder.code: placeholder for placeholder in PLACEHOLDERS}
_APOSTROPHES = str.maketrans("'’ʼ`´‘", "ʼʼʼʼʼʼ")
_BY_NAME = PLACEHOLDERS_BY_CODE | {placeholder.ukrainian_name: placeholder for placeholder in PLACEHOLDERS}
SAMPLES = {placeholder.code: placeholder.sample for placeholder in PLACEHOLDERS}


def find_placeholder(name: str) -> Placeholder | None:
    """Return the placeholder with this name in either language; letter case and kind of apostrophe are ignored."""
    return _BY_NAME.get(name.casefold().translate(_APOSTROPHES))


def nearest_placeholder_name(name: str) -> str:
    """Return the name most likely meant, or an empty text if none is similar."""
    return next(iter(get_close_matches(name.casefold(), _BY_NAME, n=1, cutoff=0.6)), "")


def placeholder_values(
    *, person: Person, centre: Centre | None, service: Service | None, today: datetime.date
) -> Mapping[str, str]:
    """Return the value of each placeholder for this resident; unknown values are left out."""
    profile = person.profile()
    values = {
        **{code: str(profile.get(code, "")) for code in PLACEHOLDERS_BY_CODE if code in profile},
        "initials": person.short_name if person.family_name else "",
        "born_on": _date(person.born_on) if person.born_on else "",
        "address": answer_text(Question(key="address", kind=QuestionKind.ADDRESS, label=""), person.address)
        if person.address
        else "",
        "phone": answer_text(Question(key="phone", kind=QuestionKind.PHONE, label=""), person.phone)
        if person.phone
        else "",
        "today": _date(today),
        "centre_name": centre.name if centre else "",
        "centre_address": centre.address if centre else "",
        "community": centre.community if centre else "",
        "service": service.title if service else "",
        "authority": service.authority.name if service else "",
    }
    return {code: value for code, value in values.items() if value}


def _date(day: datetime.date) -> str:
    return date_format(day, "d.m.Y")
