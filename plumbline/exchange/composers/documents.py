"""A row of a document register is a document and its version at hand."""

from __future__ import annotations

import re

from plumbline.exchange.drafts import Entry
from plumbline.exchange.registry import folded_word

ALL_INSIDE = re.compile(
    r"\b(all|every|alle[nr]?|samtliche[nr]?|tou(?:s|t)(?: l(?:e|es))?)\s+(employees?|staff|personnel|users|people|"
    r"mitarbeiter\w*|beschaftigte\w*|collaborateurs|employes|personnel|salaries)|\beveryone\b|\ball[- ]hands\b|"
    r"company[- ]wide"
)
ANYONE = re.compile(r"\b(public|anyone|website|offentlich|publique?)\b")


def compose_document(entry: Entry) -> None:
    """Say how widely the document is handed out, and withdraw a document whose version was."""
    document = entry.main
    audience = document.fields.get("audience", ())
    if audience:
        document.conclude("audience_breadth", breadth(" ; ".join(audience)), "audience")
    version = entry.parts.get("version")
    if version is None:
        return
    if version.fields.get("state") == "withdrawn":
        document.conclude("state", "withdrawn")
    version.optional = not any(version.fields.get(name) for name in ("number", "effective", "approvers", "approved_on"))


def breadth(audience: str) -> str:
    """The breadth of a distribution by its words: anyone, everyone inside, or those named."""
    words = folded_word(audience)
    if ALL_INSIDE.search(words):
        return "everyone inside"
    return "anyone" if ANYONE.search(words) else "those named"
