"""Sessions, cookies, the proxy, and what browsers may load."""

from csp.constants import NONCE as _NONCE
from csp.constants import NONE as _NONE
from csp.constants import SELF as _SELF

from vikno.conf import env
from vikno.conf.settings.base import DEBUG, DEMO, PUBLIC_URL

SECURE = env.flag("SECURE", default=not DEBUG and not DEMO)
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE else 0
# Behind our own proxy its headers say who asks and how; without one anybody could write them.
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Maps: where their pictures come from; nothing is asked of anybody unless an address is named here.
MAP_TILES = env.text("VIKNO_MAP_TILES", "")
MAP_ATTRIBUTION = env.text("VIKNO_MAP_ATTRIBUTION", "")
# A program that signs in the browser: the address of its module. Nothing is loaded unless one is named (docs/signatures.md).
SIGN_WIDGET = env.text("SIGN_WIDGET", "")
CONTENT_SECURITY_POLICY = {
    # The editors' area is Wagtail's own: its scripts and styles need what our pages do without.
    "EXCLUDE_URL_PREFIXES": ("/editors/",),
    "DIRECTIVES": {
        "default-src": [_NONE],
        "script-src": [_SELF, _NONCE, *env.origins(SIGN_WIDGET)],
        "frame-src": [*(env.origins(SIGN_WIDGET) or [_NONE])],
        "style-src": [_SELF],
        "img-src": [_SELF, "data:", *env.origins(MAP_TILES)],
        "font-src": [_SELF],
        "connect-src": [_SELF],
        "form-action": [_SELF],
        "base-uri": [_NONE],
        "frame-ancestors": [_NONE],
        "manifest-src": [_SELF],
    },
}

# Whom to tell of a hole, and what they may expect: for /.well-known/security.txt.
SECURITY_CONTACT = env.text("SECURITY_CONTACT", "")
SECURITY_POLICY = env.text("SECURITY_POLICY", "")
