"""What newcomers misunderstand about fields, a sentence each, from `hints.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def hint(kind: str, field: str) -> str:
    """The sentence on a field of a kind, else on a field of that name anywhere; empty where it explains itself."""
    known = _hints()
    return known.get(kind, {}).get(field) or known.get("every", {}).get(field, "")


@cache
def _hints() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files(__package__).joinpath("hints.toml").read_text("utf-8"))
