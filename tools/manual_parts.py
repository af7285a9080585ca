"""The drawn parts of the manual, each a table made from the one place in the code that knows."""

from __future__ import annotations

import importlib
import os
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from plumbline.cli.root import plumbline
from plumbline.cli.tree import COMMANDS
from plumbline.engine.domain.kinds import KINDS
from plumbline.engine.domain.promises import catalogue
from plumbline.engine.rules.asked import asked
from plumbline.engine.rules.rule import Rule, all_rules
from plumbline.engine.standard.catalogue import standard
from plumbline.exchange.registry import Register, registers
from tools import manual_pages
from tools.manual import DOCS

REGISTERS = DOCS.parent / "plumbline" / "exchange" / "registers"
SUBJECTS: Mapping[str, str] = {
    "ACC": "Access", "AST": "Assets", "AUD": "Internal audit", "CHG": "Changes", "COM": "Communication",
    "CON": "Continuity", "CTL": "Controls in operation", "CTX": "Context", "DAT": "Dates, references, values",
    "DOC": "Documented information", "EVD": "Evidence", "EXC": "Exceptions and waivers", "INC": "Events and incidents",
    "LDR": "Leadership and resources", "LEG": "Obligations", "MET": "Metrics", "NCA": "Nonconformity and improvement",
    "OBJ": "Objectives", "OPS": "Operations and premises", "PEO": "People", "PLN": "Planning of the system",
    "POL": "Policies", "PRV": "Personal data", "PTY": "Interested parties", "REV": "Management review", "ROL": "Roles",
    "RSK": "Risk assessment", "SCP": "Scope", "SOA": "Statement of Applicability", "SUP": "Suppliers",
    "TRT": "Treatment and acceptance", "VUL": "Vulnerabilities",
}  # fmt: skip  # three letters and their words, side by side


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [f"| {' | '.join(headings)} |", "|" + "---|" * len(headings)]
    return "\n".join([*lines, *(f"| {' | '.join(_cell(each) for each in row)} |" for row in rows)])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ") or "–"


def command(*words: str) -> click.Command:
    """The command that `words` name; without words the root."""
    found: click.Command = plumbline
    for depth, word in enumerate(words):
        if depth == 0:
            module, name = COMMANDS[word].where.split(":")
            found = getattr(importlib.import_module(module), name)
        elif isinstance(found, click.Group):
            found = found.commands[word]
    return found


def options(*words: str) -> str:
    """Every argument and option of a command."""
    if words == ("plumbline",):
        words = ()
    rows = [row for each in command(*words).params if not getattr(each, "hidden", False) for row in _parameter(each)]
    return table(("argument or option", "what it says"), rows)


def _parameter(parameter: click.Parameter) -> Iterator[tuple[str, str]]:
    if isinstance(parameter, click.Option):
        shown = ", ".join(f"`{each}`" for each in (*parameter.opts, *parameter.secondary_opts))
        value = "" if parameter.is_flag else f" `{_value(parameter)}`"
        more = "; may be given several times" if parameter.multiple else "; required" if parameter.required else ""
        default = parameter.default
        stated = f" Default: `{default}`." if parameter.show_default and isinstance(default, str) else ""
        help_ = parameter.help or ("Text for people or JSON for programs." if parameter.name == "form" else "")
        yield f"{shown}{value}", f"{help_.rstrip('.')}{more}.{stated}"
    else:
        name = parameter.make_metavar(click.Context(plumbline)).replace("[", "").replace("]", "").replace("...", "…")
        yield f"`{name}`", "required" if parameter.required else "may be left out"


def _value(option: click.Option) -> str:
    if isinstance(option.type, click.Choice):
        return " | ".join(str(each) for each in option.type.choices)
    return option.metavar or option.type.name.upper()


