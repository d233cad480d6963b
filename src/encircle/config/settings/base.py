"""Settings shared by every way of running. Values that differ come from the environment: see docs/settings.md."""

import os
from pathlib import Path

import psycopg.conninfo

from .sign_in import *  # noqa: F403

PACKAGE = Path(__file__).resolve().parents[2]


def environment(name: str, default: str = "") -> str:
    return os.environ.get(f"ENCIRCLE_{name}", default)


def database(conninfo: str) -> dict[str, object]:
    """Django's description of a database from a libpq connection string or URL."""
    parts = dict(psycopg.conninfo.conninfo_to_dict(conninfo))
    named = {key: str(parts.pop(key, "") or "") for key in ("dbname", "user", "password", "host", "port")}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": named["dbname"],
        "USER": named["user"],
        "PASSWORD": named["password"],
        "HOST": named["host"],
        "PORT": named["port"],
        "CONN_MAX_AGE": None,  # a fresh connection costs about 9 ms: keep them open
        "CONN_HEALTH_CHECKS": True,
        # Parameters are bound by the server; otherwise they stand readable in pg_stat_activity.
        # A statement is prepared when it comes a third time: planning its row policies costs more than running it.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 2, **parts},
    }


DEMO = False
DEBUG = False
SECRET_KEY = environment("SECRET_KEY")
IDENTITY_KEY = environment("IDENTITY_KEY")  # 64 hexadecimal digits; signs who acts in each transaction
FIELD_KEY = environment("FIELD_KEY")  # 64 hexadecimal digits; encrypts secrets and held forms at rest
FILE_KEY = environment("FILE_KEY")  # 64 hexadecimal digits; the key of the keys of people's documents
# Keys that used to be FILE_KEY, separated by commas: what they locked still opens.
OLD_FILE_KEYS = [key for key in environment("OLD_FILE_KEYS").split(",") if key]
SEAL_KEY = environment("SEAL_KEY")  # 64 hexadecimal digits; signs the seals over the audit trail (Ed25519)
SITE_ADDRESS = environment("SITE_ADDRESS", "http://127.0.0.1:8000")
DATA_DIR = Path(environment("DATA_DIR", ".encircle"))
SEAL_ANCHOR = Path(environment("SEAL_ANCHOR", str(DATA_DIR / "audit-seals.txt")))
ALLOWED_HOSTS = [host for host in environment("HOSTS", "127.0.0.1,localhost").split(",") if host]

DATABASES = {"default": database(environment("DATABASE_URL", "dbname=encircle"))}

FOUNDATIONS = [
    "encircle.foundations.accounts",
    "encircle.foundations.access",
    "encircle.foundations.audit",
    "encircle.foundations.post",
    "encircle.foundations.files",
    "encircle.foundations.corrections",
]
ROOMS = [
    "encircle.rooms.organisation",
    "encircle.rooms.partners",
    "encircle.rooms.people",
    "encircle.rooms.volunteers",
    "encircle.rooms.referrals",
    "encircle.rooms.recruiting",
    "encircle.rooms.vetting",
    "encircle.rooms.training",
    "encircle.rooms.readiness",
    "encircle.rooms.suitability",
    "encircle.rooms.circles",
    "encircle.rooms.forming",
    "encircle.rooms.joining",
    "encircle.rooms.meetings",
    "encircle.rooms.briefings",
    "encircle.rooms.risk",
    "encircle.rooms.support",
    "encircle.rooms.leaving",
    "encircle.rooms.expenses",
    "encircle.rooms.messaging",
    "encircle.rooms.received",
    "encircle.rooms.sharing",
    "encircle.rooms.reviews",
    "encircle.rooms.endings",
    "encircle.rooms.outcomes",
    "encircle.rooms.records",
    "encircle.rooms.due",
    "encircle.rooms.practice",
]
DOORS = [
    "encircle.doors.public",
    "encircle.doors.signin",
    "encircle.doors.volunteering",
    "encircle.doors.casework",
    "encircle.doors.outer_circle",
    "encircle.doors.referral_form",
    "encircle.doors.answering",
    "encircle.doors.referring",
    "encircle.doors.administration",
    "encircle.doors.assurance",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    *FOUNDATIONS,
    *ROOMS,
    "encircle.design",
    *DOORS,
]

AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "encircle.config.urls"
WSGI_APPLICATION = "encircle.config.wsgi.application"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

MIDDLEWARE = [
    "encircle.config.middleware.OutermostMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "encircle.config.middleware.PageHeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "encircle.config.middleware.IdentityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "encircle.config.gate.SignInGateMiddleware",
    "encircle.config.middleware.ActingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "design" / "templates"],
        "APP_DIRS": True,  # each door keeps its pages in its own `jinja2/` folder
        "OPTIONS": {
            "environment": "encircle.design.jinja.environment",
            "context_processors": ["encircle.config.context.page"],
        },
    },
    {
        # Only for libraries that insist on Django's own language.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

STATIC_URL = "/static/"
STATIC_ROOT = Path(environment("STATIC_ROOT", str(DATA_DIR / "static")))
STATICFILES_DIRS: list[Path] = []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Documents, each locked with a key of its own before it comes here (encircle.foundations.files).
    "documents": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": DATA_DIR / "files",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
SESSION_ENGINE = "encircle.foundations.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "encircle_session"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "encircle_csrf"
SESSION_COOKIE_AGE = 8 * 60 * 60  # the absolute limit; idle limits are shorter and live with the session
SESSION_SAVE_EVERY_REQUEST = False
CSRF_FAILURE_VIEW = "encircle.config.gate.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
# What people send in is read into memory and never laid on a disk in the clear; anything larger reaches no form.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 25_500_000
# ClamAV's socket (a path, or host:port). Where one is set, nothing is opened that it has not seen, unless told so.
SCANNER = environment("SCANNER")
SCANNER_REQUIRED = environment("SCANNER_REQUIRED", "yes" if SCANNER else "no") == "yes"

EMAIL_HOST = environment("SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(environment("SMTP_PORT", "25"))
EMAIL_HOST_USER = environment("SMTP_USER")
EMAIL_HOST_PASSWORD = environment("SMTP_PASSWORD")
EMAIL_USE_TLS = environment("SMTP_TLS") == "starttls"
EMAIL_USE_SSL = environment("SMTP_TLS") == "implicit"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment("MAIL_FROM", "encircle@localhost")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

LOGGING_CONFIG = "encircle.config.logs.configure"
LOGGING: dict[str, object] = {"ours": True}  # an empty one would not be handed to `configure`
