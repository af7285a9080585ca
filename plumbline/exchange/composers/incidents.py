"""A row of an incident register: answers with remarks in brackets, and actions named inside a text."""

from __future__ import annotations

from plumbline.exchange.cells import is_blank, read_answer
from plumbline.exchange.drafts import Entry, Words


def compose_incident(entry: Entry) -> None:
    """Split the answers about personal data and notification from their remarks; link the actions that are named."""
    incident = entry.main
    _answer(entry, "personal data", "personal_data", "personal_data_note")
    _answer(entry, "notify", "notify", "notify_note")
    if entry.has("action"):
        text = entry.words("action")
        incident.fields["action_text"] = "" if is_blank(text) else text
        if "actions" not in incident.fields:
            incident.fields["actions"] = Words(text, "action", strict=True)


def _answer(entry: Entry, column: str, name: str, note: str) -> None:
    if not entry.has(column):
        return
    text = entry.words(column)
    incident = entry.main
    answer = read_answer(text)
    remark = answer.remark
    if answer.value is not None:
        incident.fields[name] = "yes" if answer.value else "no"
    elif name == "notify" and text.lower() in ("undecided", "offen", "open", "unklar", "indécis"):
        incident.fields[name], remark = "undecided", ""
    else:
        incident.fields[name], remark = "", ""
        if not is_blank(text):
            incident.doubt(name, text)
            entry.say("It is neither yes nor no. Choose one; move the prose to a note.", column=column, value=text)
    incident.fields[note] = entry.words(f"{column} note") if entry.has(f"{column} note") else remark
