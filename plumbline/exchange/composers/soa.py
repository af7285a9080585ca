"""Rows of a Statement of Applicability and of an exceptions register."""

from __future__ import annotations

from plumbline.exchange.controls import control_keys
from plumbline.exchange.drafts import Entry, Words


def compose_soa(entry: Entry) -> None:
    """A declared row, and the state of the control it speaks of."""
    declared = entry.main
    keys, message = control_keys(declared.given)
    if len(keys) != 1 or not keys[0].startswith("A."):
        entry.put_aside(
            f"“{declared.given}” is not one control of Annex A"
            + (f" (it became {' and '.join(keys)})" if len(keys) > 1 else "")
            + ". Write one key per row, such as A.5.9; controls of your own belong into a list of own controls.",
            value=declared.given,
        )
        return
    if message:
        entry.say(message, value=declared.given, weight="said")
    declared.given = keys[0]
    if declared.fields.get("applicable") == "no" or not (
        "status" in declared.fields or "description" in declared.fields
    ):
        return
    state = entry.part("control")
    state.given = keys[0]
    state.optional = not declared.fields.get("status")
    for name in ("title", "status", "description", "owner"):
        if name in declared.fields:
            state.fields[name] = declared.fields[name]


def compose_exception(entry: Entry) -> None:
    """The scope of an exception names its assets only where their references are spelled out."""
    found = entry.main
    if "applies_to" in found.fields and "assets" not in found.fields:
        found.fields["assets"] = Words(found.text("applies_to"), "assets", strict=True)
    if "title" not in found.fields:
        kind, scope = found.text("exception_kind"), found.text("applies_to")
        found.conclude("title", ": ".join(each for each in (kind, scope) if each), "exception_kind", "applies_to")
