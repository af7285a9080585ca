"""All settings, from the environment only; environment.KNOWN says which variables there are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.utils.functional import lazy

from plumbline.config import databases, environment
from plumbline.config.apps import APPS
from plumbline.config.secrets import secret_key

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
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = list(APPS)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
