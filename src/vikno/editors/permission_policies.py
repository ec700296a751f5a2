"""Permission policies that close parts of Wagtail's admin."""

from typing import Any

from wagtail.permission_policies.base import BasePermissionPolicy, ModelPermissionPolicy


class ViewOnlyPolicy(ModelPermissionPolicy):
    """A policy for rows that are recorded by the system: nobody adds or deletes them by hand."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in ("add", "delete") and bool(super().user_has_permission(user, action))


class NobodyPolicy(BasePermissionPolicy):
    """A policy that closes the management of people, also to administrators.

    Registration creates accounts, and operations with an audit entry change them. Deleting a row would delete the person's
    applications too.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        return False

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return False

    def users_with_any_permission(self, actions: Any) -> Any:
        return self.model._default_manager.none()
