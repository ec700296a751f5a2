"""What a program may be given leave to do."""

from typing import Any

from oauth2_provider.scopes import BaseScopes

READ, WRITE = "applications:read", "applications:write"
RESULTS, STATISTICS = "results:write", "statistics:write"
SCOPES = {
    READ: "Read the feed and the applications that were given to this system",
    WRITE: "Acknowledge, report, return, decide; register applications that came on paper",
    RESULTS: "Upload results",
    STATISTICS: "Tell figures",
}


class PartnerScopes(BaseScopes):
    """Each program has the scopes that it was given by `manage.py partner`, and gets them all where it asks for none."""

    def get_all_scopes(self) -> dict[str, str]:
        return SCOPES

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        partner = getattr(application, "partner", None)
        return [one for one in partner.scopes if one in SCOPES] if partner and partner.is_enabled else []

    def get_default_scopes(self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any) -> list[str]:
        # Who has none asks for one that nobody has, and is refused.
        return self.get_available_scopes(application, request) or ["none"]
