"""The context of every page, under the name `vikno`. It is lazy: a page pays for what it shows, once."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from vikno.applications.access import CaseAction, can_act
from vikno.centres.models import Alert, Centre, Officer, OfficerRole
from vikno.centres.queries import ModeNotice, current_alerts, main_centre, mode_notices
from vikno.web import navigation
from vikno.web.display import DisplayPreferences
from vikno.web.navigation import LanguageLink, NavigationLink


class PageContext:
    """The frame of one page: the site, its reader, their navigation and the look."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.path = request.get_full_path()
        self.is_demo = settings.DEMO

    @cached_property
    def centre(self) -> Centre | None:
        """Return the main centre, whose name and contacts are on every page."""
        return main_centre()

    @cached_property
    def modes(self) -> list[ModeNotice]:
        """Return the notices about centres that do not work as usual."""
        return mode_notices()

    @cached_property
    def alerts(self) -> list[Alert]:
        return current_alerts(at=timezone.now())

    @property
    def community(self) -> str:
        return (self.centre and (self.centre.community or self.centre.name)) or _("Vikno")

    @cached_property
    def phones(self) -> list[NavigationLink]:
        return navigation.phone_links(self.centre.phones) if self.centre else []

    @cached_property
    def display(self) -> DisplayPreferences:
        return DisplayPreferences(self._request.COOKIES)

    @cached_property
    def languages(self) -> list[LanguageLink]:
        return navigation.language_links(self.path)

    # The reader.

    @cached_property
    def is_signed_in(self) -> bool:
        # An error page of an early failure has no user yet.
        user = getattr(self._request, "user", None)
        return bool(user and user.is_authenticated)

    @cached_property
    def _posts(self) -> list[Officer]:
        if not self.is_signed_in:
            return []
        posts = Officer.objects.filter(person=self._request.user.pk, is_active=True)
        return list(posts.select_related("centre", "desk", "person").order_by("pk"))

    @cached_property
    def officer(self) -> Officer | None:
        """Return the post that lets the reader see cases, or None."""
        return next((post for post in self._posts if can_act(post, CaseAction.SEE)), None)

    @cached_property
    def is_editor(self) -> bool:
        return any(post.role == OfficerRole.EDITOR for post in self._posts)

    # Navigation.

    @cached_property
    def home(self) -> str:
        return navigation.url_or_empty("content:home") or "/"

    @cached_property
    def search(self) -> str:
        return navigation.url_or_empty("content:search")

    @cached_property
    def suggestions(self) -> str:
        return navigation.url_or_empty("content:suggestions")

    @cached_property
    def nav(self) -> list[NavigationLink]:
        return navigation.available_links((*navigation.SITE_PAGES, *(navigation.CABINET_PAGES if self._posts else ())))

    @cached_property
    def account_link(self) -> NavigationLink | None:
        """Return the link to the reader's own pages: workspace, editors' area or cabinet; for a guest, to the sign-in page."""
        page: tuple[str, Any, str]
        if not self.is_signed_in:
            page = ("", _("Sign in"), "account_login")
        elif self.officer or getattr(self._request.user, "is_auditor", False):
            page = ("cases", _("Workspace"), "workspace:cases")
        elif self.is_editor:
            page = ("", _("Edit the site"), "wagtailadmin_home")
        else:
            page = navigation.CABINET_PAGES[0]
        return next(iter(navigation.available_links([page])), None)

    @cached_property
    def workspace_links(self) -> list[NavigationLink]:
        """Return the pages of the workspace that the reader may open."""
        user = self._request.user
        # An auditor sees lists and enters nothing; the exchange is for heads and administrators.
        can_view = bool(self.officer or getattr(user, "is_auditor", False))
        can_manage = any(post.is_head for post in self._posts) or getattr(user, "is_superuser", False)
        shown = {"cases": can_view, "enquiries": can_view, "exchange": can_manage}
        return [
            link
            for link in navigation.available_links(navigation.WORKSPACE_PAGES)
            if shown.get(link.section, bool(self.officer))
        ]

    @cached_property
    def about_links(self) -> list[NavigationLink]:
        return navigation.available_links(navigation.ABOUT_PAGES)

    @property
    def sign_out(self) -> str:
        return navigation.url_or_empty("account_logout") if self.is_signed_in else ""

    @property
    def demo_mailbox_url(self) -> str:
        """Return the address of the demo's mailbox; empty outside the demo."""
        return navigation.url_or_empty("demo:mail") if self.is_demo else ""


def page_context(request: HttpRequest) -> dict[str, Any]:
    return {"vikno": PageContext(request)}
