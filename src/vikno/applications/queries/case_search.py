"""The search for cases by numbers, names and contacts, through keyed digests."""

import re

from django.db.models import QuerySet

from vikno.applications.models import Application, SearchKey
from vikno.eforms.definition import Answers, QuestionKind, is_empty
from vikno.kernel.crypto import blind_index
from vikno.kernel.references import read_application_number

_WORD = re.compile(r"[\w’'-]+")


def _name_key(word: str) -> str:
    return blind_index(word.casefold().replace("’", "'"), kind="name")


def search_digests(application: Application, answers: Answers) -> set[str]:
    """Return the keys by which staff find a case: the applicant's names, number, phone and e-mail, codes in the answers."""
    details = application.applicant_details
    represented = application.represented
    words = _WORD.findall(f"{application.applicant_name} {application.represented_name}")
    digests = {_name_key(word) for word in words}
    exact = {details.get(name, "") for name in ("rnokpp", "phone", "email")}
    exact |= {represented.get(name, "") for name in ("rnokpp", "unzr", "document_number", "edrpou")}
    if application.form_version is not None:
        coded = (
            QuestionKind.RNOKPP,
            QuestionKind.PHONE,
            QuestionKind.EDRPOU,
            QuestionKind.EMAIL,
            QuestionKind.UNZR,
            QuestionKind.DOCUMENT,
        )
        for question in application.form_version.eform.questions:
            value = answers.get(question.key)
            if question.kind in coded and not is_empty(value):
                exact.add(str(value))
    return digests | {_exact_key(value) for value in exact if value}


def _exact_key(value: str) -> str:
    return blind_index(re.sub(r"[\s()+-]", "", value).casefold(), kind="exact")


def search_cases(cases: QuerySet[Application], text: str) -> QuerySet[Application]:
    """Keep the cases that the text finds: application number, incoming number, РНОКПП, phone, e-mail, or names (all of them)."""
    text = text.strip()
    if not text:
        return cases
    if number := read_application_number(text):
        return cases.filter(number=number)
    digits = re.sub(r"[\s()+-]", "", text)
    phone = "38" + digits if re.fullmatch(r"0\d{9}", digits) else digits
    found = cases.filter(search_keys__digest__in=[_exact_key(digits), _exact_key(phone)])
    found |= cases.filter(registration__number=text) | cases.filter(number__startswith=text)
    words = _WORD.findall(text)
    if words and not digits.isdigit():
        by_name = cases
        for word in words:
            by_name = by_name.filter(pk__in=SearchKey.objects.filter(digest=_name_key(word)).values("application"))
        found |= by_name
    return cases.filter(pk__in=found.values("pk"))
