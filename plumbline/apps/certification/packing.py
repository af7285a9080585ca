"""The auditor's pack: everything a visit may see, in one file that is checked without Plumbline (trust.md 1.10)."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from plumbline.apps.accounts.action import action, current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.certification import gaps, shown
from plumbline.apps.certification.choosing import Chosen, chosen, narrowed_report
from plumbline.apps.certification.openings import (
    OvertakenError,
    Packed,
    write_checkpoints,
    write_entries,
    write_openings,
)
from plumbline.apps.journal import blobs, checkpoints, log, ports, signer
from plumbline.apps.journal.checkpoints import StoredCheckpoint
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Person
from plumbline.engine.proof.entry import utc_text
from plumbline.engine.proof.notes import Checkpoint
from plumbline.engine.rules.finding import Report
from plumbline.engine.rules.runner import audit
from plumbline.reports.findings.words import headline
from plumbline.reports.pack import index
from plumbline.reports.pack.container import PackWriter
from plumbline.reports.pack.registers import page_name
from plumbline.reports.phrases import moment

Told = Callable[[int, int, str], None]
"""Says how far it is: so many of so many, and at what."""
MOST_TRIES = 4
EVERY = 250
LIKE_TEXT = frozenset(("csv", "eml", "json", "log", "md", "txt"))
HARMLESS = LIKE_TEXT | {"docx", "jpeg", "jpg", "odp", "ods", "odt", "pdf", "png", "pptx", "webp", "xlsx", "zip"}
"""Endings that a file may bear in a pack; any other file bears `.bin`, so that no browser runs it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants packed: only these registers, clauses and controls (none: everything), names or none."""

    only: tuple[str, ...] = ()
    named: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A pack that was made: where, its size in bytes, its files, and the journal it proves."""

    place: Path
    size: int
    files: int
    entries: int
    vkey: str
    gaps: int

    def as_json(self) -> Mapping[str, Any]:
        """The figures by name."""
        told = {name: getattr(self, name) for name in ("size", "files", "entries", "vkey", "gaps")}
        return {"place": str(self.place), **told}


@action(Permission.PACK_MAKE)
def note_pack(actor: Actor) -> int:
    """Write down that a pack is made, before it is; returns the index of the entry, which the pack holds itself."""
    return log.note_event(
        actor.organization_id,
        actor_id=actor.id,
        actor_kind=actor.kind.value,
        action=Permission.PACK_MAKE.value,
        steps=tuple(current_run().steps),
        via=actor.via.value,
        request=actor.request,
    )


def make_pack(
    actor: Actor, isms: Isms, target: Path, wish: Wish, names: Mapping[str, str], told: Told = lambda *_: None
) -> Made:
    """Write a pack of the system as `isms` holds it. Nobody sees a half one: it gets its name when it is whole.

    names: those of people, by reference; they go along where the wish says so and the actor may read them.
    Raises RefusedError, NotAllowedError.
    """
    packing = prepared(actor, isms, wish, names, told)
    note_pack(actor)
    return built(packing, target)


def prepared(actor: Actor, isms: Isms, wish: Wish, names: Mapping[str, str], told: Told = lambda *_: None) -> Packing:
    """What would be packed; everything that can be refused is refused here, before anything is written."""
    signer.signer(actor.organization_id)  # raises where the key cannot be used
    if wish.named and not actor.may(Permission.PEOPLE_READ):
        raise RefusedError(f"{actor.person} may not read names of people. Leave them out, or ask for access.")
    choice = chosen(actor, isms, wish.only)
    here = {each.ref for each in choice.shown.all(Person)} if wish.named else set[str]()
    called = {ref: name for ref, name in names.items() if ref in here}
    return Packing(actor, isms, choice, called, told)


def built(pack: Packing, target: Path) -> Made:
    """The pack itself, after its making was written down. Where something is erased meanwhile it begins anew."""
    made: dict[str, Any] = {}
    unfinished = target.with_name(f".{target.name}.{uuid4().hex}.part")
    try:
        for left in reversed(range(MOST_TRIES)):
            try:
                with unfinished.open("wb") as file:
                    with PackWriter(file) as out:
                        made = pack.written(out)
                    file.flush()
                    os.fsync(file.fileno())
            except OvertakenError:
                if not left:
                    raise
            else:
                break
        size = unfinished.stat().st_size
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return Made(place=target, size=size, **made)


