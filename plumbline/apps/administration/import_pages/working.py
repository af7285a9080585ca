"""The two jobs of an import: work out what it would do, and do it. Both read the files anew and may be interrupted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from plumbline.apps.accounts.errors import RefusedError, StaleError
from plumbline.apps.accounts.selectors import names
from plumbline.apps.accounts.standing import DEFAULT_TIME_ZONE
from plumbline.apps.administration.import_pages import staging
from plumbline.apps.administration.import_pages.maps import column_map
from plumbline.apps.administration.import_pages.sheets import surveyed
from plumbline.apps.administration.import_pages.staging import Batch, waiting
from plumbline.apps.administration.importing import Prepared, apply, prepare
from plumbline.apps.jobs.handlers import job
from plumbline.apps.jobs.routines import routine
from plumbline.apps.jobs.work import Work
from plumbline.apps.journal import ports
from plumbline.apps.records import living
from plumbline.apps.ui.values import spoken, titled
from plumbline.engine.domain.codec import encode
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS, ImportRun, field_of
from plumbline.exchange.leaving import LeftCell
from plumbline.exchange.plan import Change, Plan
from plumbline.exchange.setaside import set_aside_files
from plumbline.exchange.sources import Source
from plumbline.formats.table import Row, Sheet

PLAN, APPLY = "import:plan", "import:apply"
NIGHT = 3  # o'clock
SUMMARY, CHANGED, NEW, PROBLEMS = "summary.json", "changed.jsonl", "new.jsonl", "problems.jsonl"
LEFT = "left.jsonl"
WEIGHTS = ("set aside", "kept", "said")
DETAILED = 2_000
"""Of so many new records every field is shown; of the others the title, for nobody reads a hundred thousand."""
LONGEST_WORDS = 400
STRIDE = 2_000
OVERTAKEN = (
    "Records changed since this difference was worked out, so nothing was written. Plan it again: you will see the "
    "difference as it is now."
)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a sheet; whoever walks them says now and then how far."""

    rows: Iterable[Row]
    told: Callable[[int], None]

    def __iter__(self) -> Iterator[Row]:
        for count, row in enumerate(self.rows, 1):
            if not count % STRIDE:
                self.told(row.line)
            yield row


@dataclass(frozen=True, kw_only=True)
class Watched(Source):
    """A file whose reading can be followed."""

    told: Callable[[int], None]

    def sheets(self) -> tuple[Sheet, ...]:
        """Its sheets, each telling how far it was walked."""
        return tuple(replace(each, rows=Rows(each.rows, self.told)) for each in super().sheets())


@job(PLAN)
def plan_files(work: Work) -> Mapping[str, Any]:
    """Work out what the files would change and keep it beside them; nothing is written."""
    batch = _batch(work)
    if batch.number != work.payload["number"]:
        return {}  # somebody asked for another plan meanwhile
    work.progress(0, words="Reading the files.")
    prepared, _ = _prepared(work, batch)
    work.progress(0, words="Writing down the difference.")
    return {"digest": _keep(work.organization_id, batch, prepared)}


@job(APPLY)
def apply_files(work: Work) -> Mapping[str, Any]:
    """Write what somebody looked at, and nothing else; interrupted, it goes on where it was."""
    batch = _batch(work)
    prepared, isms = _prepared(work, batch)
    made = prepared.plan
    before = _run(isms, made.fingerprint)
    if not made.changes and before is not None:
        return {"run": before.ref, "new": before.new, "changed": before.changed}
    interrupted = before is not None and before.state == "under way"
    if digest(prepared) != work.payload["digest"] and not interrupted:
        raise RefusedError(OVERTAKEN)
    run = _applied(work, prepared)
    return {"run": run, "new": made.new, "changed": made.changed}


@routine("imports:sweep", at_hour=NIGHT)
def sweep(_work: Work) -> Mapping[str, Any]:
    """Delete the files that nobody decided about: registers name people, and wait no longer than they must."""
    return {"deleted": staging.sweep()}


def _applied(work: Work, prepared: Prepared) -> str:
    def told(done: int, of: int) -> None:
        work.progress(done, of, "Parts are written; each is whole.")

    def write() -> str:
        return apply(work.actor, prepared, told if prepared.number_of_parts > 1 else lambda done, of: None)

    work.progress(0, words="Writing.")
    try:
        return (work.once("write", write) or "") if prepared.number_of_parts == 1 else write()
    except StaleError:
        raise RefusedError(OVERTAKEN) from None


def _batch(work: Work) -> Batch:
    return waiting(work.organization_id, UUID(work.payload["token"]), work.claimed.caused_by)


