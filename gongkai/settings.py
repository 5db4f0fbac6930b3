"""Settings of one instance. Everything that differs between instances comes from the environment.

GONGKAI_DATA          folder for everything the instance writes (default: ./data)
DATABASE_URL          a PostgreSQL server; empty: the embedded one below GONGKAI_DATA
GONGKAI_PUBLIC_URL    the address citizens use, for feeds, sitemap and mail (default http://127.0.0.1:8000)
GONGKAI_SITE_*        name, identification code and other facts of the site shown in header and footer
GONGKAI_LEDGER_HASH   sha256 (default) or sm3
GONGKAI_API_RATE      questions of one address to the interface in a minute (default 300)
GONGKAI_TRUSTED_PROXIES  how many proxies stand in front and add to X-Forwarded-For (default 0)
"""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

BASE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("GONGKAI_DATA") or "data").resolve()


def _secret_key() -> str:
    """The instance's secret, made once and kept in a file only its owner can read."""
    if key := os.environ.get("GONGKAI_SECRET_KEY"):
        return key
    path = DATA / "keys" / "secret"
    if path.exists():
        return path.read_text().strip()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = secrets.token_urlsafe(50)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as handle:
        handle.write(key)
    return key


def _database() -> dict[str, object]:
    if os.environ.get("GONGKAI_NO_DATABASE"):  # static tools (mypy, docs) read settings without starting a server
        return {"ENGINE": "django.db.backends.postgresql", "NAME": "none"}
    url = os.environ.get("DATABASE_URL")
    if not url:
        from gongkai import embedded

        url = embedded.url(DATA / "postgres")
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.pop("host", "") or parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "") or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {key: unquote(value) for key, value in query.items()},
        "TEST": {"NAME": os.environ.get("GONGKAI_TEST_DATABASE_NAME") or None},
    }


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("GONGKAI_DEBUG") == "1"
DEMO = (DATA / "demo").exists() or os.environ.get("GONGKAI_DEMO") == "1"
PUBLIC_URL = os.environ.get("GONGKAI_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
HTTPS = PUBLIC_URL.startswith("https://")
# A take-down is proven on the addresses citizens use, where they are known; else inside the process.
VERIFY_OVER_HTTP = "GONGKAI_PUBLIC_URL" in os.environ
ALLOWED_HOSTS = [host for host in os.environ.get("GONGKAI_HOSTS", "").split(",") if host] or [
    urlsplit(PUBLIC_URL).hostname or "localhost",
    "localhost",
    "127.0.0.1",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
    "django_htmx",
    "django_prose_editor",
    "csp",
    "gongkai.ui",
    "gongkai.ledger",
    "gongkai.calendars",
    "gongkai.organisations",
    "gongkai.pages",
    "gongkai.files",
    "gongkai.worklist",
    "gongkai.search",
    "gongkai.checks",
    "gongkai.review",
    "gongkai.inquiries",
    "gongkai.catalogue",
    "gongkai.records",
    "gongkai.portal",
    "gongkai.api",
    "gongkai.desk",
    "gongkai.demo",
    "gongkai.operate",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gongkai.records.old_addresses.OldAddressMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "gongkai.organisations.middleware.FirstThingsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gongkai.ui.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "gongkai.urls"
WSGI_APPLICATION = "gongkai.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before allauth's own pages, which are neither ours nor Chinese.
        "DIRS": [BASE / "desk" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongkai.ui.context.site",
                "gongkai.desk.context.frame",
            ],
            "builtins": ["gongkai.ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "gongkai.ui.forms.Renderer"

DATABASES = {"default": _database()}
# What limits count is shared by all processes (organisations.limits; setup makes the table); the rest is spared work.
CACHES = {
    "default": {"BACKEND": "gongkai.organisations.limits.SharedCache", "LOCATION": "limits",
                "OPTIONS": {"MAX_ENTRIES": 100_000}},
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}  # fmt: skip
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Staff log in with a user name; accounts are opened by the system administrator only.
LOGIN_URL = "/desk/login/"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_ADAPTER = "gongkai.organisations.login.Adapter"
ACCOUNT_FORMS = {
    "change_password": "gongkai.desk.forms.PasswordForm",
    "reauthenticate": "gongkai.desk.forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/desk/login/"
ACCOUNT_PREVENT_ENUMERATION = True
# Whose address is counted: without this, everybody behind nginx would be one, and lock each other out.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("GONGKAI_TRUSTED_PROXIES", "0"))
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/300s/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "政务公开"
MFA_FORMS = {
    "activate_totp": "gongkai.desk.forms.BindForm",
    "authenticate": "gongkai.desk.forms.SecondFactorForm",
}
MFA_ADAPTER = "gongkai.organisations.login.SecondFactor"
# Staff must set up TOTP after the first log-in, except in the demo (`organisations.middleware`).
STAFF_TOTP_REQUIRED = not DEMO and os.environ.get("GONGKAI_TOTP", "1") == "1"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# nginx in front says by this header that the citizen used https; nobody else can reach the application server.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "Y-m-d"
DATETIME_FORMAT = "Y-m-d H:i"
FORMAT_MODULE_PATH = ["gongkai.ui.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

EMAIL_BACKEND = os.environ.get("GONGKAI_EMAIL_BACKEND") or (
    "django.core.mail.backends.smtp.EmailBackend"
    if os.environ.get("GONGKAI_SMTP_HOST")
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = DATA / "mail"
EMAIL_HOST = os.environ.get("GONGKAI_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("GONGKAI_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("GONGKAI_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("GONGKAI_SMTP_PASSWORD", "")
DEFAULT_FROM_EMAIL = os.environ.get("GONGKAI_MAIL_FROM", "gongkai@localhost")

LEDGER_HASH = os.environ.get("GONGKAI_LEDGER_HASH", "sha256")
PLACE = os.environ.get("GONGKAI_PLACE", "cn/zhejiang/shaoxing/shengzhou")
# Index numbers: a pattern per tenant (law.md K2: no single format is in use).
INDEX_NUMBER_PATTERN = os.environ.get("GONGKAI_INDEX_PATTERN", "{USCC}/{year}-{serial:05}")
GONGKAI_SITE = {
    "name": os.environ.get("GONGKAI_SITE_NAME", "示范县人民政府"),
    "domain": os.environ.get("GONGKAI_SITE_DOMAIN", urlsplit(PUBLIC_URL).hostname or ""),
    "id_code": os.environ.get("GONGKAI_SITE_ID_CODE", ""),
    "icp": os.environ.get("GONGKAI_SITE_ICP", ""),
    "police": os.environ.get("GONGKAI_SITE_POLICE", ""),
    "organiser": os.environ.get("GONGKAI_SITE_ORGANISER", "示范县人民政府办公室"),
    "contact": os.environ.get("GONGKAI_SITE_CONTACT", ""),
    "theme": os.environ.get("GONGKAI_SITE_THEME", "red"),
    "undertaker": os.environ.get("GONGKAI_SITE_UNDERTAKER", ""),
    "police_url": os.environ.get("GONGKAI_SITE_POLICE_URL", ""),
    "error_report_url": os.environ.get("GONGKAI_SITE_ERROR_REPORT_URL", ""),
    "data_license": os.environ.get("GONGKAI_SITE_DATA_LICENSE", ""),
    "data_terms": os.environ.get("GONGKAI_SITE_DATA_TERMS", ""),
}
API_RATE = int(os.environ.get("GONGKAI_API_RATE", "300"))  # questions of one address in a minute
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"without_words": {"()": "gongkai.operate.logs.WithoutWords"}},  # no words of documents in a log
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "without_words"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
