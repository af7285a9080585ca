"""Giving registers out (A.5.14, 7.5.3): who may, what is written to the journal, and where the files go."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.accounts.selectors import names
from plumbline.apps.journal import log, ports
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS
from plumbline.exchange.export import META, csv_files, workbook
from plumbline.formats.table import FormatError
from plumbline.formats.xlsx import read_sheet

MARKER = ".plumbline-export.json"
"""What says that the files of a folder are ours. Its name begins with a dot, so that an import passes it over."""


def export_to(actor: Actor, isms: Isms, target: Path, only: tuple[str, ...] = ()) -> list[Path]:
    """Write the registers to a workbook (`….xlsx`) or a folder of CSV; returns the files written.

    Raises RefusedError where the target holds what we did not write, or a register was named that does not exist.
    """
    as_workbook = target.suffix.lower() == ".xlsx"
    _refuse_unknown(only)
    (_refuse_foreign_workbook if as_workbook else _refuse_foreign_folder)(target)
    kinds = _note(actor, isms, only)
    known = names(actor.organization_id) if actor.may(Permission.PEOPLE_READ) else {}
    if as_workbook:
        created = ports.now().replace(tzinfo=None)
        _write(target, workbook(isms, known, created, kinds))
        return [target]
    return _write_folder(target, dict(csv_files(isms, known, kinds)), isms)


@action(Permission.REGISTER_EXPORT)
def _note(actor: Actor, isms: Isms, only: tuple[str, ...]) -> tuple[str, ...]:
    """Write down that registers leave the house, before they do; returns the kinds that may leave with this actor.

    The action is signed, so what left can be held against a signature.
    """
    wanted = only or tuple(kind for kind in KINDS if isms.records.get(kind))
    kinds = tuple(kind for kind in KINDS if kind in wanted and actor.may(_reading(kind)))
    if withheld := [KINDS[kind].REGISTER for kind in only if kind not in kinds]:
        raise RefusedError(f"{actor.person} may not read {', '.join(withheld)}. Leave it out, or ask for access.")
    if not kinds:
        raise RefusedError("There are no records to export that you may read. Import or enter some first.")
    log.note_event(
        actor.organization_id,
        actor_id=actor.id,
        actor_kind=actor.kind.value,
        action=Permission.REGISTER_EXPORT.value,
        steps=tuple(current_run().steps),
        via=actor.via.value,
        request=actor.request,
    )
    return kinds


def _reading(kind: str) -> Permission:
    return Permission(f"{KINDS[kind].SUBJECT}:read")


def _refuse_unknown(only: tuple[str, ...]) -> None:
    if unknown := [each for each in only if each not in KINDS]:
        raise RefusedError(f"There is no register “{unknown[0]}”. Registers are {', '.join(sorted(KINDS))}.")


def _refuse_foreign_workbook(target: Path) -> None:
    if not target.exists():
        return
    try:
        read_sheet(target, META)
    except (FormatError, IsADirectoryError):
        raise RefusedError(
            f"{target} is there already and is no export of ours. Choose another name, or move it away."
        ) from None


def _refuse_foreign_folder(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise RefusedError(f"{target} is a file. Name a folder for CSV files, or a workbook that ends in .xlsx.")
    foreign = sorted(each.name for each in _visible(target) if each.name not in _ours(target))
    if foreign:
        raise RefusedError(
            f"{target} holds files that no export wrote, such as {foreign[0]}. Choose an empty or a new folder."
        )


def _visible(target: Path) -> list[Path]:
    if not target.is_dir():
        return []
    return [each for each in target.iterdir() if not each.name.startswith((".", "~$"))]


def _ours(target: Path) -> frozenset[str]:
    """The names of the files that the last export into this folder wrote."""
    try:
        told = json.loads((target / MARKER).read_text(encoding="utf-8"))
        return frozenset(str(each) for each in told["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def _write_folder(target: Path, files: Mapping[str, bytes], isms: Isms) -> list[Path]:
    """The files, after the marker that calls them ours; those of an earlier export that are no more go."""
    target.mkdir(parents=True, exist_ok=True)
    gone = [each for each in _visible(target) if each.name not in files]
    facts = {
        "organisation": isms.organization.title,
        "journal entries": isms.head,
        "as of": isms.as_of.isoformat() if isms.as_of else None,
        "files": sorted({*files, *(each.name for each in gone)}),
    }
    _write(target / MARKER, (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode())
    for name, content in files.items():
        _write(target / name, content)
    for each in gone:
        each.unlink()
    return [target / name for name in files]


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: a file half written would be imported as records taken away."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_bytes(content)
    unfinished.replace(path)
