"""Rules of access to a case: which role may act on it, and what may be done to it now.

The operations and the pages ask the same rules: `require_possible` raises the refusal, `possible_actions` lists what would not be
refused.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from enum import StrEnum

from django.utils.translation import gettext as _

from vikno.applications.models import Application, ApplicationStatus
from vikno.centres.models import Centre, Officer, OfficerRole
from vikno.kernel.errors import Refused
from vikno.people.models import Person


class CaseAction(StrEnum):
    SEE = "see"
    INTAKE = "intake"
    REGISTER = "register"
    ACCEPT = "accept"
    TAKE = "take"
    TAKE_OVER = "take_over"
    RETURN = "return"
    EXTEND = "extend"
    DECIDE = "decide"
    ISSUE = "issue"
    TAKE_BACK = "take_back"


# What moves a case towards its decision: where another system leads the case, only that system does it.
DECISION_ACTIONS = frozenset(
    {
        CaseAction.REGISTER,
        CaseAction.ACCEPT,
        CaseAction.TAKE,
        CaseAction.TAKE_OVER,
        CaseAction.RETURN,
        CaseAction.EXTEND,
        CaseAction.DECIDE,
    }
)
# The statuses in which another system may still tell the number of its register.
STATUSES_PAST_REGISTRATION = (
    ApplicationStatus.IN_WORK,
    ApplicationStatus.RETURNED,
    ApplicationStatus.DECIDED,
    ApplicationStatus.ISSUED,
)
_FRONT = frozenset({CaseAction.SEE, CaseAction.INTAKE, CaseAction.REGISTER, CaseAction.ISSUE})
_CASE = _FRONT | DECISION_ACTIONS | {CaseAction.TAKE_BACK}

ALLOWED_ACTIONS: dict[OfficerRole, frozenset[CaseAction]] = {
    OfficerRole.RECEPTION: _FRONT,
    OfficerRole.OFFICER: _CASE,
    OfficerRole.HEAD: _CASE,
    OfficerRole.EDITOR: frozenset(),
    OfficerRole.SYSTEM: _CASE,
}


class CaseNotYours(Refused):
    """The role, or the centre, does not allow it."""


class CaseLedElsewhere(CaseNotYours):
    """Another system works on the case."""


class CaseLedHere(Refused):
    """No other system works on the case."""


class WrongCaseStatus(Refused):
    """The case has moved on, perhaps in another tab or by a colleague."""


class CaseAlreadyRegistered(Refused):
    """The case has its incoming number."""


class CaseNotRegistered(Refused):
    """The case has no incoming number yet."""


class CaseTakenByColleague(Refused):
    """A colleague works this case."""


def posts_of(person: Person) -> list[Officer]:
    """Return the person's posts in which cases may be seen, with their centres."""
    posts = Officer.objects.filter(person=person, is_active=True).select_related("centre", "person", "desk")
    return [post for post in posts.order_by("pk") if can_act(post, CaseAction.SEE)]


def centres_of(person: Person) -> list[Centre]:
    """Return the centres whose cases this person may see: those of their posts, and the desks below them."""
    return centres_under(posts_of(person))


def centres_under(posts: Iterable[Officer]) -> list[Centre]:
    """Return the centres of these posts, and the desks below them."""
    keys = [post.centre_id for post in posts]
    centres = Centre.objects.filter(pk__in=keys) | Centre.objects.filter(parent__in=keys)
    return list(centres.order_by("pk"))


def post_for(person: Person, centre: Centre) -> Officer | None:
    """Return the post in which this person works the cases of a centre: there, or at the centre above it."""
    return post_among(posts_of(person), centre)


def post_among(posts: Iterable[Officer], centre: Centre) -> Officer | None:
    """Return the post, of these, in which the cases of a centre are worked: there, or at the centre above it."""
    by_centre = {post.centre_id: post for post in posts}
    return by_centre.get(centre.pk) or by_centre.get(centre.parent_id or 0)


def can_act(officer: Officer, action: CaseAction) -> bool:
    return officer.is_active and action in ALLOWED_ACTIONS[OfficerRole(officer.role)]


def require_permission_at(officer: Officer, action: CaseAction, centre: Centre) -> None:
    """Raise `CaseNotYours` unless the officer's role allows this action at this centre."""
    if officer.centre_id not in (centre.pk, centre.parent_id) or not can_act(officer, action):
        raise CaseNotYours(_("Your role at the centre does not allow this. Ask the head of the centre."))


