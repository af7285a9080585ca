"""The drawn list of pages: every address of the web application, what is there, and who may open it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plumbline.apps.accounts.access_roles import GRANTED, OWN_ONLY, AccessRole
from plumbline.apps.accounts.permissions import Permission

HELD = re.compile(r"<(?:\w+:)?(\w+)>")
NO_PAGE = {
    "home:palette",
    "records:suggest",
    "records:quick",
    "documents:preview",
    "evidence:picture",
    "imports:progress",
}
"""Answers to scripts and to other pages; nobody opens them."""
OF_THE_RECORD = "as the register"


@dataclass(frozen=True)
class Address:
    """A named address of the router."""

    name: str
    path: str
    says: str
    reads: str
    writes: str


def addresses() -> Iterator[Address]:
    """Every named address that people open, in the order of the router. What the way in brings has no permission."""
    from django.urls import get_resolver

    yield from _under(get_resolver(), "", "")


def _under(resolver: object, before: str, namespace: str) -> Iterator[Address]:
    from django.urls import URLPattern, URLResolver

    for each in getattr(resolver, "url_patterns", ()):
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _under(each, path, f"{namespace}{each.namespace}:" if each.namespace else namespace)
        elif isinstance(each, URLPattern) and each.name and f"{namespace}{each.name}" not in NO_PAGE:
            yield _address(each, f"{namespace}{each.name}", path)


def _address(pattern: object, name: str, path: str) -> Address:
    view = getattr(pattern, "callback", None)
    said = (getattr(view, "__doc__", "") or "").strip().split("\n\n")[0]
    reads, writes = getattr(view, "permission", ""), getattr(view, "post_permission", "")
    return Address(name, "/" + HELD.sub(r"‹\1›", path), " ".join(said.split()), _worded(reads), _worded(writes))


def _worded(permission: object) -> str:
    return OF_THE_RECORD if callable(permission) else str(permission or "")


def pages() -> str:
    """Every page behind the way in: its address, what is there, and the permission that reading and writing take."""
    from tools.manual_parts import table

    rows = []
    for each in addresses():
        if each.reads:
            more = f", to write `{each.writes}`" if each.writes != each.reads else ""
            told = each.reads if each.reads == OF_THE_RECORD else f"`{each.reads}`"
            rows.append((f"`{each.path}`", each.says, f"{told}{more}"))
    return table(("address", "what is there", "permission"), rows)


def rights() -> str:
    """Which access role may do what: `x` to every record, `o` to one's own."""
    from tools.manual_parts import table

    rows = [(f"`{each.value}`", *(_mark(role, each) for role in AccessRole)) for each in Permission]
    return table(("permission", *(role.value for role in AccessRole)), rows)


def _mark(role: AccessRole, permission: Permission) -> str:
    if permission not in GRANTED[role]:
        return " "
    return "o" if permission in OWN_ONLY[role] else "x"
