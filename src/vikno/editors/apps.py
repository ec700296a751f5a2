from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class EditorsConfig(AppConfig):
    """The editors' area: an app for its templates, hooks and commands."""

    name = "vikno.editors"
    default = True


class WagtailAccountsConfig(WagtailUsersAppConfig):
    """Wagtail's app for accounts: groups can be managed, people cannot."""

    def ready(self) -> None:
        # Models can be imported only now: this module is read while apps are being set up.
        from django.contrib.auth.models import Group
        from wagtail.permissions import register_permission_policy

        from vikno.editors.permission_policies import NobodyPolicy, ViewOnlyPolicy
        from vikno.identity.models import Conflict
        from vikno.people.models import Person

        register_permission_policy(Person, NobodyPolicy(Person))
        register_permission_policy(Conflict, ViewOnlyPolicy(Conflict))
        register_permission_policy(Group)
