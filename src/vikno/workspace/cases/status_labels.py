"""How staff name things: where they differ from what the resident reads."""

from django.utils.translation import gettext as _

from vikno.applications.models import Application, ApplicationStatus
from vikno.kernel.person_names import PersonName


def staff_status_label(case: Application) -> str:
    """Return the state in the officer's words: «Your action is needed» is the resident's."""
    if case.status == ApplicationStatus.RETURNED:
        return _("Waiting for the applicant")
    if case.status == ApplicationStatus.SUBMITTED and hasattr(case, "registration"):
        return _("Correction sent")
    return case.get_status_display()


def waiting_reason(case: Application) -> str:
    """Say whose turn it is, for those who can do nothing with the case now."""
    match case.status:
        case ApplicationStatus.RETURNED:
            return _("The applicant corrects the application. The term stands until they answer.")
        case ApplicationStatus.ISSUED:
            return _("The case is finished.")
        case ApplicationStatus.WITHDRAWN:
            return _("The applicant has withdrawn the application.")
        case ApplicationStatus.DECIDED:
            return _("The decision is made. The result is to be handed over.")
        case ApplicationStatus.IN_WORK if case.officer:
            return _("%(name)s works on this case.") % {"name": case.officer.person.short_name}
    return _("The case waits for an officer.")


def applicant_short_name(case: Application) -> str:
    """Return e.g. «Коваль О. П.»: how an applicant is named in a list."""
    return PersonName.from_details(case.applicant_details).short
