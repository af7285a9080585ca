"""The search for the same elsewhere, as a page shows it: by the rule it came from, and by what is alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plumbline.apps.journal import reading
from plumbline.apps.records.versions import told
from plumbline.apps.ui.registers.acts import reading as reading_permission
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.corrections import rule_of
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Nonconformity, Record
from plumbline.engine.domain.siblings import searched_kinds, siblings
from plumbline.engine.rules.siblings import fields_shown, looked_at, same_elsewhere

LIKELY = ((60, "very like it"), (40, "like it"), (1, "a little like it"))
"""From which score on a sibling is called how."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that may have the same fault: why, how likely (0: a rule says so), and who told of it already."""

    record: Record
    reasons: tuple[str, ...]
    score: int = 0
    told_in: tuple[Nonconformity, ...] = ()
    joined: bool = False
    """Whether a search of this nonconformity has chosen it before."""

    @property
    def likely(self) -> str:
        """How likely, in words."""
        return (
            ""
            if not self.score
            else "very like it"
            if self.score >= 60
            else "like it"
            if self.score >= 40
            else "a little"
        )


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found by the rule and by likeness, and where it looked."""

    code: str
    by_rule: tuple[Hit, ...]
    alike: tuple[Hit, ...]
    where: tuple[str, ...]


def search(visit: Visit, nonconformity: Nonconformity) -> Found:
    """The same elsewhere, among the records that the visitor may read."""
    isms, code = visit.isms, rule_of(nonconformity)
    held = tuple(_as_it_was(visit, nonconformity))
    known = {*nonconformity.records, *(each.ref for each in held)}
    before, telling = set(nonconformity.siblings), _telling(isms, nonconformity)
    faults = same_elsewhere(isms, code, known - before) if code else ()
    by_rule = tuple(
        Hit(each.record, (each.gap,), told_in=telling.get(each.record.ref, ()), joined=each.record.ref in before)
        for each in faults
        if visit.may(reading_permission(each.record.KIND))
    )
    shows = fields_shown(isms, code, known) if code else ()
    alike = tuple(
        Hit(each.record, each.reasons, each.score, telling.get(each.record.ref, ()), each.record.ref in before)
        for each in siblings(isms, nonconformity, at_fault=held, shows=shows)
        if visit.may(reading_permission(each.record.KIND))
    )
    return Found(code, by_rule, alike, tuple(_where(isms, code, held)))


def _where(isms: Isms, code: str, held: Iterable[Record]) -> Iterable[str]:
    if code:
        yield f"Rule {code} over {looked_at(isms, code)} records"
    for register, number in searched_kinds(isms, held).items():
        yield f"{register}: {number} live records, by likeness"


def _as_it_was(visit: Visit, nonconformity: Nonconformity) -> Iterable[Record]:
    """The records at fault as they were at the end of the day it was raised: by now they may have been put right."""
    day, end = nonconformity.raised_on, None
    if day is not None and day < visit.on:
        end = reading.index_at(visit.organization_id, day, visit.time_zone)
    for words in nonconformity.records:
        now = visit.isms.resolve(words)
        if now is None or words in nonconformity.siblings:
            continue
        was = [each for index, each in told(type(now), now.ref) if end is not None and index < end]
        yield was[-1] if was else now


def _telling(isms: Isms, nonconformity: Nonconformity) -> Mapping[str, tuple[Nonconformity, ...]]:
    """The other live nonconformities by the records they are about."""
    found: dict[str, list[Nonconformity]] = {}
    for each in isms.live(Nonconformity):
        if each.ref != nonconformity.ref:
            for words in each.records:
                found.setdefault(words, []).append(each)
    return {ref: tuple(several) for ref, several in found.items()}
