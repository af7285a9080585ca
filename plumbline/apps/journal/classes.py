"""No table without a class: the build fails on one that nobody has thought about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error

from plumbline.apps.journal.registry import TableClass, class_of, classify

BROUGHT_ALONG = {
    "django_migrations": TableClass.MACHINERY,
    "django_content_type": TableClass.GLOBAL,
    "django_session": TableClass.MACHINERY,
    "auth_group": TableClass.GLOBAL,
    "auth_group_permissions": TableClass.GLOBAL,
    "auth_permission": TableClass.GLOBAL,
    "account_emailaddress": TableClass.MACHINERY,
    "account_emailconfirmation": TableClass.MACHINERY,
    "mfa_authenticator": TableClass.MACHINERY,
    "usersessions_usersession": TableClass.MACHINERY,
}


def classify_the_ground() -> None:
    """Classify the journal's own tables and those that Django and allauth bring along."""
    own = apps.get_app_config("journal").get_models()
    classify({**BROUGHT_ALONG, **{model._meta.db_table: TableClass.JOURNAL for model in own}})


def every_table_is_classified(app_configs: Sequence[AppConfig] | None, **_: Any) -> list[CheckMessage]:
    """Return an error for each table of the project of which nobody has said what it holds."""
    return [
        Error(
            f"Nobody has said what the table {table} holds.",
            hint="Register its kind or call registry.classify() in the app's ready().",
            id="journal.E001",
        )
        for table in unclassified()
    ]


def unclassified() -> list[str]:
    """The tables of installed models without a class, in alphabetical order."""
    models = apps.get_models(include_auto_created=True)
    tables = {model._meta.db_table for model in models if model._meta.managed and not model._meta.proxy}
    return sorted(table for table in tables if class_of(table) is None)
