"""What every page knows, under the name `vikno`. All of it is lazy: a page pays for what it shows, once."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from vikno.applications.access import Act, can
from vikno.centres.models import Alert, Centre, Officer, Role
from vikno.centres.queries import ModeNotice, main_centre, mode_notices, standing_alerts
from vikno.web import navigation
from vikno.web.display import Display
from vikno.web.navigation import Language, Link


class Page:
    """The frame of one page: whose site it is, who reads it, what they can go to, how it should look."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.path = request.get_full_path()
        self.is_demo = settings.DEMO

    @cached_property
    def centre(self) -> Centre | None:
        """Return the main centre: its name and contacts stand on every page."""
        return main_centre()

    @cached_property
    def modes(self) -> list[ModeNotice]:
        """Return which centres do not work as usual: told on every page."""
        return mode_notices()

    @cached_property
    def alerts(self) -> list[Alert]:
        return standing_alerts(at=timezone.now())

    @property
    def community(self) -> str:
        return (self.centre and (self.centre.community or self.centre.name)) or _("Vikno")

    @cached_property
    def phones(self) -> list[Link]:
        return navigation.phone_links(self.centre.phones) if self.centre else []

    @cached_property
    def display(self) -> Display:
        return Display(self._request.COOKIES)

    @cached_property
    def languages(self) -> list[Language]:
        return navigation.languages(self.path)

    # Who reads.

    @cached_property
    def is_signed_in(self) -> bool:
        # A page for something that went wrong very early has no user yet.
        user = getattr(self._request, "user", None)
        return bool(user and user.is_authenticated)

    @cached_property
    def _posts(self) -> list[Officer]:
        if not self.is_signed_in:
            return []
        posts = Officer.objects.filter(person=self._request.user.pk, is_active=True)
        return list(posts.select_related("centre", "desk", "person").order_by("pk"))

    @cached_property
    def post(self) -> Officer | None:
        """Return the post in which the reader works on cases."""
        return next((post for post in self._posts if can(post, Act.SEE)), None)

    @cached_property
    def is_editor(self) -> bool:
        return any(post.role == Role.EDITOR for post in self._posts)

    # Where they can go.

    @cached_property
    def home(self) -> str:
        return navigation.address("content:home") or "/"

    @cached_property
    def search(self) -> str:
        return navigation.address("content:search")

    @cached_property
    def suggestions(self) -> str:
        return navigation.address("content:suggestions")

    @cached_property
    def nav(self) -> list[Link]:
        return navigation.links((*navigation.SITE, *(navigation.CABINET if self._posts else ())))

    @cached_property
    def own_place(self) -> Link | None:
        """Return where the reader's own work is: the workspace, the editors' area, the cabinet; the way in for a guest."""
        wanted: tuple[str, Any, str]
        if not self.is_signed_in:
            wanted = ("", _("Sign in"), "account_login")
        elif self.post or getattr(self._request.user, "is_auditor", False):
            wanted = ("cases", _("Workspace"), "workspace:cases")
        elif self.is_editor:
            wanted = ("", _("Edit the site"), "wagtailadmin_home")
        else:
            wanted = navigation.CABINET[0]
        return next(iter(navigation.links([wanted])), None)

    @cached_property
    def work(self) -> list[Link]:
        """Return the pages of the workspace that the reader may open."""
        user = self._request.user
        # An auditor looks at what there is and enters nothing; the exchange is for heads and administrators.
        may_look = bool(self.post or getattr(user, "is_auditor", False))
        may_tend = any(post.is_head for post in self._posts) or getattr(user, "is_superuser", False)
        shown = {"cases": may_look, "enquiries": may_look, "exchange": may_tend}
        return [link for link in navigation.links(navigation.WORK) if shown.get(link.section, bool(self.post))]

    @cached_property
    def about(self) -> list[Link]:
        return navigation.links(navigation.ABOUT)

    @property
    def sign_out(self) -> str:
        return navigation.address("account_logout") if self.is_signed_in else ""

    @property
    def letters(self) -> str:
        """Return where the demo's letters can be read."""
        return navigation.address("demo:mail") if self.is_demo else ""


def page(request: HttpRequest) -> dict[str, Any]:
    return {"vikno": Page(request)}
