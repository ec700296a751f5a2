"""Registration of a case under an incoming number."""

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from vikno.applications.access import STATUSES_PAST_REGISTRATION, CaseAction, WrongCaseStatus, require_possible
from vikno.applications.events import ApplicationRegistered, application_fields
from vikno.applications.models import Application, ApplicationStatus, Registration
from vikno.applications.operations.transitions import change_status, lock_application, record_case_event
from vikno.centres.models import Centre, Officer
from vikno.kernel.errors import Refused
from vikno.serials.operations import next_serial


class RegistrationNumberTaken(Refused):
    """Another case of this year has the number."""


@transaction.atomic
def register(
    *,
    application: Application,
    officer: Officer,
    at: datetime.datetime,
    number: str = "",
    on: datetime.date | None = None,
) -> Registration:
    """Enter the case in the centre's register, under this number or the next free one. A system has a register of its own.

    Raises `CaseNotYours`, `CaseAlreadyRegistered`, `RegistrationNumberTaken`, `WrongCaseStatus`.
    """
    application = lock_application(application)
    require_possible(officer, CaseAction.REGISTER, application)
    on = on or application.centre.today(at)
    if on > application.centre.today(at):
        raise WrongCaseStatus(_("The date of registration cannot be in the future."))
    is_foreign = officer.is_system and bool(number.strip())
    number = number.strip()
    register_of = {"officer": officer} if is_foreign else {"centre": application.centre}
    register_rows = Registration.objects.filter(**register_of, is_foreign=is_foreign, year=on.year)
    if number and register_rows.filter(number=number).exists():
        raise RegistrationNumberTaken(
            _("Number %(number)s is taken this year. Leave it empty to get the next one.") % {"number": number}
        )
    number = number or _next_free_number(register_rows, application.centre, on.year)
    registration = Registration.objects.create(
        application=application,
        centre=application.centre,
        year=on.year,
        number=number,
        is_foreign=is_foreign,
        on=on,
        officer=officer,
        at=at,
    )
    # The number that another system gave can come after the news that it works on the case.
    change = None
    if not officer.is_system or application.status not in STATUSES_PAST_REGISTRATION:
        change = change_status(application, ApplicationStatus.REGISTERED, at=at, officer=officer)
    event = ApplicationRegistered(
        **application_fields(application),
        registration=number,
        on=on,
        registration_id=registration.pk,
        status_change_id=change.pk if change else None,
    )
    record_case_event(application, event, actor=officer.person.ref, at=at)
    return registration


def _next_free_number(register_rows: QuerySet[Registration], centre: Centre, year: int) -> str:
    """Return the next number of the register. The series moves past numbers entered by hand, so it meets each of them once."""
    while True:
        number = f"{next_serial(f'register:{centre.pk}:{year}')}/{year % 100:02d}"
        if not register_rows.filter(number=number).exists():
            return number
