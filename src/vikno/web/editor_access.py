"""Access to the editors' area."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from vikno.people.models import Person
from vikno.web.view_type import View


class EditorRequest(HttpRequest):
    """A request that has passed a guard of the editors' area."""

    user: Person


def editors_only(view: View) -> View:
    """Redirect a guest to our own sign-in page, with its second factor; answer 403 to others without the right.

    Wagtail itself would redirect both to a sign-in page, and a person who has signed in would go round in circles.
    """

    def guarded_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded_view
