"""An application in the format of the national repository of centres (guide.diia.gov.ua; columns of «Дані про надані послуги»).

The full shape of an item was not published when this was written: to align it, change `appeal_item` and nothing else. Natural
persons are never exported: their name and number stay empty.
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
    """Return an application as an item of the repository. Times are ISO 8601; dates are YYYY-MM-DD in the local time zone."""
    assert application.submitted_at is not None, "drafts are not exported"
    represented, service = application.represented, application.service
    is_legal = represented.get("kind") == "entity"
    decision = getattr(application, "decision", None)
    issued = [result.at for result in application.results.all()]
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
        "providDate": _iso_date(decision.at) if decision else None,
        "amount": None,
        "currency": None,
        "issuedDate": _iso_date(min(issued)) if issued else None,
    }


def _iso_date(at: datetime) -> str:
    return timezone.localdate(at).isoformat()
