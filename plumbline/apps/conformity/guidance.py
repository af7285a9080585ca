"""What is said of a clause, a requirement or a control: the rules that examine it, and our own words about it."""

from __future__ import annotations

import dataclasses

from plumbline.apps.ui.terminal import say, say_json, table, wrapped
from plumbline.engine.rules.rule import Rule, all_rules
from plumbline.engine.standard.catalogue import short_key, standard
from plumbline.engine.standard.entries import Guidance


def key_named(words: str) -> str:
    """The key of the standard that words name, in its own spelling; empty where they name none."""
    short = short_key(words)
    key = short.upper() if short[:1] in ("a", "A") else short
    return key if standard().exists(key) else ""


def rules_examining(key: str) -> tuple[Rule, ...]:
    """The rules that examine a clause, a requirement below it or a control."""
    below = (f"{key}.", f"{key}-")
    return tuple(rule for rule in all_rules() if any(each == key or each.startswith(below) for each in rule.clauses))


def explain(key: str, form: str) -> None:
    """Show the rules that examine a key, and for a requirement or control what it is for, as text or JSON."""
    rules, words = rules_examining(key), standard().all_guidance.get(key)
    if form == "json":
        say_json(
            {
                "key": key,
                "label": standard().label(key),
                "rules": [{"code": each.code, "name": each.name, "severity": each.grade.severity} for each in rules],
                "guidance": dataclasses.asdict(words) if words else None,
            }
        )
        return
    say(f"{key}  {standard().label(key)}")
    if words:
        _tell(words)
    say()
    if rules:
        rows = [(each.code, each.name, each.grade.severity, ", ".join(each.clauses)) for each in rules]
        say(table(("Code", "Name", "Grade", "Clauses"), rows))
    else:
        say("No rule is about this one alone. The SOA and EVD rules look at every control.")


def _tell(words: Guidance) -> None:
    said = (
        ("What it is for", words.purpose),
        ("What good looks like in a company of fifty", words.good),
        *(("An auditor would accept", each) for each in words.evidence),
        *(("An auditor would ask", each) for each in words.questions),
    )
    for heading, text in said:
        say(wrapped(f"{heading}: {text}", "  "))
