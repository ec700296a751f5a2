"""Every setting of Vikno. What differs between places comes from the environment; docs/install.md lists it."""

import base64
import hashlib
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from vikno.conf import env, logs

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))


def _secret(name: str, prefix: str = "") -> str:
    """Return a secret of 32 bytes in base64. A developer's checkout has fixed ones, so that it starts without any."""
    fixed = prefix + base64.b64encode(hashlib.sha256(name.encode()).digest()).decode() if DEBUG else None
    return env.secret(name, kept_in=VAR_DIR / "secrets", in_development=fixed)


# Core: safe by default; development turns DEBUG on, never the other way round.
DEBUG = env.flag("DEBUG", default=False)
DEMO = env.flag("DEMO", default=False)
PUBLIC_DEMO = env.flag("VIKNO_PUBLIC_DEMO", default=False)
# Counterparts of BankID and others that sign in whoever is chosen: next to a portal with real people they are a back door.
SIMULATORS_URL = env.text("SIMULATORS_URL", "").rstrip("/")
SIMULATORS_PLACE = Path(env.text("SIMULATORS_PLACE", str(VAR_DIR / "simulators")))
if SIMULATORS_URL and not (DEBUG or DEMO):
    raise ImproperlyConfigured("SIMULATORS_URL is set, and this is neither development nor a demo. Unset it.")
SECRET_KEY = _secret("SECRET_KEY")
DATA_KEYS = _secret("DATA_KEYS", "dev:").split()
INDEX_KEY = _secret("INDEX_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost 127.0.0.1 [::1]")
PUBLIC_URL = env.text("PUBLIC_URL", "http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
ROOT_URLCONF = "vikno.conf.urls"
WSGI_APPLICATION = "vikno.conf.wsgi.application"

# Apps, from the ones that show pages to the ones that know nothing of the others.
INSTALLED_APPS = [
    "vikno.demo",
    "vikno.editors",
    "vikno.content",
    "vikno.form_editor",
    "vikno.cabinet",
    "vikno.workspace",
    "vikno.api",
    "vikno.web",
    "vikno.notifications",
    "vikno.integration",
    "vikno.applications",
    "vikno.enquiries",
    "vikno.guide",
    "vikno.checklists",
    "vikno.catalogue",
    "vikno.eforms",
    "vikno.centres",
    "vikno.identity",
    "vikno.people",
    "vikno.signatures",
    "vikno.files",
    "vikno.audit",
    "vikno.outbox",
    "vikno.search",
    "vikno.pagecache",
    "django_linear_migrations",
    "django_cotton",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "oauth2_provider",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.table_block",
    "vikno.editors.apps.WagtailAccountsConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "vikno.pagecache.middleware.PageCacheMiddleware",
    "vikno.web.content_security_policy.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "vikno.web.context_processors.page_context",
            ],
            "loaders": [
                "django_cotton.cotton_loader.Loader",
                "django.template.loaders.filesystem.Loader",
                "django.template.loaders.app_directories.Loader",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django_cotton.templatetags.cotton",
                "vikno.web.templatetags.vikno",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database: SQLite unless DATABASE_URL names a PostgreSQL.
DATABASE_URL = env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'vikno.sqlite3'}")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # IMMEDIATE: a transaction that will write waits for its turn at the start, instead of failing in the middle.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # tries are counted here: among Django's usual 300 they would be forgotten
    }
}

# Whole public pages are kept until something they show is written: the database watches the tables of these apps and models.
PAGECACHE_WATCHED = [
    "content", "catalogue", "centres", "eforms", "enquiries", "search.SearchEntry", "search.Synonyms",
    "wagtailcore.Page", "wagtailcore.Site", "wagtailcore.Locale", "wagtailcore.PageViewRestriction",
    "wagtailimages.Image", "wagtaildocs.Document", "wagtailredirects.Redirect",
]  # fmt: skip
# What these apps count or take down, and no page shows at once.
PAGECACHE_NOT_WATCHED = [
    "enquiries.PageVerdict", "enquiries.Enquiry", "enquiries.EnquiryChange", "enquiries.EnquirySerial",
]  # fmt: skip
# What a page looks like beside its address: a function that finds it in the cookies.
PAGECACHE_LOOKS = "vikno.web.display.valid_choices"
PAGECACHE_BYTES = env.number("PAGECACHE_MB", 32) * 1024 * 1024

# Background work: rows in the same database, done by `manage.py db_worker`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
# Who reads the outbox: functions called with an event and the time, at least once for each.
OUTBOX_CONSUMERS = {"notifications": "vikno.notifications.tasks.notify"}
# Partner systems: who says on which lines an event goes out, and by the family of a line who hands it over (`run_exchange`).
OUTBOX_ROUTES = ["vikno.integration.tasks.lines_for", "vikno.integration.tasks.hooks_for"]
OUTBOX_LINES = {"edms": "vikno.integration.tasks.case_carrier", "webhook": "vikno.integration.tasks.news_carrier"}
WEBHOOKS_MAY_REACH = env.words("WEBHOOKS_MAY_REACH")  # networks of our own that webhooks go to, beside public addresses
EXCHANGE_THREADS, EXCHANGE_POLL_SECONDS = env.number("EXCHANGE_THREADS", 4), env.number("EXCHANGE_POLL_SECONDS", 15)

