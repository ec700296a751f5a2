"""The days within which an enquiry of each topic is answered, from the setting `ENQUIRY_TERMS`."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from vikno.centres.working_days import DayUnit
from vikno.enquiries.models import EnquiryTopic

_TERM_PATTERN = re.compile(r"(\w+)=([1-9]\d{0,2})(w?)")


@dataclass(frozen=True, kw_only=True)
class EnquiryTerm:
    """A number of calendar or working days."""

    days: int
    unit: DayUnit


def load_enquiry_terms() -> dict[EnquiryTopic, EnquiryTerm]:
    """Return the term of every topic: `complaint=15` in the setting means calendar days, `question=5w` working days.

    Raises `ImproperlyConfigured` for a word that is none, and for a topic without a term.
    """
    terms: dict[EnquiryTopic, EnquiryTerm] = {}
    for word in settings.ENQUIRY_TERMS:
        match = _TERM_PATTERN.fullmatch(word)
        if match is None or match[1] not in EnquiryTopic.values:
            raise ImproperlyConfigured(f"ENQUIRY_TERMS holds words like complaint=15 or question=5w, not {word!r}.")
        terms[EnquiryTopic(match[1])] = EnquiryTerm(
            days=int(match[2]), unit=DayUnit.WORKING if match[3] else DayUnit.CALENDAR
        )
    if missing := set(EnquiryTopic) - set(terms):
        raise ImproperlyConfigured(f"ENQUIRY_TERMS says nothing of {', '.join(sorted(missing))}.")
    return terms
