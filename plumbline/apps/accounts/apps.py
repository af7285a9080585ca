"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People's names, accounts and `@action`."""

    name = "plumbline.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        from plumbline.apps.journal.registry import TableClass, classify

        classify(
            {
                "person": TableClass.PERSON,
                "account": TableClass.GLOBAL,
                "account_seat": TableClass.MACHINERY,
            }
        )
