"""Guesses of the kind of question for a published field.

Kinds with strict validation are given only where the id and the label leave no doubt: a guess must not refuse an answer that
the centre used to accept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vikno.eforms.definition import QuestionKind
from vikno.eforms.imports.fields import PublishedField, with_cyrillic_letters


@dataclass(frozen=True)
class KindGuess:
    """A kind with its prefill and its greatest value."""

    kind: QuestionKind
    prefill: str = ""
    most: str | None = None


# Fields whose ids start with `bankId` are data of the person.
BANK_ID = "bankid"
_ADDRESS = re.compile(r"add?ress?(?:factual|actual|regist\w*|living)?")
_OF_PERSON: Mapping[str, KindGuess] = {
    "lastname": KindGuess(QuestionKind.TEXT, "family_name"),
    "firstname": KindGuess(QuestionKind.TEXT, "given_name"),
    "middlename": KindGuess(QuestionKind.TEXT, "patronymic"),
    "birthday": KindGuess(QuestionKind.DATE, "born_on", "today"),
    # The field holds series, number, issuer and date together; the profile has only the number.
    "passport": KindGuess(QuestionKind.TEXT, "document_number"),
    "inn": KindGuess(QuestionKind.RNOKPP, "rnokpp"),
    "phone": KindGuess(QuestionKind.PHONE, "phone"),
    "email": KindGuess(QuestionKind.EMAIL, "email"),
}

_ASK = r"(?:введіть |вкажіть |укажіть |зазначте |ваш(?:а|у|е|ого|ої)? |контактн\w+ |код )*"
_PHONE = re.compile(
    rf"{_ASK}(?:\(?(?:особист|мобільн)\w+\)? )*(?:номер(?: мобільного)? телефону|телефон)\b(?!.*(?:адрес|факс))"
)
_EMAIL = re.compile(r"[eе]-?\s?m[aа][iі]l|електронн\w+ (?:пошт|адрес|скриньк)")
_NOT_ONLY_EMAIL = re.compile(r"телеф|факс|реквізит|поштов\w+ адрес| або ")
_RNOKPP = re.compile(
    rf"{_ASK}(?:іпн|рнокпп|індив[иі]дуальний податковий номер|реєстраційний номер облікової картки платника податків)\b"
)
_EDRPOU = re.compile(r"єдрпоу")
_OTHER_CODE = re.compile(r"\bабо\b|іпн|рнокпп|номер фізичн|дата|назв|копія|підприємц|юридичн\w+ особ\w+ та|/")
_ORGANISATION = re.compile(r"юрид|організац|підприємств|установ|проектувальник|єдрпоу|\bабо\b")
_UNZR = re.compile(r"\bунзр\b")
_DOCUMENT = re.compile(rf"{_ASK}серія (?:та|і|й) номер паспорт\w* громадян\w+ україни")
_BIRTH = re.compile(rf"{_ASK}(?:дата|день) народження\b(?!.*(?:місце|рік\b))")
_DATE = re.compile(rf"{_ASK}(?:дата|день)\b(?!.*(?:номер|\bрік\b|\bабо\b))")
_DATE_FORMAT = re.compile(r"дд[./-]?мм[./-]?р{2,4}")
_LONG = re.compile(
    r"опиш|зміст|суть|об[гґ]рунтув|причин|перелік|додатков\w+ (?:текст|інформ|відом)|комент|поясн|питання|вимог"
    r"|обставин|реквізит|підстав"
)
_CODE = re.compile(r"номер|\bкод\b|індекс|рахун|серія|\bмфо\b|іпн|єдрпоу|телефон")
_MEASURE = re.compile(r"площ|\bварт|відстан|сум[аи]|доза|дози|цін|розмір|обсяг|вага|км\)|\(га|кв\. ?м|тис\.|%")


def guess_kind(field: PublishedField, *, is_mixed: bool) -> KindGuess:
    """Return the kind of a field. `is_mixed` means that the form is for people and for organisations."""
    if field.id.lower().startswith(BANK_ID) and (known := _of_person(field)):
        return known
    return _by_words(field, is_mixed=is_mixed) or _by_type(field)


def _of_person(field: PublishedField) -> KindGuess | None:
    rest = field.id.lower().removeprefix(BANK_ID)
    return KindGuess(QuestionKind.ADDRESS, "address") if _ADDRESS.fullmatch(rest) else _OF_PERSON.get(rest)


def _by_words(field: PublishedField, *, is_mixed: bool) -> KindGuess | None:
    """Return the kind that the label shows, the surest signs first, or None."""
    if field.type not in ("string", "long"):
        return None
    label = field.comparable_label
    if _EMAIL.search(label) and (field.id.lower() == "email" or not _NOT_ONLY_EMAIL.search(label)):
        return KindGuess(QuestionKind.EMAIL, "email" if field.id.lower() == "email" else "")
    if _PHONE.match(label):
        return KindGuess(QuestionKind.PHONE, "phone") if field.id.lower() == "phone" else _other_phone(field)
    return _number(label, is_mixed=is_mixed) or _date(field)


def _other_phone(field: PublishedField) -> KindGuess | None:
    """Return a phone for a mobile or contact number; a bare «Телефон» may be a local number of an organisation, so text."""
    return (
        KindGuess(QuestionKind.PHONE)
        if re.search(r"мобільн|контактн|ваш", field.comparable_label)
        else KindGuess(QuestionKind.TEXT)
    )


def _number(label: str, *, is_mixed: bool) -> KindGuess | None:
    if _RNOKPP.match(label) and not _ORGANISATION.search(label):
        return KindGuess(QuestionKind.RNOKPP)
    if _EDRPOU.search(label) and not _OTHER_CODE.search(label):
        # A person who uses a mixed form has no code, and the question may be required all the same.
        return KindGuess(QuestionKind.TEXT if is_mixed else QuestionKind.EDRPOU)
    if _UNZR.search(label):
        return KindGuess(QuestionKind.UNZR)
    return KindGuess(QuestionKind.DOCUMENT) if _DOCUMENT.match(label) else None


def _date(field: PublishedField) -> KindGuess | None:
    has_format = _DATE_FORMAT.search(with_cyrillic_letters(f"я{field.hint}").casefold().replace("p", "р"))
    if _BIRTH.match(field.comparable_label) or (has_format and _DATE.match(field.comparable_label)):
        return KindGuess(QuestionKind.DATE)
    return None


def _by_type(field: PublishedField) -> KindGuess:
    match field.type:
        case "date":
            return KindGuess(QuestionKind.DATE)
        case "textArea":
            return KindGuess(QuestionKind.LONG_TEXT)
        case "double":
            return KindGuess(QuestionKind.DECIMAL)
        case "long":
            return KindGuess(_number_kind(f"{field.comparable_label} {field.hint.casefold()}"))
    return KindGuess(QuestionKind.LONG_TEXT if _LONG.search(field.comparable_label) else QuestionKind.TEXT)


def _number_kind(label: str) -> QuestionKind:
    """Return the kind of a number by its label: a code may begin with zeros, a measure may have a fraction."""
    if _MEASURE.search(label):
        return QuestionKind.DECIMAL
    return QuestionKind.TEXT if _CODE.search(label) else QuestionKind.INTEGER


def is_mixed(fields: list[PublishedField]) -> bool:
    """Return whether the form asks who applies: a person or an organisation."""
    for field in fields:
        words = with_cyrillic_letters(" ".join(label for _code, label in field.values)).casefold()
        if "юридичн" in words and re.search(r"фізичн|\bфоп\b|громадян|підприєм", words):
            return True
    return False


def is_checkbox(field: PublishedField) -> bool:
    """Return whether the field was a checkbox: two answers, one of which means that it is ticked."""
    ticked: Any = field.options.get("sID_CheckboxTrue")
    return ticked is not None and len(field.values) == 2 and ticked in {code for code, _text in field.values}
