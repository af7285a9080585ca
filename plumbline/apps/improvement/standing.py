"""What stands between a change and its next step: what its plan lacks, what it touches, what is left to go through."""

from __future__ import annotations

import dataclasses
from datetime import date

from plumbline.apps.accounts.action import current_run
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.improvement.steps import before_judging
from plumbline.apps.records import living, versions
from plumbline.apps.records.living import System
from plumbline.engine.domain.change_impact import merged, touched_by
from plumbline.engine.domain.isms import KEYED_BY_CATALOGUE, Isms
from plumbline.engine.domain.kinds import Change, Nonconformity, Touched


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A search for the same elsewhere: where, with which result, and which records have the same fault.

    apart: each of them gets a nonconformity of its own; otherwise they join the records at fault.
    """

    where: tuple[str, ...]
    result: str
    same: tuple[str, ...] = ()
    apart: bool = False


def unready(actor: Actor, nonconformity: Nonconformity) -> list[str]:
    """Why the effect of what was done cannot be judged: what is left at the steps before that."""
    return [f"{each.step.title}: {each.left}." for each in before_judging(_now(actor)[1], nonconformity)]


NEEDED = {
    "purpose": "It has no purpose. Say what it is for.",
    "consequences": "Nobody thought of what may follow from it. Fill in “What may follow from it”.",
    "owner": "Nobody is responsible for it. Fill in “Responsible”.",
    "planned_for": "It has no day. Fill in “Planned for”.",
}


def unplanned(change: Change) -> list[str]:
    """What the plan lacks that whoever approves has to know; an emergency has no time for a day."""
    return [
        words
        for name, words in NEEDED.items()
        if not getattr(change, name) and not (change.live_on and name == "planned_for")
    ]


def unseen(actor: Actor, change: Change) -> list[str]:
    """Why the list of what it touches cannot be judged: nobody made it, or the system has moved on since."""
    if not change.subjects:
        return ["It names nothing that is changed. Fill in “What is changed”, so that one sees what it touches."]
    listed = {each.record for each in change.impact}
    missing = [each.ref for each in touched_by(_now(actor)[1], change) if each.ref not in listed]
    if not missing:
        return []
    more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
    return [f"Its list of what it touches leaves out {', '.join(missing[:5])}{more}. Refresh the list, then decide."]


def ungated(change: Change) -> list[str]:
    """What its class asks for before it goes live."""
    wrong = []
    if change.change_kind == "project" and not change.security_decision:
        wrong.append("Nobody decided what security the project needs. Fill in “Security requirements decided”.")
    if change.needs_test and not change.tested:
        wrong.append("Its class asks for a test. Say what was tested and what came of it.")
    if change.needs_fallback and not change.fallback:
        wrong.append("Its class asks for a way back. Say how it is undone.")
    return wrong


def unfinished(change: Change) -> list[str]:
    """Why a change cannot be closed: records neither brought up to date nor waived, and a look back that is owed."""
    left = [each.record for each in change.impact if not each.state]
    wrong = []
    if left:
        more = f" and {len(left) - 8} more" if len(left) > 8 else ""
        wrong.append(f"{', '.join(left[:8])}{more}: neither brought up to date since, nor waived. Go through each.")
    if must_look_back(change) and not change.reviewed_on:
        wrong.append("It was done in haste, or did harm, and nobody looked back on it. Do that first.")
    return wrong


def must_look_back(change: Change) -> bool:
    """Whether somebody has to look at what it did."""
    return bool(change.emergency or change.unintended or change.incidents)


@dataclasses.dataclass(frozen=True, slots=True)
class Since:
    """From when on a new version of a touched record counts: after a journal index, and after a day if one is set."""

    index: int
    day: date | None = None


def since_when(isms: Isms, change: Change) -> Since:
    """When the work on a change began: with its approval, else with its first version.

    What came into the journal together with a change that was approved elsewhere, such as by one import, tells nothing;
    there only what was written on a later day counts.
    """
    told = list(versions.told(Change, change.ref))
    first = min((index for index, _ in told), default=0)
    approved = min((index for index, each in told if each.approved_on), default=first)
    life = isms.lives.get((change.KIND, change.ref))
    return Since(approved, life.first if life and approved == first else None)


def written_later(system: System, isms: Isms, ref: str, since: Since) -> date | None:
    """The day a touched record was last written, where that was later than the work began; None otherwise."""
    for kind in _kinds(isms, ref):
        latest, life = system.seen(kind, ref), isms.lives.get((kind, ref))
        if latest is None or life is None or latest <= since.index:
            continue
        if since.day is None or life.last > since.day:
            return life.last
    return None


def reckoned(actor: Actor, change: Change) -> tuple[Touched, ...]:
    """The list of a change made anew: found by the records as they stand, settled where they were written since."""
    system, isms = _now(actor)
    since = since_when(isms, change)
    return tuple(_written(system, isms, each, since) for each in merged(touched_by(isms, change), change.impact))


def _written(system: System, isms: Isms, entry: Touched, since: Since) -> Touched:
    """The entry, settled where its record has a version later than the moment from which that counts."""
    day = None if entry.state else written_later(system, isms, entry.record, since)
    return dataclasses.replace(entry, state="updated", on=day) if day else entry


def _kinds(isms: Isms, ref: str) -> tuple[str, ...]:
    if ref in isms.standard.controls:
        return tuple(sorted(KEYED_BY_CATALOGUE))
    found = isms.find(ref)
    return (found.KIND,) if found else ()


def _now(actor: Actor) -> tuple[System, Isms]:
    system = living.system(actor.organization_id)
    return system, system.isms(current_run().standing.today())
