"""Argon2id at its cheapest: stories of signing in are about who comes in, and not about how long a guess takes."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Quick(Argon2PasswordHasher):
    """The hasher of the product, with the least memory and time that the library allows."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1
