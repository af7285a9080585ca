"""All settings, from the environment only; environment.KNOWN says which variables there are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.utils.functional import lazy

from plumbline.config import databases, environment
from plumbline.config.address import address
from plumbline.config.apps import APPS, DJANGO
from plumbline.config.headers import *  # noqa: F403 - a settings module is the sum of its parts
from plumbline.config.headers import HSTS_SECONDS
from plumbline.config.mail import mail
from plumbline.config.secrets import secret_key
from plumbline.config.signing_in import *  # noqa: F403 - as above
from plumbline.config.signing_in import ALLAUTH
from plumbline.config.static_files import static_url

environment.refuse_unknown(os.environ)

# The command line sets PLUMBLINE_HOME from `--home` before Django is set up, so this is the one place that reads it.
PLUMBLINE_HOME: Path = environment.home(os.environ)
PLUMBLINE_NOW = environment.now(os.environ)
PLUMBLINE_STANDARD = environment.standard(os.environ)

_url = os.environ.get("PLUMBLINE_DATABASE_URL")
DATABASES: dict[str, dict[str, Any]] = {
    "default": databases.sqlite(PLUMBLINE_HOME) if _url is None else databases.postgresql(_url)
}
# ATOMIC_REQUESTS stays off: on SQLite every transaction is a writer, so reads stay outside; @action opens the only one.

# Asked for only when something is signed: a command that reads leaves the home as it was.
SECRET_KEY = lazy(secret_key, str)(PLUMBLINE_HOME)
DEBUG = False

PLUMBLINE_URL = address(os.environ)
ALLOWED_HOSTS = PLUMBLINE_URL.hosts
CSRF_TRUSTED_ORIGINS = PLUMBLINE_URL.trusted_origins
ALLAUTH_TRUSTED_PROXY_COUNT = PLUMBLINE_URL.proxies
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = PLUMBLINE_URL.cookie("session"), PLUMBLINE_URL.cookie("csrf")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PLUMBLINE_URL.secure
SECURE_HSTS_SECONDS = HSTS_SECONDS if PLUMBLINE_URL.secure else 0
globals().update(mail(os.environ))

INSTALLED_APPS = [*DJANGO, *APPS, *ALLAUTH]  # ours first, so that a template of ours stands for one of theirs
ROOT_URLCONF = "plumbline.config.urls"
WSGI_APPLICATION = "plumbline.config.wsgi.application"
PLUMBLINE_NAVIGATION = "plumbline.config.navigation.navigation"
PLUMBLINE_ASTRAY = "plumbline.config.navigation.astray"
APPEND_SLASH = True

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "plumbline.apps.ui.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "plumbline.apps.ui.csp.PrivacyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "plumbline.apps.ui.too_late.TooLateMiddleware",
    "plumbline.apps.accounts.session_limits.SessionLimitsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "plumbline.apps.ui.middleware.VisitMiddleware",
]
CSRF_FAILURE_VIEW = "plumbline.apps.ui.too_late.expired"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "plumbline.apps.ui.context.page",
            ],
        },
    }
]
FORM_RENDERER = "plumbline.apps.ui.widgets.FormRenderer"
STATIC_URL = static_url()
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = "^/static/"  # the address tells the contents
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# the lines of a review of access are two fields each; what a form weighs in all stays bounded as Django does it
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}
