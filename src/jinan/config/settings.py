"""Settings of one node, all from the environment; `./jinan up` sets every variable named here.

JINAN_HOME      folder of the node's own data: keys, files, assets, logs (default: var/ of the checkout)
JINAN_NODE      code of this node, e.g. "340000" (province) or "demo"
JINAN_MODE      "production" (default), "demo" or "test"; only "demo" shows demonstration accounts
DATABASE_URL    database as the restricted web role
JINAN_OWNER_URL the same database as its owner; only set-up, migration, backup and the sealer know it
JINAN_HOSTS     host names served, separated by commas
JINAN_MAIL_HOST, JINAN_MAIL_PORT, JINAN_MAIL_FROM: mail server for links and notices, if any
JINAN_SMS_URL, JINAN_SMS_KEY: gateway of short messages and the secret under which requests are signed, if any
JINAN_PUSH      port of the process that pushes notices to browsers, or the path a proxy gives it; empty for none
JINAN_ORIGINS   full origins trusted for posting and passkeys, separated by commas
JINAN_HTTPS     "1" when browsers reach the node over HTTPS: cookies are sent over it only
JINAN_PROXIES   addresses of proxies that are believed when they name the reader, separated by commas
JINAN_FILE_LIMIT  largest file of a record, in MiB (default: 50)
JINAN_BASE_MAP  address of the tiles of a map to lie beneath, with {z} {x} {y} and {key}; none by default
JINAN_BASE_MAP_KEY, JINAN_BASE_MAP_NOTE: the key that goes into it, and what must stand under such a map
JINAN_NTP            time server that the clock is compared with on the health page
JINAN_METRICS_TOKEN  lets a watcher on another machine read /metrics and the reasons of /readyz
"""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from jinan.config.keys import node_keys
from jinan.config.rooms import ROOMS

SOURCE = Path(__file__).resolve().parents[1]
ROOT = SOURCE.parents[1]
HOME = Path(os.environ.get("JINAN_HOME", ROOT / "var"))
NODE = os.environ.get("JINAN_NODE", "demo")
MODE = os.environ.get("JINAN_MODE", "production")
NTP = os.environ.get("JINAN_NTP", "")
METRICS_TOKEN = os.environ.get("JINAN_METRICS_TOKEN", "")
DEBUG = False

KEYS = node_keys(HOME, ephemeral=MODE == "test")
SECRET_KEY = KEYS.session
SCOPE_KEY = KEYS.scope

ALLOWED_HOSTS = os.environ.get("JINAN_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("JINAN_ORIGINS", "").split(",") if o]


def database(url: str) -> dict[str, object]:
    """Read a postgresql:// address; a socket folder may stand in `?host=`."""
    parts = urlsplit(url)
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": query.pop("port", None) or str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
        "TEST": {"MIGRATE": False},
    }


DATABASES = {"default": database(os.environ.get("DATABASE_URL", "postgresql://jinan_web@/jinan"))}
OWNER_URL = os.environ.get("JINAN_OWNER_URL", "")
if OWNER_URL:
    DATABASES["owner"] = database(OWNER_URL)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = ["gis.W001"]  # only integer SRIDs and GeoJSON ever reach GDAL (ADR 3)

INSTALLED_APPS = [
    *ROOMS,  # before the packages: of two translations or templates the first app's holds
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "jinan.operations.health.middleware.First",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jinan.kernel.ui.middleware.StrictContent",
    "jinan.kernel.ui.lost_line.AskedAgain",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "jinan.kernel.records.json_api.tokens.Bearer",
    "jinan.kernel.identity.middleware.Scoped",
    "jinan.kernel.ui.middleware.CleanText",
]

ROOT_URLCONF = "jinan.config.urls"
WSGI_APPLICATION = "jinan.config.wsgi.application"

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
                "jinan.kernel.ui.context.page",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [SOURCE / "kernel" / "ui" / "jinja"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "jinan.kernel.ui.environment.environment"},
    },
]

AUTH_USER_MODEL = "identity.Account"
AUTHENTICATION_BACKENDS = ["jinan.kernel.identity.backend.Passwords"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"
# Each room carries its own catalogue; named here, they come before those of the libraries.
LOCALE_PATHS = sorted(SOURCE.rglob("locale"))
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = HOME / "files"
PAPER_FONTS = (
    ROOT / "var" / "fonts"
)  # laid down by `up`; without them papers are set in the system's Song type
FILE_LIMIT = int(os.environ.get("JINAN_FILE_LIMIT", "50")) * 2**20

BASE_MAP = os.environ.get("JINAN_BASE_MAP", "").replace(
    "{key}", os.environ.get("JINAN_BASE_MAP_KEY", "")
)
BASE_MAP_NOTE = os.environ.get("JINAN_BASE_MAP_NOTE", "")

CACHES = {
    "default": {
        "BACKEND": "jinan.kernel.identity.cache.Cache",
        "LOCATION": "shared_cache",
    }
}
MFA_TOTP_TOLERANCE = 1  # steps of 30 s before and after
MFA_TOTP_ISSUER = "Jinan"
MFA_ADAPTER = "jinan.kernel.identity.mfa.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]

MAIL = bool(os.environ.get("JINAN_MAIL_HOST"))
EMAIL_HOST = os.environ.get("JINAN_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("JINAN_MAIL_PORT", "25"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("JINAN_MAIL_FROM", "jinan@localhost")

SMS_URL = os.environ.get("JINAN_SMS_URL", "")
SMS_KEY = os.environ.get("JINAN_SMS_KEY", "")
PUSH = os.environ.get("JINAN_PUSH", "")

SESSION_ENGINE = "jinan.kernel.identity.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("JINAN_HTTPS") == "1"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"procrastinate": {"level": "WARNING"}},
}
