"""The accounts app."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """People's names, accounts and `@action`."""

    name = "plumbline.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        from plumbline.apps.accounts import session_limits
        from plumbline.apps.journal.registry import TableClass, classify

        user_logged_in.connect(session_limits.begin, dispatch_uid="plumbline.accounts.session")
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
