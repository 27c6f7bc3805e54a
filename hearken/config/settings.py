"""The one settings file. Everything that varies between installations comes from lib/env.

It must never hold a secret: the signing key is derived from the root key, which lives in a file of its own.
"""

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.utils.translation import gettext_lazy as _

from hearken.lib import env
from hearken.vault.root import BadRootKey, ensure_root_key, subkey

BASE = Path(__file__).resolve().parent.parent
HOME = env.home()
ROOT_KEY_FILE = Path(env.text("HEARKEN_ROOT_KEY_FILE") or HOME / "root.key")
if not ROOT_KEY_FILE.exists() and (HOME / "keys.sqlite3").exists():
    # A fresh key would open nothing that is stored, and nobody would notice until they came back for it.
    raise BadRootKey("The root key file is missing, and this home folder has keys that only it can open.")
ensure_root_key(ROOT_KEY_FILE)

SECRET_KEY = subkey(ROOT_KEY_FILE, "django-signing").hex()
DEBUG = False

ORIGIN = env.origin("HEARKEN_ORIGIN")
SECURE = ORIGIN.startswith("https://")
ALLOWED_HOSTS = [urlsplit(ORIGIN).hostname or ""] if ORIGIN else []
PHONE = env.switch("HEARKEN_PHONE")
if not PHONE:  # phones call this server by one address, and nobody calls it by another
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "hearken.vault",
    "hearken.audit",
    "hearken.web",
    "hearken.accounts",
    "hearken.drawer",
    "hearken.couples",
    "hearken.rooms",
    "hearken.space",
    "hearken.screening",
    "hearken.export",
    "hearken.directory",
    "hearken.finder",
    "hearken.guide",
]
MIDDLEWARE = [
    "hearken.web.middleware.headers",
    # Pages differ in length by a random part each time (Django pads them), so size tells nothing of what is inside.
    "django.middleware.gzip.GZipMiddleware",
    "hearken.web.files.StaticFiles",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = "hearken.config.urls"
ASGI_APPLICATION = "hearken.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["hearken.web.context.page"],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 5,
    # TRUST: durable before acknowledged (FULL), no deleted words left in free pages (secure_delete).
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
        "PRAGMA trusted_schema=OFF; PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=1000"
    ),
}


def _database(url: str, file: Path, schema: str = "") -> dict[str, object]:
    if url:
        # Tries to connect anew end after 2 s, so that the next who asks begins afresh; their pauses grow otherwise.
        pool = {"min_size": 0, "max_size": 8, "timeout": 5, "reconnect_timeout": 2}
        options: dict[str, object] = {"pool": pool}
        if schema:
            options["options"] = f"-c search_path={schema}"
        # Health checks: after the database was restarted the pool still holds connections to the old one.
        made = {**dj_database_url.parse(url), "CONN_HEALTH_CHECKS": True, "OPTIONS": options}
        return made | ({"TEST": {"NAME": f"test_{schema}"}} if schema else {})
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file), "OPTIONS": SQLITE}


DATABASES = {
    "default": _database(env.database("DATABASE_URL"), HOME / "hearken.sqlite3"),
    "keys": _database(env.database("KEYS_DATABASE_URL"), HOME / "keys.sqlite3"),
    # A file or schema of its own: an import never holds the writer of the dialogues.
    "directory": _database(env.database("DATABASE_URL"), HOME / "directory.sqlite3", "directory"),
}
DATABASE_ROUTERS = ["hearken.vault.router.KeyStoreRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True  # served from the package itself, so there is no collecting step to forget
WHITENOISE_MAX_AGE = 600

CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_FAILURE_VIEW = "hearken.web.views.csrf_refused"
CSRF_TRUSTED_ORIGINS = [ORIGIN] if ORIGIN else []
LANGUAGE_COOKIE_NAME = "language"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
APPEND_SLASH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 250  # a page of the finder has more than a hundred boxes to tick

PASSWORD_HASHERS = ["hearken.accounts.passphrases.Argon2"]

NONE, SELF = "'none'", "'self'"
# Read by web/headers.py, the one table of security headers.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["shell"],  # the one policy there is: shell.js registers the service worker with it
        "report-uri": ["/csp-report"],
    }
}

# Logs say where and what kind, never what was written: hearken.lib.quietlog drops messages and arguments.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"quiet": {"()": "hearken.lib.quietlog.QuietFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}

NEUTRAL_NAME = env.text("HEARKEN_NAME")
EXIT_URL = env.text("HEARKEN_EXIT_URL") or "/notes"
COUNTRY = env.text("HEARKEN_COUNTRY")
ABSENCE_SECONDS = env.number("HEARKEN_ABSENCE_SECONDS", 1, 3600)
COMPANION_SECONDS = env.number("HEARKEN_COMPANION_SECONDS", 0, 60)
KEEPER = env.text("HEARKEN_KEEPER")
KEEPER_CONTACT = env.text("HEARKEN_KEEPER_CONTACT")
KEY_BACKUP_DAYS = env.number("HEARKEN_KEY_BACKUP_DAYS", 0, 3650)
