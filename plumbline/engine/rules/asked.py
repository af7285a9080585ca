"""Requirements that no rule examines: why not, and the question a person is asked instead."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A requirement that is asked and not computed; `awaits` names the register that will change that, if one will."""

    requirement: str
    reason: str
    question: str
    awaits: str = ""


@cache
def asked() -> Mapping[str, Asked]:
    """What is asked instead of computed, by requirement, in the order of the standard."""
    raw = tomllib.loads(resources.files(__package__).joinpath("asked.toml").read_text(encoding="utf-8"))
    return {key: Asked(requirement=key, **fields) for key, fields in raw.items()}
