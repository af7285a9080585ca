"""The accounts app."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """People's names, accounts and `@action`."""

    name = "plumbline.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        from plumbline.apps.accounts import json_columns
        from plumbline.apps.journal.registry import TableClass, classify

        connection_created.connect(json_columns.leave_unchecked, dispatch_uid="plumbline.accounts.json")
        post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")  # ours are a table
        classify(
            {
                "person": TableClass.PERSON,
                "account": TableClass.GLOBAL,
                "account_invitation": TableClass.MACHINERY,
                "account_seat": TableClass.MACHINERY,
                "cache": TableClass.MACHINERY,
            }
        )
