"""The scopes of the agency API."""

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
    """The scopes that `manage.py partner` gave to a program; a token request that names none gets them all."""

    def get_all_scopes(self) -> dict[str, str]:
        return SCOPES

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        partner = getattr(application, "partner", None)
        return [scope for scope in partner.scopes if scope in SCOPES] if partner and partner.is_enabled else []

    def get_default_scopes(self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any) -> list[str]:
        # A program without scopes asks for one that no program has, and is refused.
        return self.get_available_scopes(application, request) or ["none"]
