"""The forms of the first link and of invitations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import validate_email

from plumbline.apps.accounts.selectors import unsaved_account

AREAS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
HERE = "Europe/Berlin"


def time_zones() -> list[tuple[str, str]]:
    """The time zones that are called after a place, in alphabetical order, and UTC."""
    places = (each for each in available_timezones() if each.split("/")[0] in AREAS)
    return [(each, each.replace("_", " ")) for each in ("UTC", *sorted(places))]


class PasswordForm(forms.Form):
    """A password, typed twice, as nobody sees it."""

    password = forms.CharField(
        label="Password",
        strip=False,
        help_text="Twelve characters or more. Paste it from a password store, or put together a few words.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="The same again", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, address: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._address = address

    def clean(self) -> dict[str, Any]:
        """Refuse two that differ, and one that others would guess."""
        cleaned = super().clean() or {}
        password, address = cleaned.get("password"), cleaned.get("email") or self._address
        if password and password != cleaned.get("again"):
            self.add_error("again", "These are two different passwords. Type the same one twice.")
        elif password:
            try:
                validate_password(password, unsaved_account(address))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


class FirstForm(PasswordForm):
    """Who administers an organisation that exists: name and address may still be those `plumbline init` made up."""

    name = forms.CharField(label="Your name", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label="Your e-mail address",
        help_text="You sign in with it.",
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    field_order: Sequence[str] = ("name", "email", "password", "again")

    @staticmethod
    def known(name: str, email: str) -> dict[str, str]:
        """What is prefilled: no address that the form would refuse, nor what somebody is called on the machine."""
        known = {} if name == email.partition("@")[0] else {"name": name}
        try:
            validate_email(email)
        except forms.ValidationError:
            return known
        return known | {"email": email}


class FoundingForm(FirstForm):
    """The organisation, and who looks after it."""

    organization = forms.CharField(
        label="Name of the organisation", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    country = forms.CharField(
        label="Country",
        required=False,
        min_length=2,
        max_length=2,
        help_text="Two letters, such as DE or IE. Some duties follow from it.",
        widget=forms.TextInput(attrs={"autocomplete": "country"}),
    )
    time_zone = forms.ChoiceField(
        label="Time zone", choices=time_zones, initial=HERE, help_text="Where its days are counted."
    )
    field_order = ("organization", "country", "time_zone", "name", "email", "password", "again")

    def clean_country(self) -> str:
        """The code in capitals."""
        code: str = self.cleaned_data["country"].upper()
        if code and not code.isalpha():
            raise forms.ValidationError("Write the two letters of the country, such as DE, or leave it out.")
        return code
