"""Who gets into the editors' area, and what of Wagtail is closed there."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.permission_policies.base import BasePermissionPolicy, ModelPermissionPolicy

View = Callable[..., HttpResponseBase]


class LookedAtOnly(ModelPermissionPolicy):
    """What is met and never made by hand; nobody deletes what speaks for or against somebody."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in ("add", "delete") and bool(super().user_has_permission(user, action))


class NobodyPolicy(BasePermissionPolicy):
    """People are not managed here, not even by administrators.

    Accounts are made by registration and changed by operations that leave an audit entry; a row deleted in a list would take a
    person's applications with it.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        return False

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return False

    def users_with_any_permission(self, actions: Any) -> Any:
        return self.model._default_manager.none()


def editors_only(view: View) -> View:
    """Lead a guest to our own sign-in page, with its second factor; give others without the right our 403.

    Wagtail itself would send both to a sign-in page, and somebody who has signed in would go round in circles.
    """

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
