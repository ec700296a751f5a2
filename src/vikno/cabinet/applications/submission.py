"""The submission of an application from the cabinet, shared by the page that checks answers and the page that signs them."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from vikno.applications import operations
from vikno.applications.models import Application
from vikno.applications.queries import required_level
from vikno.cabinet.access import ResidentRequest
from vikno.cabinet.identification.assurance import current_level, render_identification_required


def send_application(request: ResidentRequest, application: Application) -> HttpResponse:
    """Submit a draft or a correction and lead to its confirmation, or show how to prove one's identity first.

    Raises `ApplicationIncomplete` and `ApplicationNotSigned`, which each page answers in its own way.
    """
    send = operations.submit if application.is_draft else operations.resubmit
    try:
        send(application=application, level=current_level(request), at=timezone.now())
    except operations.ApplicantNotIdentified:
        # A signature stays valid: after the identification the application is sent as it is.
        return render_identification_required(request, required_level(application))
    except (operations.ApplicationAlreadySubmitted, operations.WrongCaseStatus):
        # The other tab, or the first of two presses, was quicker. The application is sent, as was intended.
        pass
    return redirect("cabinet:done", application.uid)
