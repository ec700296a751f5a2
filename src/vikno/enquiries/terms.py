"""Until when an enquiry is answered: a number of days for each topic, from the setting `ENQUIRY_TERMS`."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from vikno.centres.working_days import DayUnit
from vikno.enquiries.models import EnquiryTopic

_WRITTEN = re.compile(r"(\w+)=([1-9]\d{0,2})(w?)")


@dataclass(frozen=True, kw_only=True)
class EnquiryTerm:
    days: int
    unit: DayUnit


def load_enquiry_terms() -> dict[EnquiryTopic, EnquiryTerm]:
    """Return the term of every topic, as the setting writes it: `complaint=15` calendar, `question=5w` working days."""
    found: dict[EnquiryTopic, EnquiryTerm] = {}
    for word in settings.ENQUIRY_TERMS:
        match = _WRITTEN.fullmatch(word)
        if match is None or match[1] not in EnquiryTopic.values:
            raise ImproperlyConfigured(f"ENQUIRY_TERMS holds words like complaint=15 or question=5w, not {word!r}.")
        found[EnquiryTopic(match[1])] = EnquiryTerm(
            days=int(match[2]), unit=DayUnit.WORKING if match[3] else DayUnit.CALENDAR
        )
    if missing := set(EnquiryTopic) - set(found):
        raise ImproperlyConfigured(f"ENQUIRY_TERMS says nothing of {', '.join(sorted(missing))}.")
    return found
