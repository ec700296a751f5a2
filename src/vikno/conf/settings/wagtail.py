"""The editors' area."""

from vikno.conf.settings.accounts import LOGIN_URL
from vikno.conf.settings.base import PUBLIC_URL
from vikno.conf.settings.languages import LANGUAGES, TIME_ZONE
from vikno.conf.settings.storage import UPLOAD_LIMIT_BYTES

WAGTAIL_SITE_NAME = "Вікно"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # an address on paper: in letters that every keyboard has
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # a translation is seen once somebody has made it
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = UPLOAD_LIMIT_BYTES
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000  # a small file can unfold into gigabytes
WAGTAILIMAGES_IMAGE_FORM_BASE = "vikno.editors.pictures.PictureForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "odt", "rtf", "txt", "xlsx", "ods", "csv", "zip"]
