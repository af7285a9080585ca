"""Every named address of the router and the view behind it: what is promised of all of them is asked of this list."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

ARGUMENTS: dict[str, Any] = {
    "kind": "risk",
    "ref": "R-1",
    "name": "title",
    "code": "RSK003",
    "key": "A.5.9",
    "form": "json",
    "token": uuid.UUID(int=7),
    "index": 0,
    "job_id": uuid.UUID(int=7),
    "pk": 1,
    "uidb36": "a",
    "number": 1,
    "step": "contained",
}
SPECIAL: dict[str, dict[str, Any]] = {
    "decisions:decide": {"name": "accept"},
    "beginning:questions": {"key": "business"},
    "beginning:proposals": {"key": "assets"},
    "records:quick": {"name": "owner"},
    "improvement:step": {"ref": "NC-1", "step": "where"},
    "improvement:letter-file": {"form": "pdf"},
    "improvement:change": {"ref": "CHG-1"},
    "improvement:act": {"ref": "CHG-1", "step": "refresh"},
}
"""Named address -> arguments that differ from the usual ones."""


@dataclass(frozen=True)
class Named:
    """A named address, the view behind it and what its path names."""

    name: str
    view: Callable[..., Any]
    arguments: tuple[str, ...]

    @property
    def kwargs(self) -> dict[str, Any]:
        known = ARGUMENTS | SPECIAL.get(self.name, {})
        return {each: known.get(each, 1) for each in self.arguments}

    @property
    def url(self) -> str:
        """A path of it; what it names need not be there."""
        return reverse(self.name, kwargs=self.kwargs)


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[Named]:
    """All of them, as the router tells them."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from addresses(each, f"{prefix}{each.namespace}:" if each.namespace else prefix)
        elif isinstance(each, URLPattern):
            yield Named(f"{prefix}{each.name}", each.callback, tuple(each.pattern.regex.groupindex))
