"""From the TOML files of the standard, and of an overlay laid over them, to frozen values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from plumbline.engine.standard.entries import (
    Article,
    Clause,
    Control,
    Correspondence,
    CorrespondenceChange,
    DocumentedInformation,
    Guidance,
    Requirement,
    RequirementKind,
    Source,
    Status,
    Theme,
)
from plumbline.engine.standard.reading import Row, StandardError, gather, lay_over, read, tables

_FACTS = files("plumbline.engine.standard")
_EDITION = _FACTS / "iso27001_2022"
_CLAUSES, _REQUIREMENTS, _CONTROLS = "clauses.toml", "requirements.toml", "controls.toml"
_DOCUMENTED, _GDPR, _GUIDANCE = "documented_information.toml", "gdpr.toml", "guidance"
_INTERVIEWS = "interviews.toml"
_OVERLAID = frozenset({_CLAUSES, _REQUIREMENTS, _CONTROLS, _DOCUMENTED, _GDPR, _INTERVIEWS})


def check_overlay(overlay: Path | None) -> None:
    """Raise StandardError if the overlay is not a folder or holds a TOML file that nothing would read."""
    if overlay is None:
        return
    if not overlay.is_dir():
        raise StandardError(f"The overlay {overlay} is not a folder. Name the folder that holds its TOML files.")
    for file in sorted(overlay.glob("*.toml")):
        if file.name not in _OVERLAID:
            raise StandardError(f"{file} is no file of an overlay. Use {', '.join(sorted(_OVERLAID))} or guidance/.")


def clauses(overlay: Path | None) -> Mapping[str, Clause]:
    """Return the clauses by key."""
    return MappingProxyType({key: _clause(key, row) for key, row in _rows(_CLAUSES, overlay)})


def requirements(overlay: Path | None) -> Mapping[str, Requirement]:
    """Return the requirements of clauses 4 to 10 by key."""
    return MappingProxyType({key: _requirement(key, row) for key, row in _rows(_REQUIREMENTS, overlay)})


def controls(overlay: Path | None) -> Mapping[str, Control]:
    """Return the controls of Annex A by key."""
    return MappingProxyType({key: _control(key, row) for key, row in _rows(_CONTROLS, overlay)})


def articles(overlay: Path | None) -> Mapping[str, Article]:
    """Return the articles of the GDPR by key."""
    return MappingProxyType({f"gdpr/{number}": _article(number, row) for number, row in _rows(_GDPR, overlay)})


def documented_information(overlay: Path | None) -> tuple[DocumentedInformation, ...]:
    """Return what is to be had in writing."""
    return tuple(_documented(slug, row) for slug, row in _rows(_DOCUMENTED, overlay))


def correspondence() -> tuple[Correspondence, ...]:
    """Return the table from the 2013 to the 2022 edition."""
    file = _EDITION / "correspondence_2013.toml"
    pairs = read(file)["pair"]
    if not isinstance(pairs, list):
        raise StandardError(f"{file.name}: begin each pair with [[pair]].")
    return tuple(_pair(Row(f"{file.name} pair {number}", pair)) for number, pair in enumerate(pairs, 1))


def guidance(overlay: Path | None) -> Mapping[str, Guidance]:
    """Return our words on every requirement and control, by key."""
    entries = gather(_EDITION / _GUIDANCE)
    if overlay is not None and (overlay / _GUIDANCE).is_dir():
        entries = lay_over(entries, gather(overlay / _GUIDANCE), str(overlay / _GUIDANCE))
    return MappingProxyType({key: _guidance(Row(f"guidance {key}", fields)) for key, fields in entries.items()})


def interviews(overlay: Path | None) -> Mapping[str, str]:
    """Return what an auditor takes in hand for a clause, a control or a kind of record, by key."""
    entries = read(_EDITION / _INTERVIEWS)
    if overlay is not None and (overlay / _INTERVIEWS).is_file():
        theirs = read(overlay / _INTERVIEWS)
        if strange := sorted(theirs.keys() - entries.keys()):
            raise StandardError(f"{overlay / _INTERVIEWS}: there is no {strange[0]}. Correct the key or leave it out.")
        entries = entries | theirs
    row = Row(_INTERVIEWS, entries)
    return MappingProxyType({key: row.text(key) for key in entries})


def _rows(name: str, overlay: Path | None) -> Iterator[tuple[str, Row]]:
    entries = tables((_FACTS if name == _GDPR else _EDITION) / name)
    if overlay is not None and (overlay / name).is_file():
        entries = lay_over(entries, tables(overlay / name), str(overlay / name))
    for key, fields in entries.items():
        yield key, Row(f"{name} {key}", fields)


def _clause(key: str, row: Row) -> Clause:
    return Clause(
        key=key,
        title=row.text("title"),
        parent=row.optional("parent"),
        amendment=row.optional("amendment"),
        text=row.optional("text") or "",
    )


def _requirement(key: str, row: Row) -> Requirement:
    return Requirement(
        key=key,
        clause=row.text("clause"),
        label=row.text("label"),
        kind=RequirementKind(row.text("kind")),
        source=Source(row.text("source")),
        text=row.optional("text") or "",
    )


def _control(key: str, row: Row) -> Control:
    return Control(
        key=key,
        title=row.text("title"),
        title_27002=row.optional("title_27002") or row.text("title"),
        theme=Theme(row.text("theme")),
        control_types=row.texts("control_types"),
        security_properties=row.texts("security_properties"),
        cybersecurity_concepts=row.texts("cybersecurity_concepts"),
        operational_capabilities=row.texts("operational_capabilities"),
        security_domains=row.texts("security_domains"),
        new_in_2022=row.fields.get("new_in_2022") is True,
        text=row.optional("text") or "",
    )


def _article(number: str, row: Row) -> Article:
    return Article(
        key=f"gdpr/{number}",
        title=row.text("title"),
        chapter=row.text("chapter"),
        text=row.optional("text") or "",
    )


def _documented(slug: str, row: Row) -> DocumentedInformation:
    return DocumentedInformation(
        slug=slug,
        key=row.text("key"),
        name=row.text("name"),
        is_record=row.text("type") == "record",
        status=Status(row.text("status")),
    )


def _pair(row: Row) -> Correspondence:
    return Correspondence(
        old=row.optional("old"),
        old_title=row.optional("old_title") or "",
        new=row.text("new"),
        change=CorrespondenceChange(row.text("change")),
    )


def _guidance(row: Row) -> Guidance:
    return Guidance(
        purpose=row.text("purpose"),
        good=row.text("good"),
        evidence=row.texts("evidence"),
        questions=row.pair("questions"),
    )
