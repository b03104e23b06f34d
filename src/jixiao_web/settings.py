"""Settings of the web application; what differs from place to place comes from the environment.

JIXIAO_DATA          folder for the database, uploaded files and the secret key (default: ./jixiao-data)
JIXIAO_DATABASE_URL  postgresql://user:password@host:port/name; without it SQLite in that folder
JIXIAO_HOSTS         names under which the pages are reached, by comma (default: this machine only)
JIXIAO_HTTPS         1 where a proxy in front speaks TLS: cookies are then sent over TLS only
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.functional import SimpleLazyObject

from jixiao_web.databases import from_url, sqlite
from jixiao_web.secret_key import kept_secret

DATA = Path(os.environ.get("JIXIAO_DATA", "jixiao-data")).resolve()
SECRET_KEY = SimpleLazyObject(lambda: kept_secret(DATA))
"""Made when first needed: whoever only looks at the settings (tests, mypy) leaves no folder behind."""
DEBUG = False
DEMO = os.environ.get("JIXIAO_DEMO") == "1"
ALLOWED_HOSTS = os.environ.get("JIXIAO_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
ROOT_URLCONF = "jixiao_web.urls"
WSGI_APPLICATION = "jixiao_web.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "jixiao_web",
    "jixiao_web.people",
    "jixiao_web.trail",
    "jixiao_web.cycles",
    "jixiao_web.filings",
    "jixiao_web.evidence",
    "jixiao_web.workflow",
    "jixiao_web.uploads",
    "jixiao_web.interface",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jixiao_web.people.middleware.SignedInMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jixiao_web.people.context.of_person",
            ],
        },
    }
]
DATABASES = {
    "default": from_url(os.environ["JIXIAO_DATABASE_URL"]) if "JIXIAO_DATABASE_URL" in os.environ else sqlite(DATA)
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = DATA / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "jixiao_web.people.passwords.NotTheNameValidator"},
    {"NAME": "jixiao_web.people.passwords.LongEnoughValidator", "OPTIONS": {"least": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "jixiao_web.people.passwords.KindsOfCharactersValidator"},
    {"NAME": "jixiao_web.people.passwords.NotUsedBeforeValidator"},
]
PASSWORD_VALID_DAYS = 90
PASSWORDS_REMEMBERED = 5
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "login"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "jixiao_web.people.login.locked_out"
AXES_VERBOSE = False

IDLE_MINUTES = 30
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False  # the page takes the token from the cookie at every save: a new login gives a new one
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("JIXIAO_HTTPS") == "1"
if SESSION_COOKIE_SECURE:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
CSRF_FAILURE_VIEW = "jixiao_web.trouble.forged"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