# Accounts: registration by e-mail; passkeys and one-time codes as the second factor.
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "cabinet:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "content:home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = lambda person: person.get_full_name()  # noqa: E731 - what a device shows beside a passkey
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "signup": "vikno.cabinet.account.forms.SignUpForm",
    "login": "vikno.cabinet.account.forms.SignInForm",
    "add_email": "vikno.cabinet.account.forms.NewEmailForm",
    "change_password": "vikno.cabinet.account.forms.ChangePasswordForm",
    "set_password": "vikno.cabinet.account.forms.SetPasswordForm",
    "reset_password": "vikno.cabinet.account.forms.PasswordResetRequestForm",
    "reset_password_from_key": "vikno.cabinet.account.forms.ResetPasswordForm",
    "reauthenticate": "vikno.cabinet.account.forms.PasswordReauthenticationForm",
}
# One confirmed address; a new one takes its place when it is confirmed too.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGIN_TIMEOUT = 60 * 60
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "vikno.cabinet.account.adapters.AccountAdapter"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_ADAPTER = "vikno.cabinet.account.adapters.MfaAdapter"
MFA_FORMS = {
    "authenticate": "vikno.cabinet.account.forms.SecondFactorForm",
    "reauthenticate": "vikno.cabinet.account.forms.SecondFactorReauthenticationForm",
    "activate_totp": "vikno.cabinet.account.forms.TotpActivationForm",
    "add_webauthn": "vikno.cabinet.account.forms.AddPasskeyForm",
    "edit_webauthn": "vikno.cabinet.account.forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Nobody signs in with an address that is not confirmed, so one that waits for confirmation must not block the rest.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Вікно"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO
# A session is noted when it begins: noting each use would be a write on every page.
USERSESSIONS_TRACK_ACTIVITY = False
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Programs of partner systems: each gets a token that lasts ten minutes, for what it was given (`manage.py partner`).
OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth2_provider.Application"
OAUTH2_PROVIDER = {"SCOPES_BACKEND_CLASS": "vikno.api.scopes.PartnerScopes", "ACCESS_TOKEN_EXPIRE_SECONDS": 600}
# Requests a minute of one partner; who may read the figures of the exchange, and (NAME:PASSWORD) the list for the repository.
API_PER_MINUTE = env.number("API_PER_MINUTE", 600)
METRICS_TOKEN, REPOSITORY_LOGIN = env.text("METRICS_TOKEN", ""), env.text("REPOSITORY_LOGIN", "")

# Sessions and cookies.
SECURE = env.flag("SECURE", default=not DEBUG and not DEMO)
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_HTTPONLY = True
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
        "default-src": [NONE],
        "script-src": [SELF, NONCE, *env.origins(SIGN_WIDGET)],
        "frame-src": [*(env.origins(SIGN_WIDGET) or [NONE])],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *env.origins(MAP_TILES)],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}

# Whom to tell of a hole, and what they may expect: for /.well-known/security.txt.
SECURITY_CONTACT = env.text("SECURITY_CONTACT", "")
SECURITY_POLICY = env.text("SECURITY_POLICY", "")

# Language and time: stored in UTC, shown in the centre's zone.
LANGUAGE_CODE = "uk"
LANGUAGES = [("uk", _("Ukrainian")), ("cs", _("Czech")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "libraries"]  # then what the libraries leave in English
TIME_ZONE = env.text("TIME_ZONE", "Europe/Kyiv")
USE_I18N = True
USE_TZ = True

# Files: what people send lies sealed and is given out by views that know whose it is; what editors put up, by one for everybody.
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(VAR_DIR / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "sealed": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(VAR_DIR / "sealed"), "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
UPLOAD_LIMIT_BYTES = 10 * 1024 * 1024
# Signed files: the largest that is checked, what is checked while somebody waits, whether unknown revocation leaves it open.
CHECK_LIMIT_BYTES = env.number("CHECK_LIMIT_MB", 50) * 1024 * 1024
CHECK_AT_ONCE_BYTES = 2 * 1024 * 1024
SIGNATURES_NEED_REVOCATION = env.flag("SIGNATURES_NEED_REVOCATION", default=False)
SIGNATURES_FETCH_REVOCATION = env.flag("SIGNATURES_FETCH_REVOCATION", default=False)
# Who seals results: nobody (empty), `local` with a key in a PKCS#12 file, `pkcs11`, or `remote` by HTTP.
SEAL_KEY = env.text("SEAL_KEY", str(VAR_DIR / "seal.p12"))
SEAL_BY = env.text("SEAL_BY", "local" if DEMO and Path(SEAL_KEY).is_file() else "")
SEAL_KEY_PASSWORD = env.text("SEAL_KEY_PASSWORD", "")
SEAL_ADDRESS = env.text("SEAL_ADDRESS", "")
SEAL_TOKEN = env.text("SEAL_TOKEN", "")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Letters: shown on a page in the demo, sent by SMTP otherwise.
EMAIL_BACKEND = (
    "django.core.mail.backends.filebased.EmailBackend" if DEMO else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "") if env.flag("EMAIL_AUTH", default=False) else ""
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD") if env.flag("EMAIL_AUTH", default=False) else ""
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "vikno@localhost")

# How long a provider of identification may be silent while somebody waits (seconds).
IDENTITY_PATIENCE = env.number("IDENTITY_PATIENCE", 10)

# The editors' area.
WAGTAIL_SITE_NAME = "Вікно"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_I18N_ENABLED = True
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

# How long a draft is kept from its last change, and when its owner is reminded.
DRAFT_KEPT_DAYS = 30
DRAFT_REMINDER_DAYS = 3

# By when what people write is answered (days; `w`: working days), and how long its words are kept after that.
ENQUIRY_TERMS = env.words("ENQUIRY_TERMS", "question=5w complaint=15 suggestion=30 thanks=30 accessibility=5w")
ENQUIRY_KEPT_DAYS = env.number("ENQUIRY_KEPT_DAYS", 365)

LOGGING = logs.configuration(json_lines=not DEBUG and not DEMO)
