"""Rows of a list of corrective actions and of a treatment plan: nonconformities with their actions, and actions."""

from __future__ import annotations

import re

from plumbline.exchange.cells import Day, read_day
from plumbline.exchange.drafts import Draft, Entry, Pointer, Words
from plumbline.exchange.registry import folded_word

RECURRING = re.compile(
    r"\b(recurring|ongoing|continuous|continuously|periodic|repeated|permanent|wiederkehrend|laufend|dauerhaft|fortlaufend|"
    r"recurrent|recurrente|continu|permanente|daily|weekly|monthly|quarterly|annually|yearly)\b"
)
CHECKED = re.compile(
    r"^(\S+)\s+.*\b(passed|effective|wirksam|bestanden|efficace|successful|erfolgreich)\b", re.IGNORECASE
)
NOT_CHECKED = re.compile(r"\b(not|nicht|non|pas|ineffective|unwirksam)\b", re.IGNORECASE)
ACTION_STATES = {"open": "open", "in progress": "in progress", "closed": "done", "rejected": "dropped"}
TITLE_LENGTH = 100


def compose_action(entry: Entry) -> None:
    """An action of a treatment plan treats its risk; a due date such as Recurring makes it a recurring one."""
    action = entry.main
    action.fields["action_kind"] = "treat"
    action.fields["answers"] = Words(entry.words("risk"), "risk")
    recurring(entry, action)
    action.conclude("title", short(action.text("description")), "description")


def recurring(entry: Entry, action: Draft) -> None:
    """Turn a due date that says how often into the flag that says so."""
    text = action.unread.get("due", "")
    if RECURRING.search(folded_word(text)):
        del action.unread["due"]
        entry.problems[:] = [each for each in entry.problems if each[1] != text]
        action.fields |= {"due": None, "recurring": "yes"}
    elif "due" in action.fields:
        action.fields.setdefault("recurring", "no")


def compose_nonconformity(entry: Entry) -> None:
    """A nonconformity with its corrective action, which is an action like any other."""
    found = entry.main
    found.conclude("title", short(found.text("description")), "description")
    source = found.text("source")
    if source and "source_refs" not in found.fields:
        found.fields["source_refs"] = Words(source, "source", strict=True)
    _effect(found)
    what = found.text("corrective_action")
    if "corrective_action" not in found.fields or "actions" in found.fields:
        return
    action = entry.part("action")
    action.optional = not what
    action.fields |= {"action_kind": "correct", "description": what}
    action.fields["answers"] = Pointer((found,))
    action.conclude("title", short(what), "description")
    action.same = ("answers", "action_kind")
    for name in ("owner", "due", "raised_on"):
        if name in found.fields:
            action.fields[name] = found.fields[name]
    if "state" in found.fields:
        action.fields["state"] = ACTION_STATES.get(found.fields["state"], "open")
    if what:
        found.fields["actions"] = Pointer((action,))


def _effect(found: Draft) -> None:
    """A check that begins with its day and says that it was passed is a result, not only a criterion."""
    text = found.text("effect_criterion")
    passed = CHECKED.match(text)
    if passed is None or NOT_CHECKED.search(text):
        return
    day = read_day(passed[1])
    if isinstance(day, Day):
        found.conclude("effect_judged_on", day.day, "effect_criterion")
        found.conclude("effect", "effective", "effect_criterion")


def short(text: str) -> str:
    """A title for what has only a description: its first sentence, or as many whole words as fit."""
    first = re.split(r"(?<=[a-zäöüé)])\.\s|\n", text.strip(), maxsplit=1)[0]
    if len(first) <= TITLE_LENGTH:
        return first
    return first[:TITLE_LENGTH].rsplit(" ", 1)[0].rstrip(",;:-–—") + "…"
