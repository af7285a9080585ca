"""Secrets that have to be read again, such as the seed of an authenticator app, are sealed before they are stored.

AES-256-GCM with a key that follows from the key of the home, so a copy of the database alone gives no second factor
away. What the secret is for is bound into the seal: one cannot be put in the place of another.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from plumbline.apps.accounts.errors import RefusedError

NONCE_SIZE, KEY_SIZE = 12, 32


class SealBrokenError(RefusedError):
    """A sealed secret that the key of this home does not open: the key was replaced, or the secret was altered."""

    def __init__(self) -> None:
        super().__init__(
            "The second factor on record cannot be read: the key of this installation was replaced. "
            "Ask an administrator for a new link that also forgets the second factor."
        )


def seal(text: str, purpose: str) -> str:
    """The text, sealed for a purpose."""
    nonce = secrets.token_bytes(NONCE_SIZE)
    return urlsafe_b64encode(nonce + _cipher().encrypt(nonce, text.encode(), purpose.encode())).decode()


def unseal(sealed: str, purpose: str) -> str:
    """The text again. Raises SealBrokenError where the key or the purpose is another."""
    try:
        stored = urlsafe_b64decode(sealed.encode())
        nonce, text = stored[:NONCE_SIZE], stored[NONCE_SIZE:]
        return _cipher().decrypt(nonce, text, purpose.encode()).decode()
    except (InvalidTag, ValueError):
        raise SealBrokenError from None


def _cipher() -> AESGCM:
    derivation = HKDF(algorithm=SHA256(), length=KEY_SIZE, salt=None, info=b"plumbline sealed secrets")
    return AESGCM(derivation.derive(str(settings.SECRET_KEY).encode()))
