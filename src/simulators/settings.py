"""Django's settings for the counterparts: pages and answers, without a database and without sessions."""

import os
from pathlib import Path

DEBUG = False
# Only this machine: the people here are known to everybody.
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
SECRET_KEY = "signs nothing"  # noqa: S105 - there are neither sessions nor cookies here
ROOT_URLCONF = "simulators.urls"
INSTALLED_APPS: list[str] = []
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
APPEND_SLASH = False
TEMPLATES = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [Path(__file__).parent / "templates"]}
]
USE_TZ = True
USE_I18N = False
TIME_ZONE = "UTC"
LOGGING_CONFIG = None

# Where keys and certificates of the test world are kept.
PLACE = Path(os.environ.get("SIMULATORS_PLACE", "var/simulators"))
# The only portal that people are sent back to.
PORTAL_URL = os.environ.get("PUBLIC_URL", "http://localhost:8000").rstrip("/")
# Where Diia brings signatures: agreed with Diia when a portal is joined to it.
DIIA_CALLBACK = os.environ.get("DIIA_CALLBACK", f"{PORTAL_URL}/identify/diia/callback/")
OWN_URL = os.environ.get("SIMULATORS_URL", "http://localhost:8090").rstrip("/")
SLOW_SECONDS = 30
TRICKLE_SECONDS = 0.05
# A part of a message for the bus, in base64 inside its envelope.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