def kinds() -> str:
    """Every kind of record: what it is called, how it is referred to, what tells it from its siblings."""
    rows = []
    for kind, meant in KINDS.items():
        key = " + ".join(field.replace("_", " ") for field in meant.NATURAL_KEY)
        summary = (meant.__doc__ or "").strip().splitlines()[0]
        rows.append((f"`{kind}`", meant.REGISTER, f"{meant.PREFIX}-…" if meant.PREFIX else "control", key, summary))
    return table(("kind", "register", "reference", "without one, known by", "what it is"), rows)


def importable() -> str:
    """The registers that are recognised in files."""
    rows = [
        (f"`{name}`", each.title, f"`{each.kind}`", ", ".join(f"`{part.kind}`" for part in each.parts.values()))
        for name, each in sorted(registers().items())
    ]
    return table(("register", "title", "a row becomes", "and with it"), rows)


def headings() -> str:
    """The headings that are understood everywhere, then those of each register, as the tables of the code have them."""
    everywhere = _stated("headings.toml")
    rows = [(f"`{field}`", ", ".join(words)) for field, words in everywhere.items()]
    own = {name: stated for path in _tables() for name, stated in _stated(path).items()}
    parts = ["## In every register", table(("field", "headings"), rows)]
    parts += [part for name, each in sorted(registers().items()) for part in _headings(name, each, own[name])]
    return "\n\n".join(parts)


def _headings(name: str, register: Register, stated: Mapping[str, Any]) -> Iterator[str]:
    files = ", ".join(stated.get("names", [register.record.REGISTER.lower()]))
    yield f"## {register.title} (`{name}`)"
    yield f"Files and sheets called: {files}."
    rows = [(f"`{target}`", ", ".join(words)) for target, words in stated.get("columns", {}).items() if words]
    if rows:
        yield table(("field", "headings, besides those that are understood everywhere"), rows)


def _tables() -> list[str]:
    return sorted(path.name for path in REGISTERS.glob("*.toml") if path.name not in ("headings.toml", "words.toml"))


def _stated(name: str) -> Mapping[str, Any]:
    return tomllib.loads((REGISTERS / name).read_text("utf-8"))


def promises() -> str:
    """Every promise that can be adopted."""
    rows = [
        (f"`{each.name}`", each.means, each.starter, each.clause, f"awaits: {each.awaits}" if each.awaits else "")
        for each in catalogue().values()
        if not each.is_setting
    ]
    return table(("promise", "what it means", "to begin with", "asked by", "not read yet"), rows)


def settings() -> str:
    """Every setting of the tool."""
    rows = [(f"`{each.name}`", each.means, each.default) for each in catalogue().values() if each.is_setting]
    return table(("setting", "what it means", "default"), rows)


def rules() -> str:
    """Every rule with a link to its page, subject by subject."""
    by_subject: dict[str, list[Rule]] = {}
    for each in all_rules():
        by_subject.setdefault(each.subject, []).append(each)
    parts = [f"{len(all_rules())} rules in {len(by_subject)} subjects."]
    for subject, found in sorted(by_subject.items()):
        rows = [(f"[{each.code}]({_page(each)})", each.name, _grade(each), ", ".join(each.clauses)) for each in found]
        parts.append(
            f"## {subject} {SUBJECTS[subject]}\n\n" + table(("rule", "the fault", "grade", "speaks for"), rows)
        )
    return "\n\n".join(parts)


def _page(rule: Rule) -> str:
    return Path(os.path.relpath(rule.page, DOCS)).as_posix()


def _grade(rule: Rule) -> str:
    return f"{rule.grade.severity}{', major when systemic' if rule.grade.escalates else ''}"


def questions() -> str:
    """The requirements that no rule examines."""
    rows = [
        (key, standard().requirement(key).label, each.reason, each.question, each.awaits or "no record can show it")
        for key, each in asked().items()
    ]
    return table(("requirement", "about", "why no rule", "what an auditor asks", "awaits"), rows)


DRAWN: Mapping[str, Callable[..., str]] = {
    "headings": headings,
    "importable": importable,
    "kinds": kinds,
    "options": options,
    "pages": manual_pages.pages,
    "promises": promises,
    "questions": questions,
    "rights": manual_pages.rights,
    "rules": rules,
    "settings": settings,
}
