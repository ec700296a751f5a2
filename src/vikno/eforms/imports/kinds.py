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
_BY_TYPE = {"date": QuestionKind.DATE, "textArea": QuestionKind.LONG_TEXT, "double": QuestionKind.DECIMAL}

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
    if field.id.lower().startswith(BANK_ID):
        part = field.id.lower().removeprefix(BANK_ID)
        if _ADDRESS.fullmatch(part):
            return KindGuess(QuestionKind.ADDRESS, "address")
        if part in _OF_PERSON:
            return _OF_PERSON[part]
    if field.type in ("string", "long") and (guess := _guess_by_label(field, is_mixed=is_mixed)):
        return guess
    if field.type == "long":
        # A measure may have a fraction; a code may begin with zeros.
        words = f"{field.comparable_label} {field.hint.casefold()}"
        if _MEASURE.search(words):
            return KindGuess(QuestionKind.DECIMAL)
        return KindGuess(QuestionKind.TEXT if _CODE.search(words) else QuestionKind.INTEGER)
    usual = QuestionKind.LONG_TEXT if _LONG.search(field.comparable_label) else QuestionKind.TEXT
    return KindGuess(_BY_TYPE.get(field.type, usual))


def _guess_by_label(field: PublishedField, *, is_mixed: bool) -> KindGuess | None:
    """Return the kind that the label shows, the surest signs first, or None."""
    label, field_id = field.comparable_label, field.id.lower()
    if _EMAIL.search(label) and (field_id == "email" or not _NOT_ONLY_EMAIL.search(label)):
        return KindGuess(QuestionKind.EMAIL, "email" if field_id == "email" else "")
    if _PHONE.match(label):
        # A bare «Телефон» may be a local number of an organisation, so it becomes text.
        is_personal = field_id == "phone" or re.search(r"мобільн|контактн|ваш", label)
        return KindGuess(
            QuestionKind.PHONE if is_personal else QuestionKind.TEXT, "phone" if field_id == "phone" else ""
        )
    if _RNOKPP.match(label) and not _ORGANISATION.search(label):
        return KindGuess(QuestionKind.RNOKPP)
    if _EDRPOU.search(label) and not _OTHER_CODE.search(label):
        # A person who uses a mixed form has no code, and the question may be required all the same.
        return KindGuess(QuestionKind.TEXT if is_mixed else QuestionKind.EDRPOU)
    if _UNZR.search(label):
        return KindGuess(QuestionKind.UNZR)
    if _DOCUMENT.match(label):
        return KindGuess(QuestionKind.DOCUMENT)
    has_format = _DATE_FORMAT.search(with_cyrillic_letters(f"я{field.hint}").casefold().replace("p", "р"))
    is_date = _BIRTH.match(label) or (has_format and _DATE.match(label))
    return KindGuess(QuestionKind.DATE) if is_date else None


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
