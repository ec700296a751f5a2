"""Settings that every other subject builds on: where things lie, how it runs, secrets, addresses, logging.

Safe by default: development turns DEBUG on, never the other way round.
"""

import base64
import hashlib
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from vikno.conf import env, logs

BASE_DIR = Path(__file__).resolve().parents[4]
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))
DEBUG = env.flag("DEBUG", default=False)
DEMO = env.flag("DEMO", default=False)
PUBLIC_DEMO = env.flag("VIKNO_PUBLIC_DEMO", default=False)
# Counterparts of BankID and others sign in whoever is chosen: next to a portal with real people they are a back door.
SIMULATORS_URL = env.text("SIMULATORS_URL", "").rstrip("/")
SIMULATORS_PLACE = Path(env.text("SIMULATORS_PLACE", str(VAR_DIR / "simulators")))
if SIMULATORS_URL and not (DEBUG or DEMO):
    raise ImproperlyConfigured("SIMULATORS_URL is set, and this is neither development nor a demo. Unset it.")


def _secret(name: str, prefix: str = "") -> str:
    """Return a secret of 32 bytes in base64. A developer's checkout has fixed ones, so that it starts without any."""
    fixed = prefix + base64.b64encode(hashlib.sha256(name.encode()).digest()).decode() if DEBUG else None
    return env.secret(name, kept_in=VAR_DIR / "secrets", in_development=fixed)


SECRET_KEY = _secret("SECRET_KEY")
DATA_KEYS = _secret("DATA_KEYS", "dev:").split()
INDEX_KEY = _secret("INDEX_KEY")

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost 127.0.0.1 [::1]")
PUBLIC_URL = env.text("PUBLIC_URL", "http://localhost:8000").rstrip("/")
ROOT_URLCONF = "vikno.conf.urls"
WSGI_APPLICATION = "vikno.conf.wsgi.application"

LOGGING = logs.configuration(json_lines=not DEBUG and not DEMO)
