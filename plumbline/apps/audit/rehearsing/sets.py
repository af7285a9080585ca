"""What may be rehearsed: clauses and controls that belong together, and from which registers rows are drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from plumbline.apps.audit.sampling import frozen
from plumbline.apps.audit.sampling.drawing import Wanted
from plumbline.apps.audit.sampling.taking import of_records
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import KINDS, Audit, Population, Record


@dataclass(frozen=True, slots=True)
class Draw:
    """So many rows of a register, for an item, to ask this of each."""

    kind: str
    size: int
    item: str
    ask: str
    every: bool = False
    """Also what has ended: of incidents and nonconformities that is where the whole story is told."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the system that can be rehearsed by itself."""

    title: str
    covers: tuple[str, ...]
    draws: tuple[Draw, ...]


PARTS: Mapping[str, Part] = {
    "risk": Part(
        "Risk, from the criteria to the acceptance",
        ("6.1.2", "6.1.3", "8.2", "8.3"),
        (
            Draw("risk", 3, "6.1.2", "Can its owner say how the score came about, and is it on the scales in force?"),
            Draw("action", 3, "8.3", "Is it on its way as planned, and does something other than a word show it?"),
        ),
    ),
    "people": Part(
        "People: competence and awareness",
        ("7.2", "7.3", "A.6.3"),
        (Draw("training", 5, "7.3", "Was it done in time, and can the person say what it changes in their work?"),),
    ),
    "suppliers": Part(
        "Suppliers",
        ("A.5.19", "A.5.20", "A.5.22"),
        (Draw("supplier", 3, "A.5.19", "Was it assessed before it began, and who looked at it last?"),),
    ),
    "documents": Part(
        "Policies and documents",
        ("5.2", "7.5", "A.5.1"),
        (Draw("document", 3, "7.5", "Does whoever works by it find the version in force, and who approved that?"),),
    ),
    "incidents": Part(
        "Events and incidents",
        ("A.5.24", "A.5.25", "A.5.26", "A.5.27"),
        (
            Draw(
                "incident",
                3,
                "A.5.26",
                "From first sight to lesson: who did what when, what is different since?",
                every=True,
            ),
        ),
    ),
    "assets": Part(
        "Assets",
        ("A.5.9", "A.5.12"),
        (Draw("asset", 5, "A.5.9", "Is it where the register says, and does its owner know that they own it?"),),
    ),
    "improvement": Part(
        "Audit, review and improvement",
        ("9.2", "9.3", "10.1", "10.2"),
        (
            Draw(
                "nonconformity",
                3,
                "10.2",
                "Was the cause found and searched for elsewhere, and who judged the effect?",
                every=True,
            ),
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """An audit that is none, with what is frozen and drawn for each of its items."""

    audit: Audit
    drawn: tuple[tuple[str, Population, Wanted], ...]


def prepared(isms: Isms, chosen: tuple[str, ...], seed: str, on: date, lead: str) -> Rehearsal:
    """The rehearsal of some parts: the audit, and for each register that has records what is frozen and drawn."""
    parts = [PARTS[each] for each in chosen]
    audit = Audit(
        title=f"Rehearsal: {', '.join(each.title.partition(',')[0].lower() for each in parts)}",
        audit_kind="mock",
        planned_on=on,
        lead=lead,
        covers=tuple(dict.fromkeys(key for each in parts for key in each.covers)),
        criteria="The same as in an internal audit. This is a rehearsal and counts as none.",
        scope="Rows drawn from the registers as they stand.",
    )
    return Rehearsal(audit, tuple(_drawn(isms, parts, seed)))


def drawable(isms: Isms, draw: Draw) -> tuple[Record, ...]:
    """The records from which rows are drawn."""
    return isms.all(KINDS[draw.kind]) if draw.every else isms.live(KINDS[draw.kind])


def _drawn(isms: Isms, parts: list[Part], seed: str) -> Iterator[tuple[str, Population, Wanted]]:
    for part in parts:
        for each in part.draws:
            records = drawable(isms, each)
            if not records:
                continue
            rows = frozen.made(of_records(isms, records, ""))
            value = Population(
                title=f"{KINDS[each.kind].REGISTER}, for a rehearsal",
                source="register",
                register=each.kind,
                digest=rows.digest,
                rows=frozen.keep(rows, "population"),
                head=isms.head,
                complete=True,
                completeness="Every record of the register"
                + (", also what has ended." if each.every else " that had not ended, as the rehearsal began."),
            )
            size = min(each.size, rows.size)
            yield each.item, value, Wanted(method="random", size=size, seed=seed, attribute=each.ask)
