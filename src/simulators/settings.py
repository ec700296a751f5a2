"""Django settings of the simulators, which have no database and no sessions."""

import os
from pathlib import Path

DEBUG = False
# Only this machine, because anybody can sign in as these people.
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

# The folder with keys and certificates of the simulators.
PLACE = Path(os.environ.get("SIMULATORS_PLACE", "var/simulators"))
# The only portal that the simulators redirect to.
PORTAL_URL = os.environ.get("PUBLIC_URL", "http://localhost:8000").rstrip("/")
# The address for signatures from Diia, agreed with Diia when a portal connects.
DIIA_CALLBACK = os.environ.get("DIIA_CALLBACK", f"{PORTAL_URL}/identify/diia/callback/")
OWN_URL = os.environ.get("SIMULATORS_URL", "http://localhost:8090").rstrip("/")
SLOW_SECONDS = 30
TRICKLE_SECONDS = 0.05
# Large enough for a part of a bus message in base64 with its envelope.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
