"""All settings. The environment is read here and nowhere else; docs/settings.md describes each."""

from __future__ import annotations

import contextlib
import os
import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("KC_DATA_DIR", BASE_DIR / "var")).resolve()


def _secret_key() -> str:
    """Return the key from the environment, else one made once for this data folder."""
    if key := os.environ.get("KC_SECRET_KEY"):
        return key
    path = DATA_DIR / "secret-key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"secret-key.{os.getpid()}")
        draft.write_text(secrets.token_urlsafe(64))
        draft.chmod(0o600)
        # link() fails if another process was first: then its key holds.
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()


def _database(url: str) -> dict[str, object]:
    """Return Django's settings for postgres://user:password@host:port/name, or for the SQLite file."""
    if not url:
        with contextlib.suppress(OSError):
            DATA_DIR.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "library.sqlite3",
            # A connection made anew reads the schema and every page again: a seventh of what a page of results takes.
            "CONN_MAX_AGE": 60,
            # IMMEDIATE: with 3 writers, 900 transactions, "database is locked" fell from 592 to 0.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000;",
            },
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
    }


def _cache(shared: str) -> dict[str, object]:
    """Return Django's settings for what processes keep for a while: each for itself, or shared by all of them."""
    # Of Django's 300, some pages of formatted references would put counts of rates out.
    room = {"MAX_ENTRIES": 20_000}
    if not shared:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": room}
    # In the database a count loses its own limit of time when it goes on; its key names the hour, and this is longer.
    kept = {"TIMEOUT": 24 * 60 * 60, "KEY_PREFIX": "kc"}
    if shared == "database":
        table = {"LOCATION": "cache", "OPTIONS": room}
        return {"BACKEND": "django.core.cache.backends.db.DatabaseCache", **table, **kept}
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": shared, **kept}


def _files(bucket: str) -> dict[str, object]:
    """Return Django's settings for files in a bucket, or in the data folder."""
    if not bucket:
        return {
            "BACKEND": "catalogue.storage.DurableFileSystemStorage",
            "OPTIONS": {"location": DATA_DIR / "media"},
        }
    # Names are made from the content: writing one again writes the same bytes.
    where = {"bucket_name": bucket, "endpoint_url": os.environ.get("KC_S3_ENDPOINT") or None, "file_overwrite": True}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": where}


DEBUG = os.environ.get("KC_DEBUG", "") == "1"
# Made when first asked for: reading a PDF or counting a benchmark begins no library.
SECRET_KEY = SimpleLazyObject(_secret_key)
ALLOWED_HOSTS = os.environ.get("KC_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("KC_TRUSTED_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "kc_repository",
    "dissemination",
    "ingest",
    "search",
    "catalogue",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kc_repository.compression.TextCompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kc_repository.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "kc_repository.urls"
WSGI_APPLICATION = "kc_repository.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kc_repository.context.library",
                "dissemination.basket.gathered",
            ],
        },
    },
]

DATABASES = {"default": _database(os.environ.get("KC_DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SEARCH_ENGINES = {
    "default": {
        "BACKEND": os.environ.get("KC_SEARCH_BACKEND", "search.engines.tantivy.TantivyEngine"),
        "OPTIONS": {"folder": DATA_DIR / "index"},
    }
}
if os.environ.get("KC_ELASTICSEARCH_URL"):
    SEARCH_ENGINES["default"] = {
        "BACKEND": "search.engines.elastic.ElasticEngine",
        "OPTIONS": {"url": os.environ["KC_ELASTICSEARCH_URL"], "index": os.environ.get("KC_INDEX", "kc")},
    }

# Papers close in meaning beside those that have the words; wants the extra `semantic`.
MEANING_SEARCH = os.environ.get("KC_MEANING_SEARCH", "") == "1"

STORAGES = {
    "default": _files(os.environ.get("KC_S3_BUCKET", "")),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"

LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LANGUAGE_CODE = "en"
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [BASE_DIR / "kc_repository" / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["kc_repository.formats"]
USE_TZ = True
TIME_ZONE = os.environ.get("KC_TIME_ZONE", "Europe/Stockholm")

CACHES = {"default": _cache(os.environ.get("KC_CACHE", ""))}

LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/submissions/"
LOGOUT_REDIRECT_URL = "/"
# A day's work; the second factor and a new password end a session too.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_SAVE_EVERY_REQUEST = False
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# Counted for a name from one address: nobody can shut a colleague out from elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kc_repository.errors.form_refused"

EMAIL_BACKEND = os.environ.get("KC_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
DEFAULT_FROM_EMAIL = os.environ.get("KC_FROM_EMAIL", "library@localhost")
# Who gets what readers report; staff see it in the library too.
ERROR_REPORTS_TO = [address for address in os.environ.get("KC_ERROR_REPORTS_TO", "").split(",") if address]

# The web processes, and what stands before them.
WEB_ADDRESS = f"{os.environ.get('KC_HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
WEB_PROCESSES = int(os.environ.get("KC_WEB_PROCESSES", "2"))
WEB_THREADS = int(os.environ.get("KC_WEB_THREADS", "4"))
if os.environ.get("KC_BEHIND_PROXY", "") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = int(os.environ.get("KC_HSTS_SECONDS", "3600"))

# What was set from outside: a backup keeps it, secrets left out.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name.startswith("KC_")}

# The library itself.
LIBRARY_NAME = os.environ.get("KC_LIBRARY_NAME", "KC Library")
LIBRARY_NAME_SV = os.environ.get("KC_LIBRARY_NAME_SV", os.environ.get("KC_LIBRARY_NAME", "KC-biblioteket"))
CENTRE_NAME = os.environ.get("KC_CENTRE_NAME", "Knowledge Centre for Local Democracy")
CENTRE_NAME_SV = os.environ.get(
    "KC_CENTRE_NAME_SV", os.environ.get("KC_CENTRE_NAME", "Kunskapscentrum för lokal demokrati")
)
RENDERER_SOCKET = Path(os.environ.get("KC_RENDERER_SOCKET", DATA_DIR / "renderer.sock"))
PAGE_PICTURES_DIR = DATA_DIR / "pictures"
# The labeller of front pages, once it has learnt from this library's corrections.
LABELLER_FOLDER = DATA_DIR / "labeller"
# Uploads that have not come whole yet.
INCOMING_DIR = DATA_DIR / "incoming"
MAX_UPLOAD_BYTES = int(os.environ.get("KC_MAX_UPLOAD_MB", "200")) * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 1000
LEASE_SECONDS = int(os.environ.get("KC_LEASE_SECONDS", "120"))
KEY_PATTERN = os.environ.get("KC_KEY_PATTERN", "{author}{year}{word}")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Successful sign-ins are in its table; in the log they drown the rest.
    "loggers": {"axes": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": os.environ.get("KC_LOG_LEVEL", "INFO")},
}