@dataclass
class Packing:
    """What is packed, for whom, and how far it is said to be."""

    actor: Actor
    isms: Isms
    choice: Chosen
    names: Mapping[str, str]
    told: Told

    def written(self, out: PackWriter) -> dict[str, Any]:
        """Write every file; returns what is told of the pack."""
        organization, made_at = self.actor.organization_id, ports.now().replace(microsecond=0)
        checkpoint = _checkpoint(self.actor)
        own = signer.signer(organization)
        self.told(0, 0, "Packing the journal.")
        tree = write_entries(out, organization, checkpoint)
        odd = write_checkpoints(out, organization, checkpoint, tree)
        self.told(0, 0, "Packing what the entries committed to.")
        packed = write_openings(out, organization, self.isms.head, checkpoint.size, self.choice)
        files = self._files(out, packed)
        self.told(0, 0, "Writing the registers.")
        for name, content in shown.register_files(self.choice, self.names, files):
            out.add(name, content)
        for name, content in shown.register_book(self.choice, self.names, made_at):
            out.add(name, content, packed=False)
        self.told(0, 0, "Writing the statement and the findings.")
        report = audit(self.isms)
        for name, content in shown.report_files(self.choice, self.isms, report, made_at, self.names):
            out.add(name, content)
        open_points = tuple(gaps.told(self.isms, report, self.choice, packed, files, odd))
        self._front(out, checkpoint, report, open_points)
        self.told(0, 0, "Signing.")
        signed = Checkpoint(origin=own.key.name, size=checkpoint.size, root=checkpoint.root)
        out.sign(signed, known=self.isms.head, made_at=utc_text(made_at), signer=own)
        return {"files": out.files, "entries": checkpoint.size, "vkey": own.key.vkey(), "gaps": len(open_points)}

    def _files(self, out: PackWriter, packed: Packed) -> dict[str, str]:
        """Every file that the values name and the system holds; returns the place of each by its digest."""
        places = dict[str, str]()
        for done, (digest, (_, ending)) in enumerate(sorted(packed.files.items())):
            if done % EVERY == 0:
                self.told(done, len(packed.files), "Packing files.")
            if not blobs.is_digest(digest) or not (file := blobs.place(digest)).is_file():
                continue
            safe = ending if ending in HARMLESS else "bin"
            places[digest] = f"blobs/sha256/{digest}.{safe}"
            out.add(places[digest], file.read_bytes(), packed=safe in LIKE_TEXT)
        return places

    def _front(
        self, out: PackWriter, checkpoint: StoredCheckpoint, report: Report, open_points: tuple[index.Gap, ...]
    ) -> None:
        """The first page, the gaps, the names where they go along, and the program that checks it all."""
        documents = []
        for name, words, content in shown.document_files(self.choice):
            out.add(name, content)
            documents.append((name, words))
        files = sum(1 for name in out.names if name.startswith("blobs/"))
        contents = index.Contents(
            organization=self.isms.organization.title,
            as_of=self.isms.as_of,
            on=self.isms.on,
            known=self.isms.head,
            size=checkpoint.size,
            made=moment(datetime.fromisoformat(checkpoint.made_at)),
            vkey=signer.verifier_key(self.actor.organization_id).vkey(),
            narrowed=self.choice.narrowed,
            parts=tuple(_parts(out, headline(narrowed_report(self.isms, report, self.choice)))),
            registers=tuple(
                index.Listed(title=each.title, page=page_name(each.kind), records=len(each.refs))
                for each in shown.registers(self.choice)
            ),
            documents=documents,
            files=files,
            gaps=open_points,
        )
        out.add("index.html", index.index(contents))
        out.add("gaps.txt", index.gaps_text(open_points))
        out.add("README.txt", index.readme())
        out.add("verify.py", index.checker())
        if self.names:
            lines = (json.dumps({"ref": ref, "name": name}, ensure_ascii=False) for ref, name in self.names.items())
            out.add("people.jsonl", "".join(f"{each}\n" for each in lines).encode())


def _parts(out: PackWriter, headline: str) -> Iterator[tuple[str, str, str]]:
    """The reports that are there: place, words, and what they say."""
    known = (
        (
            "statement/statement.html",
            "Statement of Applicability",
            "Every control: whether it applies, why, and what shows it.",
        ),
        ("statement/statement.pdf", "Statement of Applicability (PDF)", "The same, for paper."),
        ("statement/statement.xlsx", "Statement of Applicability (XLSX)", "The same, to sort and filter."),
        ("findings/findings.html", "Findings", headline),
        ("findings/findings.pdf", "Findings (PDF)", "The same, for paper."),
        ("findings/findings.json", "Findings (JSON)", "The same, for programs."),
        ("registers/registers.xlsx", "All registers (XLSX)", "Every record in one workbook."),
    )
    return (each for each in known if each[0] in out.names)


def _checkpoint(actor: Actor) -> StoredCheckpoint:
    """A checkpoint over everything up to now, the note of this very pack included."""
    made = checkpoints.cut(actor.organization_id) or checkpoints.latest(actor.organization_id)
    if made is None:
        raise RefusedError("The journal is empty. There is nothing to pack yet.")
    return made
