"""Addresses of the way in. Their names are allauth's, which looks them up; what is not here does not exist.

There is no sign-up, no list of mail addresses and no sign-in by mail.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import path, re_path

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.administration.signing_in.resetting import reset
from plumbline.apps.administration.signing_in.welcome import protect, welcome
from plumbline.apps.ui.pages import own, public

AllauthView = Callable[..., HttpResponseBase]
ENTRANCE = "The way in; attempts are limited for each address and each account."


def _told(view: AllauthView) -> AllauthView:
    """A view of allauth in which a refusal of ours is a page."""

    @functools.wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except RefusedError as error:
            return render(request, "administration/refused.html", {"error": error}, status=400)

    return answered


def entrance(view: AllauthView) -> AllauthView:
    """A view for whoever is not signed in yet."""
    return public(ENTRANCE)(_told(view))


def account_page(view: AllauthView) -> AllauthView:
    """A view for whoever is signed in, about their own account."""
    return own(_told(view))


urlpatterns = [
    path("welcome/<str:token>/", welcome, name="welcome"),
    path("account/login/", entrance(account.login), name="account_login"),
    path("account/login/code/", entrance(factors.authenticate), name="mfa_authenticate"),
    path("account/login/passkey/", entrance(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("account/logout/", entrance(account.logout), name="account_logout"),
    path("account/closed/", entrance(account.account_inactive), name="account_inactive"),
    path("account/password/reset/", entrance(reset), name="account_reset_password"),
    path("account/password/reset/sent/", entrance(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^account/password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        entrance(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/done/",
        entrance(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("account/", account_page(factors.index), name="mfa_index"),
    path("account/protect/", protect, name="protect"),
    path("account/confirm/", account_page(account.reauthenticate), name="account_reauthenticate"),
    path("account/confirm/code/", account_page(factors.reauthenticate), name="mfa_reauthenticate"),
    path(
        "account/confirm/passkey/", account_page(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"
    ),
    path("account/password/", account_page(account.password_change), name="account_change_password"),
    path("account/password/set/", account_page(account.password_set), name="account_set_password"),
    path("account/app/", account_page(app.activate_totp), name="mfa_activate_totp"),
    path("account/app/stop/", account_page(app.deactivate_totp), name="mfa_deactivate_totp"),
    path("account/codes/", account_page(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("account/codes/new/", account_page(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("account/codes/file/", account_page(recovery.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("account/passkeys/", account_page(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("account/passkeys/add/", account_page(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("account/passkeys/<number:pk>/", account_page(passkeys.edit_webauthn), name="mfa_edit_webauthn"),
    path("account/passkeys/<number:pk>/remove/", account_page(passkeys.remove_webauthn), name="mfa_remove_webauthn"),
    path("account/sessions/", account_page(sessions.list_usersessions), name="usersessions_list"),
]
