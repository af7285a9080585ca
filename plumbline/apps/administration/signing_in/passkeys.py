"""Signing in with a passkey, as allauth has it, with words for a browser that runs no script."""

from __future__ import annotations

from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from django import forms

NEEDS_SCRIPT = "A passkey needs JavaScript. Switch it on, or sign in with your password."


class PasskeyForm(LoginWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """The browser's answer to our challenge."""

    credential = forms.JSONField(widget=forms.HiddenInput, error_messages={"required": NEEDS_SCRIPT})
