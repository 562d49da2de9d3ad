"""Django settings. Everything that differs between installations is an environment variable."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from samsyn.config import env
from samsyn.config.logs import logging_settings

PACKAGE = Path(__file__).resolve().parent.parent
DATA = env.data_folder()
HOST = env.text("SAMSYN_HOST", "127.0.0.1")
PORT = env.whole("SAMSYN_PORT", 8000, low=1, high=65535)
IS_LOOPBACK = HOST in {"127.0.0.1", "localhost", "::1"}
BEHIND_PROXY = env.switch("SAMSYN_BEHIND_PROXY", False)
DEMO = env.switch("SAMSYN_DEMO", True)  # choosing an invented person without a password, where that is safe

SECRET_KEY = env.secret_key(DATA)
DEBUG = env.switch("SAMSYN_DEBUG", False)
ALLOWED_HOSTS = [
    *env.text("SAMSYN_ALLOWED_HOSTS", "localhost 127.0.0.1 [::1]").split(),
    *([] if HOST in {"0.0.0.0", "::"} else [HOST]),  # noqa: S104 - compared, not bound  # nosec B104
]
CSRF_TRUSTED_ORIGINS = env.text("SAMSYN_ORIGINS", "").split()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "samsyn.ui",
    "samsyn.audit",
    "samsyn.places",
    "samsyn.people",
    "samsyn.chain",
    "samsyn.secrecy",
    "samsyn.releases",
    "samsyn.judging",
    "samsyn.records",
    "samsyn.evidence",
    "samsyn.priorities",
    "samsyn.steps.situation",
    "samsyn.steps.problem",
    "samsyn.steps.purpose",
    "samsyn.steps.method",
    "samsyn.steps.activity",
    "samsyn.steps.followup",
    "samsyn.agreements",
    "samsyn.partners",
    "samsyn.meetings",
    "samsyn.conference",
    "samsyn.reports",
    "samsyn.home",
    "samsyn.seeds",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # before static files: they carry the policy too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "samsyn.config.middleware.RequestLogMiddleware",
    "samsyn.config.middleware.PlainHttpMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "samsyn.people.middleware.MemberMiddleware",
    "samsyn.evidence.audience.AudienceMiddleware",  # figures are read for the party of the one who is signed in
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "samsyn.people.middleware.OwnPasswordMiddleware",
    "samsyn.people.middleware.SecondStepMiddleware",
    "samsyn.people.middleware.OutsideMiddleware",
    "samsyn.secrecy.middleware.SecrecyMiddleware",
]

ROOT_URLCONF = "samsyn.config.urls"
WSGI_APPLICATION = "samsyn.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "people" / "templates"],  # before allauth's own templates of the same names
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "samsyn.ui.context.frame",
                "samsyn.people.context.frame",
                "samsyn.home.context.frame",
            ],
            "builtins": [
                "samsyn.ui.templatetags.numbers",
                "samsyn.ui.templatetags.parts",
                "samsyn.ui.templatetags.drawing",
            ],
        },
    }
]
FORM_RENDERER = "samsyn.ui.forms.SamsynRenderer"


def _database(url: str) -> dict[str, object]:
    """Return Django's database entry for sqlite:///FILE or postgresql://USER:PASSWORD@HOST:PORT/NAME."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path[1:],
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;"
                " PRAGMA mmap_size=134217728;",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": _options(parts.query),
        }
    raise ImproperlyConfigured(
        f"SAMSYN_DATABASE starts with {parts.scheme!r}. It must be sqlite:///FILE or postgresql://…/NAME. "
        "Unset it to use a SQLite file in SAMSYN_DATA."
    )


def _options(query: str) -> dict[str, object]:
    """Return psycopg's options: sslmode, sslrootcert, as libpq names them, and after how many uses the server keeps a query.

    Only what `places.prepared` asks is kept so; `prepare_threshold=off` is for a pooler that cannot.
    """
    options: dict[str, object] = {"prepare_threshold": "0", **dict(parse_qsl(query))}
    after = str(options["prepare_threshold"])
    if after != "off" and not after.isdecimal():
        raise ImproperlyConfigured(
            f"prepare_threshold in SAMSYN_DATABASE is {after!r}. Give a number of uses, or off for a pooler "
            "in transaction mode that does not keep prepared queries."
        )
    options["prepare_threshold"] = None if after == "off" else int(after)
    return options


