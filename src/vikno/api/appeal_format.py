"""One application as the national repository of centres takes it (guide.diia.gov.ua; columns of «Дані про надані послуги»).

The full shape of an item was not published when this was written: to align it, change `item_of` and nothing else. Natural persons
are never exported: their name and number stay empty.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone

from vikno.applications.models import Application, ApplicationStatus

STATUS_NAMES = {
    ApplicationStatus.RETURNED: "Повернуто на доопрацювання",
    ApplicationStatus.DECIDED: "Виконано",
    ApplicationStatus.ISSUED: "Виконано",
    ApplicationStatus.WITHDRAWN: "Відкликано",
}
IN_WORK_NAME = "На виконанні"


def appeal_item(application: Application) -> dict[str, Any]:
    """Return an application in the words of the repository. Times are ISO 8601, dates the country's own, YYYY-MM-DD."""
    assert application.submitted_at is not None, "a draft is nothing to tell of"
    represented, service = application.represented, application.service
    is_legal = represented.get("kind") == "entity"
    decision = getattr(application, "decision", None)
    issued = [one.at for one in application.results.all()]
    return {
        "uid": str(application.uid),
        "registrationDateTime": application.submitted_at.isoformat(),
        "code": service.official_id or None,
        "title": service.title,
        "authorityId": service.authority.edrpou or None,
        "authorityName": service.authority.name,
        "applicantType": "legal" if is_legal else "natural",
        "applicantName": represented.get("name") if is_legal else None,
        "applicantId": represented.get("edrpou") if is_legal else None,
        "status": STATUS_NAMES.get(ApplicationStatus(application.status), IN_WORK_NAME),
        "providDate": _day(decision.at) if decision else None,
        "amount": None,
        "currency": None,
        "issuedDate": _day(min(issued)) if issued else None,
    }


def _day(at: datetime) -> str:
    return timezone.localdate(at).isoformat()
