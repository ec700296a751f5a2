"""Who may do what with a case at a centre."""

from collections.abc import Iterable
from enum import StrEnum

from django.utils.translation import gettext as _

from vikno.applications.models import Application
from vikno.centres.models import Centre, Officer, OfficerRole
from vikno.kernel.errors import Refused
from vikno.people.models import Person


class CaseAction(StrEnum):
    SEE = "see"
    INTAKE = "intake"
    REGISTER = "register"
    TAKE = "take"
    RETURN = "return"
    EXTEND = "extend"
    DECIDE = "decide"
    ISSUE = "issue"


_FRONT = frozenset({CaseAction.SEE, CaseAction.INTAKE, CaseAction.REGISTER, CaseAction.ISSUE})
_CASE = _FRONT | {CaseAction.TAKE, CaseAction.RETURN, CaseAction.DECIDE, CaseAction.EXTEND}

ALLOWED_ACTIONS: dict[OfficerRole, frozenset[CaseAction]] = {
    OfficerRole.RECEPTION: _FRONT,
    OfficerRole.OFFICER: _CASE,
    OfficerRole.HEAD: _CASE,
    OfficerRole.EDITOR: frozenset(),
    OfficerRole.SYSTEM: _CASE,
}


class CaseNotYours(Refused):
    """The role, or the centre, does not allow it."""


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
    """Return the one of these posts in which the cases of a centre are worked: there, or at the centre above it."""
    by_centre = {post.centre_id: post for post in posts}
    return by_centre.get(centre.pk) or by_centre.get(centre.parent_id or 0)


def can_act(officer: Officer, act: CaseAction) -> bool:
    return officer.is_active and act in ALLOWED_ACTIONS[OfficerRole(officer.role)]


def require_permission(officer: Officer, act: CaseAction, application: Application) -> None:
    """Raise `NotYours` unless the officer's role and centre allow this act on this case."""
    require_permission_at(officer, act, application.centre)


def require_permission_at(officer: Officer, act: CaseAction, centre: Centre) -> None:
    if officer.centre_id not in (centre.pk, centre.parent_id) or not can_act(officer, act):
        raise CaseNotYours(_("Your role at the centre does not allow this. Ask the head of the centre."))