def _prepared(work: Work, batch: Batch) -> tuple[Prepared, Isms]:
    system = living.system(work.organization_id)
    isms = system.isms(ports.today(system.state.organization.time_zone or DEFAULT_TIME_ZONE))

    def told(name: str) -> Callable[[int], None]:
        return lambda line: work.progress(0, words=f"Reading {name}: line {line:,}. Then it is compared.")

    sources = [
        Watched(name=name, content=batch.content(index), told=told(name)) for index, name in enumerate(batch.names)
    ]
    return prepare(work.organization_id, isms, sources, column_map(batch.said)), isms


def _run(isms: Isms, fingerprint: str) -> ImportRun | None:
    """The note of an earlier import of these very files, the latest."""
    return next((each for each in reversed(isms.all(ImportRun)) if each.fingerprint == fingerprint), None)


def digest(prepared: Prepared) -> str:
    """What is looked at: every record as it would be, and the version that it replaces."""
    found = hashlib.sha256()
    for each in prepared.plan.changes:
        seen = prepared.seen.get((each.kind, each.ref))
        found.update(f"{each.kind} {each.ref} {seen} ".encode() + encode(each.value) + b"\n")
    return found.hexdigest()


def _keep(organization_id: UUID, batch: Batch, prepared: Prepared) -> str:
    """Write the outcome beside the files, the summary last: it is there only when all of it is. Returns the digest."""
    made, place = prepared.plan, batch.planned
    place.mkdir(exist_ok=True)
    called = {**names(organization_id), **{each.ref: each.name for each in made.people}}
    told = sorted(made.problems, key=lambda each: WEIGHTS.index(each.weight))
    _lines(place / CHANGED, (_told(each, called) for each in made.changes if each.before is not None))
    fresh = (each for each in made.changes if each.before is None)
    _lines(place / NEW, (_told(each, called, brief=at >= DETAILED) for at, each in enumerate(fresh)))
    _lines(place / PROBLEMS, ({name: getattr(each, name) for name in type(each).__slots__} for each in told))
    _lines(place / LEFT, (_left(each, called) for each in made.left))
    aside = set_aside_files(made.given_back)
    for index, content in enumerate(aside.values()):
        (place / f"aside-{index}.csv").write_bytes(content)
    said = column_map(batch.said)
    sources = [Source(name=name, content=batch.content(index)) for index, name in enumerate(batch.names)]
    looked_at = digest(prepared)
    summary = {**_summary(made), "digest": looked_at, "problems": len(told), "aside": list(aside)}
    summary["sheets"] = list(surveyed(sources, said))
    (place / f"{SUMMARY}.new").write_text(json.dumps(summary), "utf-8")
    (place / f"{SUMMARY}.new").replace(place / SUMMARY)
    return looked_at


def _summary(made: Plan) -> dict[str, Any]:
    return {
        "new": made.new,
        "changed": made.changed,
        "unchanged": made.unchanged,
        "set_aside": len(made.set_aside),
        "left": len(made.left),
        "files": [{name: getattr(each, name) for name in type(each).__slots__} for each in made.files],
        "people": [{"name": each.name, "ref": each.ref, "similar": each.similar} for each in made.people],
        "registers": _counted(made),
    }


def _counted(made: Plan) -> list[dict[str, Any]]:
    """The records that would be written, by register."""
    found: dict[str, list[int]] = {}
    for each in made.changes:
        found.setdefault(each.kind, [0, 0])[each.before is not None] += 1
    return [{"register": KINDS[kind].REGISTER, "new": new, "changed": old} for kind, (new, old) in found.items()]


def _told(change: Change, called: Mapping[str, str], *, brief: bool = False) -> dict[str, Any]:
    kind = type(change.value)
    return {
        "kind": change.kind,
        "ref": change.ref,
        "title": titled(change.value, called)[:LONGEST_WORDS],
        "register": kind.REGISTER,
        "file": change.file,
        "line": change.line,
        "fields": []
        if brief
        else [
            (field_of(kind, name).label, spoken(was, called)[:LONGEST_WORDS], spoken(becomes, called)[:LONGEST_WORDS])
            for name, was, becomes in change.difference
        ],
    }


def _left(cell: LeftCell, called: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": cell.before.KIND,
        "ref": cell.before.ref,
        "file": cell.file,
        "sheet": cell.sheet,
        "line": cell.line,
        "column": cell.heading,
        "says": cell.says[:LONGEST_WORDS],
        "stands": spoken(cell.stands, called)[:LONGEST_WORDS],
        "reason": cell.reason,
    }


def _lines(path: Path, values: Iterable[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for each in values:
            file.write(json.dumps(each) + "\n")
