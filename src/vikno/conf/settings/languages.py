"""Languages and time: times are stored in UTC and shown in the zone of the centre."""

from django.utils.translation import gettext_lazy as _

from vikno.conf import env
from vikno.conf.settings.base import BASE_DIR

LANGUAGE_CODE = "uk"
LANGUAGES = [("uk", _("Ukrainian")), ("cs", _("Czech")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "libraries"]  # then what the libraries leave in English
TIME_ZONE = env.text("TIME_ZONE", "Europe/Kyiv")
USE_I18N = True
USE_TZ = True
