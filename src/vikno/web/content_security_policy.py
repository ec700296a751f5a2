"""The Content-Security-Policy of our pages. No site may frame them; the editors' area frames previews of drafts."""

import dataclasses

from csp.constants import SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        # Wagtail renders a preview with a dummy request that it marks.
        if getattr(request, "is_dummy", False):
            return dataclasses.replace(parts, replace={**(parts.replace or {}), "frame-ancestors": [SELF]})
        return parts