def require_permission(officer: Officer, action: CaseAction, application: Application) -> None:
    """Raise `CaseNotYours` unless the officer's role and centre allow this action on this case, `CaseLedElsewhere` where
    another system leads it.
    """
    require_permission_at(officer, action, application.centre)
    if action in DECISION_ACTIONS and application.led_by_id not in (None, officer.pk):
        assert application.led_by is not None
        raise CaseLedElsewhere(
            _("This case is worked on in “%(system)s”. The decision is made there.")
            % {"system": application.led_by.person.short_name}
        )
    if action == CaseAction.TAKE_BACK and not officer.is_head:
        raise CaseNotYours(_("Only the head of the centre can take a case back from another system."))


def require_possible(officer: Officer, action: CaseAction, application: Application) -> None:
    """Raise the reason why the officer cannot do this to the case as it is now.

    Raises `CaseNotYours`, `CaseLedElsewhere`, `CaseLedHere`, `WrongCaseStatus`, `CaseAlreadyRegistered`, `CaseNotRegistered`,
    `CaseTakenByColleague`.
    """
    require_permission(officer, action, application)
    _CASE_RULES[action](officer, application)


def possible_actions(officer: Officer, application: Application) -> frozenset[CaseAction]:
    """Return what the officer can do to the case as it is now; the operations refuse everything else."""
    possible = set()
    for action in _CASE_RULES:
        with suppress(Refused):
            require_possible(officer, action, application)
            possible.add(action)
    return frozenset(possible)


def require_transition(application: Application, status: ApplicationStatus) -> None:
    """Raise `WrongCaseStatus` where `TRANSITIONS` does not lead to this status."""
    if not application.may_become(status):
        raise _wrong_status(application)


def _wrong_status(application: Application) -> WrongCaseStatus:
    return WrongCaseStatus(
        _("This cannot be done now: the application is “%(status)s”. Open it again to see what happened.")
        % {"status": application.get_status_display()}
    )


# The state of the case that each action needs, by action. Roles and the leading system are checked before.


def _check_register(officer: Officer, application: Application) -> None:
    if hasattr(application, "registration"):
        raise CaseAlreadyRegistered(_("This application is registered already."))
    # The number that another system gave can come after the news that it works on the case.
    if not officer.is_system or application.status not in STATUSES_PAST_REGISTRATION:
        require_transition(application, ApplicationStatus.REGISTERED)


def _check_accept(officer: Officer, application: Application) -> None:
    _check_register(officer, application)
    require_transition(application, ApplicationStatus.IN_WORK)


def _check_take(officer: Officer, application: Application) -> None:
    # Another system may keep its register to itself: what it works on need not be registered here.
    if not officer.is_system and not hasattr(application, "registration"):
        raise CaseNotRegistered(_("Register the application first."))
    require_transition(application, ApplicationStatus.IN_WORK)


def _check_take_over(officer: Officer, application: Application) -> None:
    if application.status != ApplicationStatus.IN_WORK or application.officer_id is None:
        raise WrongCaseStatus(_("Only a case that is being worked on can be taken over."))
    if application.officer_id == officer.pk:
        raise CaseTakenByColleague(_("The case has passed to somebody else meanwhile. Look at it again."))


def _check_return(officer: Officer, application: Application) -> None:
    _check_own(officer, application)
    if application.form_version_id is None:
        raise WrongCaseStatus(_("A paper application is corrected at the desk: call the applicant."))
    require_transition(application, ApplicationStatus.RETURNED)


def _check_extend(officer: Officer, application: Application) -> None:
    if application.status not in (ApplicationStatus.REGISTERED, ApplicationStatus.IN_WORK):
        raise WrongCaseStatus(_("The term can be extended while the application is being worked on."))


def _check_decide(officer: Officer, application: Application) -> None:
    _check_own(officer, application)
    require_transition(application, ApplicationStatus.DECIDED)


def _check_issue(officer: Officer, application: Application) -> None:
    require_transition(application, ApplicationStatus.ISSUED)


def _check_take_back(officer: Officer, application: Application) -> None:
    if application.led_by_id is None:
        raise CaseLedHere(_("This case is worked on here already."))
    if not application.is_open:
        raise _wrong_status(application)


def _check_own(officer: Officer, application: Application) -> None:
    if application.officer_id not in (None, officer.pk) and not officer.is_head:
        raise CaseTakenByColleague(_("A colleague works this case. Take it over first, or ask the head of the centre."))


_CASE_RULES: dict[CaseAction, Callable[[Officer, Application], None]] = {
    CaseAction.REGISTER: _check_register,
    CaseAction.ACCEPT: _check_accept,
    CaseAction.TAKE: _check_take,
    CaseAction.TAKE_OVER: _check_take_over,
    CaseAction.RETURN: _check_return,
    CaseAction.EXTEND: _check_extend,
    CaseAction.DECIDE: _check_decide,
    CaseAction.ISSUE: _check_issue,
    CaseAction.TAKE_BACK: _check_take_back,
}
