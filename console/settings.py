"""The project's settings, all of them from the environment; see the table in README.md."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog
from csp.constants import NONE, SELF

from console import environment, logs, secrets_file
from console.links.waits import Waits

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = environment.flag("DEBUG", False)
LOG_LEVEL = environment.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
WAITS = Waits.from_env()

# --- Addresses ---------------------------------------------------------------------------------

PUBLIC_URL_GIVEN = environment.given("PUBLIC_URL") is not None
PUBLIC_URL = environment.site("PUBLIC_URL", "http://127.0.0.1:8000")
_public = urlsplit(PUBLIC_URL)
_host = _public.hostname or ""
_bracketed = f"[{_host}]" if ":" in _host else _host

# The machine's own health checks ask at a loopback address.
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", [_bracketed, "localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = environment.origins("CSRF_TRUSTED_ORIGINS", [PUBLIC_URL])

# --- Data --------------------------------------------------------------------------------------

_database = environment.database("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}")
IS_SQLITE = _database["ENGINE"] == "django.db.backends.sqlite3"
if IS_SQLITE:
    # IMMEDIATE takes the write lock at once: a reader that later writes cannot wait (SQLITE_BUSY).
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    _database["CONN_HEALTH_CHECKS"] = True
    # A server that vanished without a word is noticed in seconds: a lease waits for no TCP timeout.
    _database["OPTIONS"] = {
        "connect_timeout": 5,
        "tcp_user_timeout": 10_000,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        **_database.get("OPTIONS", {}),
    }
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = environment.redis("REDIS_URL")
REDIS_PREFIX = ""
CHANNEL_LAYERS: dict[str, dict[str, Any]]
CACHES: dict[str, dict[str, Any]]
if REDIS_URL:
    from redis.connection import parse_url

    # Redis does not separate the messages of its numbered databases: their names carry the number.
    REDIS_PREFIX = f"console{parse_url(REDIS_URL).get('db', 0)}."
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [REDIS_URL], "prefix": REDIS_PREFIX},
        }
    }
    # The sign-in limits are counted here, so all processes must count together.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
        }
    }
else:
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- Secrets -----------------------------------------------------------------------------------


def _secrets() -> secrets_file.Secrets:
    """Made once beside the SQLite file. PostgreSQL has many processes, which must share theirs."""
    if not IS_SQLITE:
        missing = "SECRET_KEY" if environment.given("SECRET_KEY") is None else "CREDENTIALS_KEYS"
        environment.refuse(missing, "must be given when DATABASE_URL is not SQLite.")
    if ":memory:" in _database["NAME"]:
        return secrets_file.generated()
    return secrets_file.kept(Path(f"{_database['NAME']}.secrets"))


SECRET_KEY = environment.given("SECRET_KEY") or _secrets().secret_key
CREDENTIALS_KEYS = environment.fernet_keys(
    "CREDENTIALS_KEYS",
    environment.words("CREDENTIALS_KEYS", []) or [_secrets().credentials_key],
)

METRICS_TOKEN = environment.token("METRICS_TOKEN", least=16)  # "": nobody may read /metrics

# --- E-mail ------------------------------------------------------------------------------------

# Without EMAIL_URL messages are kept and not sent; EMAIL_FROM is then "".
_email = environment.email("EMAIL_URL")
EMAIL_FROM = environment.sender("EMAIL_FROM") if _email else ""
EMAIL_TIMEOUT = 10  # seconds for each answer of the mail server
EMAIL_BACKEND = _email.get("EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend")
EMAIL_HOST = _email.get("EMAIL_HOST", "")
EMAIL_PORT = _email.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = _email.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _email.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _email.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _email.get("EMAIL_USE_SSL", False)

# --- Django ------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "console.admin_config.ConsoleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "channels",
    "csp",
    "django_htmx",
    "allauth",
    "allauth.account",
    "servestatic",
    "accounts",
    "console",
    "console.links",
    "console.live",
    "console.desk",
    "console.supervision",
    "console.dialing",
    "console.directory",
    "console.preferences",
    "console.shifts",
    "console.history",
    "console.messages",
    "console.prompts",
    "console.audit",
]

MIDDLEWARE = [
    "console.heads.without_body",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "console.languages.BrowsersLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "console.preferences.middleware.preferred",
    "console.languages.preferred",
]

ROOT_URLCONF = "console.urls"
ASGI_APPLICATION = "console.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "console.languages.zone",
            ],
        },
    },
]

# --- Time and language -------------------------------------------------------------------------

USE_TZ = True
TIME_ZONE = environment.zone("TIME_ZONE", "UTC")
# Where none is given, each browser shows moments in its own.
TIME_ZONE_GIVEN = environment.given("TIME_ZONE") is not None
USE_I18N = True
LANGUAGE_CODE = "en"
# Each as its speakers write it: who looks for it may understand no other.
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("uk", "Українська"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- Static files ------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "console.static_versions.VersionedStaticFilesStorage"},
}
# Served from where they lie, without collectstatic, whether DEBUG is on or off.
SERVESTATIC_USE_FINDERS = True
SERVESTATIC_USE_STATIC_ROOT = False
SERVESTATIC_ALLOW_ALL_ORIGINS = False
SERVESTATIC_MIMETYPES = {".webmanifest": "application/manifest+json"}
SERVESTATIC_MAX_AGE = 0 if DEBUG else 300

# --- Operators and sessions --------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "rules.permissions.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "accounts.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
# Only failures count: a whole office behind one address signs in at nine o'clock.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "30/m/ip,5/5m/key"}

# In the database alone: a per-process cache would keep a session alive that another process ended.
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# --- Headers -----------------------------------------------------------------------------------

IS_SECURE = _public.scheme == "https"
# How many proxies in front each append to X-Forwarded-For whom they heard; what stands before
# their entries anybody may have written. For the sign-in limits and the audit alike.
ALLAUTH_TRUSTED_PROXY_COUNT = int(
    environment.choice("TRUSTED_PROXIES", "1" if IS_SECURE else "0", ("0", "1", "2", "3"))
)
SESSION_COOKIE_SECURE = IS_SECURE
CSRF_COOKIE_SECURE = IS_SECURE
LANGUAGE_COOKIE_SECURE = IS_SECURE
if IS_SECURE:
    # `serve` speaks plain HTTP, so https means one proxy in front, which names scheme and client.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# 'self' in connect-src covers the WebSocket of the same origin, in every current browser.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "worker-src": [SELF],
    }
}

# --- Logs --------------------------------------------------------------------------------------

LOGGING = logs.logging_config(LOG_LEVEL, environment.choice("LOG_FORMAT", "TEXT", ("TEXT", "JSON")))
structlog.configure(**logs.structlog_config())
