"""The database, the cache in it, and the cache of whole public pages."""

import dj_database_url

from vikno.conf import env
from vikno.conf.settings.base import VAR_DIR

# SQLite unless DATABASE_URL names a PostgreSQL.
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
    "enquiries.PageVerdict", "enquiries.Enquiry", "enquiries.EnquiryChange",
]  # fmt: skip
# What a page looks like beside its address: a function that finds it in the cookies.
PAGECACHE_LOOKS = "vikno.web.display.valid_choices"
PAGECACHE_BYTES = env.number("PAGECACHE_MB", 32) * 1024 * 1024
