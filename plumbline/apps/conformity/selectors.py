"""What a waiver has to be held against: how long one may last, and who answers for the records at fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from plumbline.apps.records import store
from plumbline.apps.records.tables import TABLES
from plumbline.engine.domain import kinds
from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.intervals import Interval, interval
from plumbline.engine.domain.promises import setting
from plumbline.engine.domain.record import fields_of

A_YEAR = Interval(12)


def longest_waiver(today: date) -> date:
    """The last day that a waiver granted today may reach, by the organisation's own setting or the tool's."""
    own = assemble([*store.all_of(kinds.OwnRule), *store.all_of(kinds.Commitment)], on=today)
    return (interval(setting(own, "waiver_max")) or A_YEAR).after(today)


def owners_of(refs: Iterable[str]) -> Iterator[str]:
    """Who answers for the records, of whatever kind they are."""
    wanted = list(refs)
    for table in TABLES.values():
        if wanted and any(each.name == "owner" for each in fields_of(table.kind)):
            at_fault = store.all_of(table.kind, ref__in=wanted)
            yield from (str(owner) for each in at_fault if (owner := getattr(each, "owner", "")))
