"""What kind of service somebody means: “Meadowbank Cloud: machines and databases” names a cloud service."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from plumbline.beginning.answers import Answers
from plumbline.engine.domain.isms import folded

SPLIT = re.compile(r"\s*:\s*|\s+[–—-]\s+")
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Named:
    """A supplier as it was named, with what it does, the kind of service that is, and the role that would own it."""

    name: str
    service: str
    kind: str
    owner: str


def named(answers: Answers) -> tuple[Named, ...]:
    """The suppliers that an answer names, one a line."""
    return tuple(_named(line) for line in answers.lines("suppliers"))


def _named(line: str) -> Named:
    name, *rest = SPLIT.split(line.strip(), maxsplit=1)
    service = rest[0] if rest else ""
    for kind, each in kinds().items():
        if any(re.search(rf"\b{words}", folded(service or name)) for words in each["words"]):
            return Named(name, service, kind, each["owner"])
    return Named(name, service, OTHER, "#role-security|#role-top")


@cache
def kinds() -> Mapping[str, Mapping[str, Any]]:
    """The words that mean a kind of service, and the role that would own it."""
    return tomllib.loads(resources.files(__package__).joinpath("suppliers_named.toml").read_text(encoding="utf-8"))
