"""Access to the workspace: the people who may enter, and the cases they see."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from vikno.applications.access import CaseAction, CaseNotYours, can_act, centres_under, post_among, posts_of
from vikno.applications.models import Application, ApplicationQuerySet
from vikno.centres.models import Centre, Officer
from vikno.enquiries.models import Enquiry, EnquiryQuerySet
from vikno.integration.exchange_scope import ExchangeScope as Exchange
from vikno.integration.exchange_scope import scope_at, scope_of_all
from vikno.people.models import Person


@dataclass(frozen=True, kw_only=True)
class StaffMember:
    """A member of staff: their posts, and the centres whose cases they see.

    An auditor sees the cases of every centre and changes none of them: that needs a post.
    """

    person: Person
    posts: tuple[Officer, ...]
    centres: tuple[Centre, ...]

    @property
    def may_enter(self) -> bool:
        return bool(self.posts) or self.person.is_auditor

    @property
    def may_intake(self) -> bool:
        return bool(self.intake_centres())

    @property
    def exchange(self) -> Exchange | None:
        """Return the part of the exchange that this person sees: heads that of their centres, administrators all of it."""
        if self.person.is_superuser:
            return scope_of_all()
        headed = centres_under(post for post in self.posts if post.is_head)
        return scope_at(headed) if headed else None

    def intake_centres(self) -> list[Centre]:
        """Return the centres where this person may enter paper applications."""
        return [
            centre
            for centre in self.centres
            if (post := post_among(self.posts, centre)) is not None and can_act(post, CaseAction.INTAKE)
        ]

    def cases(self) -> ApplicationQuerySet:
        """Return the cases this person may see. Every view of the workspace starts here."""
        return Application.objects.at(self.centres)

    def enquiries(self) -> EnquiryQuerySet:
        """Return the enquiries to these centres. Every view of enquiries starts here."""
        return Enquiry.objects.at(self.centres)

    def post_for(self, case: Application) -> Officer | None:
        """Return the post in which this person works the case, if there is one."""
        return self.post_at(case.centre)

    def post_at(self, centre: Centre) -> Officer | None:
        """Return the post in which this person works at a centre, there or at the one above it."""
        return post_among(self.posts, centre)


View = Callable[..., HttpResponse]


class StaffRequest(HttpRequest):
    """A request that has passed one of the guards below."""

    user: Person
    staff: StaffMember


class ExchangeRequest(StaffRequest):
    """A request of a person who may manage the exchange with other systems."""

    exchange: Exchange


def load_staff_member(person: Person) -> StaffMember:
    posts = tuple(posts_of(person))
    centres = Centre.objects.order_by("pk") if person.is_auditor else centres_under(posts)
    return StaffMember(person=person, posts=posts, centres=tuple(centres))


def staff_required(view: View) -> View:
    """Let in those who may see cases. Others are sent to sign in, or get a page that explains the workspace (403)."""
    return _guarded(view, lambda staff: staff.may_enter)


def officer_required(view: View) -> View:
    """Let in those who have a post at a centre, as changes need one."""
    return _guarded(view, lambda staff: bool(staff.posts))


def exchange_required(view: View) -> View:
    """Let in heads of centres and administrators, who manage the exchange with other systems."""

    @functools.wraps(view)
    def with_exchange(request: ExchangeRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        exchange = request.staff.exchange
        if exchange is None:
            raise CaseNotYours(_("The exchange with other systems is tended by the head of the centre."))
        request.exchange = exchange
        return view(request, *args, **kwargs)

    return _guarded(with_exchange, lambda staff: staff.may_enter or staff.person.is_superuser)


def _guarded(view: View, may: Callable[[StaffMember], bool]) -> View:
    @functools.wraps(view)
    def guarded_view(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.staff = load_staff_member(request.user)
        if not may(request.staff):
            return render(request, "workspace/not_allowed.html", {"layout": "web/page.html"}, status=403)
        try:
            return view(request, *args, **kwargs)
        except CaseNotYours as refused:
            context = {"layout": "web/workspace.html", "refusal": str(refused)}
            return render(request, "workspace/not_allowed.html", context, status=403)

    # Cases hold personal data: no page stays in the cache of a browser that colleagues share.
    private: View = cache_control(private=True, no_store=True)(login_required(guarded_view))
    return private
