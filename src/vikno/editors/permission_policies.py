"""Permission policies that close parts of Wagtail's admin."""

from typing import Any

from wagtail.permission_policies.base import BasePermissionPolicy, ModelPermissionPolicy


class ViewOnlyPolicy(ModelPermissionPolicy):
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
