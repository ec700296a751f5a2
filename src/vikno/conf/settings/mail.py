"""Letters: written to files that a page of the demo shows, sent by SMTP otherwise."""

from vikno.conf import env
from vikno.conf.settings.base import DEMO, VAR_DIR

EMAIL_BACKEND = (
    "django.core.mail.backends.filebased.EmailBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
_signs_in = env.flag("EMAIL_AUTH", default=False)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "") if _signs_in else ""
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD") if _signs_in else ""
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "vikno@localhost")