DATABASES = {
    "default": _database(
        env.secret("SAMSYN_DATABASE", "samsyn-database") or f"sqlite:///{DATA / 'samsyn.sqlite3'}"
    )
}
CACHES = {
    # the process's own memory, save for allauth's keys, which go to the shared cache
    "default": {"BACKEND": "samsyn.people.cache.PageCache", "OPTIONS": {"MAX_ENTRIES": 2000}},
    # shared by every process: sign-in attempts are counted here, so that lockout holds over workers
    "shared": {
        "BACKEND": "samsyn.people.cache.SharedCache",
        "LOCATION": DATA / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10000},
    },
}

# People and sign-in
AUTH_USER_MODEL = "people.Member"
AUTHENTICATION_BACKENDS = ["samsyn.people.backend.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "samsyn.people.passwords.CommonValidator"},
    {"NAME": "samsyn.people.passwords.PatternValidator"},
    {"NAME": "samsyn.people.passwords.OwnWordsValidator"},
    {"NAME": "samsyn.people.passwords.BreachedValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
SAMSYN_BREACHED_PASSWORDS = env.existing_file("SAMSYN_BREACHED_PASSWORDS")
SAMSYN_SECOND_STEP = env.choice("SAMSYN_SECOND_STEP", "deciders", ("optional", "deciders", "all"))
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "samsyn.people.adapter.AccountAdapter"
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,5/5m/key"}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_FORMS = {
    "login": "samsyn.people.forms.account.LoginForm",
    "change_password": "samsyn.people.forms.account.ChangePasswordForm",  # the form's place, no password  # nosec B105
    "reauthenticate": "samsyn.people.forms.account.ReauthenticateForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
MFA_ADAPTER = "samsyn.people.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "samsyn.people.forms.account.AuthenticateForm",
    "reauthenticate": "samsyn.people.forms.account.CodeReauthenticateForm",
    "activate_totp": "samsyn.people.forms.account.ActivateTOTPForm",
    "add_webauthn": "samsyn.people.forms.account.AddPasskeyForm",
    "authenticate_webauthn": "samsyn.people.forms.account.KeyForm",
    "login_webauthn": "samsyn.people.forms.account.KeyLoginForm",
    "reauthenticate_webauthn": "samsyn.people.forms.account.KeyReauthenticateForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = (
    "required"  # a key without finger, face or number is only something that one has
)
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # two a sign-in, and a whole office has one address
MFA_TOTP_ISSUER = "Samsyn"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# Safety on the wire. Cookies are Secure unless the browser sits at the server itself, on loopback with no proxy before it.
HAS_TLS = BEHIND_PROXY or not IS_LOOPBACK
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HAS_TLS
SESSION_COOKIE_NAME = "__Host-samsyn-session" if HAS_TLS else "sessionid"  # bound to this host alone
CSRF_COOKIE_NAME = "__Host-samsyn-csrf" if HAS_TLS else "csrftoken"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "samsyn.people.sessions"
SESSION_COOKIE_AGE = (
    60 * 60 * env.whole("SAMSYN_SESSION_HOURS", 12, low=1, high=168)
)  # the store keeps it absolute
SAMSYN_SESSION_IDLE_MINUTES = env.whole("SAMSYN_SESSION_IDLE_MINUTES", 60, low=5, high=1440)
# not in a cookie: messages name files and people
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HAS_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HAS_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Language: Swedish is the source, English is complete
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Svenska")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "__Host-samsyn-sprak" if HAS_TLS else "samsyn-sprak"
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = env.text("SAMSYN_TIME_ZONE", "Europe/Stockholm")
USE_TZ = True
USE_I18N = True

# Files
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True  # served where they lie, see docs/adr/0003
WHITENOISE_MAX_AGE = 600
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "files"},
    },
    "staticfiles": {"BACKEND": "samsyn.ui.storage.StaticStorage"},
}
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_242_880
SAMSYN_MAX_FILE_MB = env.whole("SAMSYN_MAX_FILE_MB", 2048, low=1, high=100_000)
SAMSYN_SCANNER = env.text("SAMSYN_SCANNER", "")  # command of the virus scanner; empty asks none
SAMSYN_COSTLY_PER_HOUR = env.whole("SAMSYN_COSTLY_PER_HOUR", 240, low=0, high=100_000)
SAMSYN_DATA = DATA
SAMSYN_KEYS = env.text("SAMSYN_KEYS", "")  # folder of the parties' keys; empty is "keys" in SAMSYN_DATA

# Jobs
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING = logging_settings(level=env.text("SAMSYN_LOG_LEVEL", "INFO"))
LOGGING_CONFIG = "logging.config.dictConfig"
SILENCED_SYSTEM_CHECKS: list[str] = []
