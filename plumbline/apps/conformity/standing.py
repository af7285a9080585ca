"""What the rules find now, kept up to date: pages take the last finished report and never wait for a large one.

A small system is judged as soon as a page asks. A large one is judged by one thread of this process, which asks again
only the rules whose records changed, and looks by itself whether another process wrote something.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import date, datetime, timedelta
from threading import Lock
from uuid import UUID

from django.db import DatabaseError

from plumbline.apps.conformity.judged import Judged
from plumbline.apps.conformity.sightings import Sightings
from plumbline.apps.conformity.upkeep import later
from plumbline.apps.journal import ports
from plumbline.apps.journal.log import NoLogError
from plumbline.apps.records import living
from plumbline.apps.records.living import System
from plumbline.engine.rules.rejudging import Judgement, judge, judge_again
from plumbline.engine.rules.runner import audit

SMALL = 5_000
"""A system with fewer records is judged while the page waits: that takes less than half a second."""
PASTS_HELD = 4
ASKED_LATELY = timedelta(minutes=10)

_desks: dict[UUID, Desk] = {}
_pasts: OrderedDict[tuple[UUID, int, date, date | None], Judged] = OrderedDict()
_registry = Lock()


def report(system: System, on: date, as_of: date | None = None) -> Judged:
    """What the rules find in a system on a day: the last finished report, and whether it is of this very head.

    `as_of` is the past day that is shown, where one is; its report is made once and not kept up to date.
    """
    if as_of is not None:
        return _of_the_past(system, on, as_of)
    return _desk(system.organization_id).report(system, on)


def report_now(system: System, on: date) -> Judged:
    """What the rules find in a system on a day, however long it takes: for work that nobody waits for."""
    return _desk(system.organization_id).judged(system, on)


def last(organization_id: UUID) -> Judged | None:
    """The last finished report of an organisation as it is now, whatever was written since; None before the first."""
    with _registry:
        desk = _desks.get(organization_id)
    return desk.last if desk else None


def last_of_past(system: System, as_of: date) -> Judged | None:
    """The report of a past day that somebody has asked for already; None where nobody has."""
    with _registry:
        return _pasts.get((system.organization_id, system.head, as_of, as_of))


def catch_up() -> None:
    """Judge anew what others wrote into the organisations that somebody asked about lately."""
    with _registry:
        asked = [(organization_id, desk) for organization_id, desk in _desks.items() if desk.is_asked()]
    for organization_id, desk in asked:
        try:
            desk.catch_up(living.system(organization_id))
        except (DatabaseError, NoLogError):  # the next page says so; here it would only end the thread
            continue


def forget() -> None:
    """Let go of every report: the next page has the whole judged."""
    with _registry:
        _desks.clear()
        _pasts.clear()


def _desk(organization_id: UUID) -> Desk:
    with _registry:
        return _desks.setdefault(organization_id, Desk())


class Desk:
    """What was found last in one organisation, by whom it was asked for, and what is waiting to be judged."""

    def __init__(self) -> None:
        self._judging = Lock()
        self._last: tuple[System, Judgement, Judged] | None = None
        self._wanted: tuple[System, date] | None = None
        self._asked_at: datetime | None = None
        self._sightings = Sightings()

    def report(self, system: System, on: date) -> Judged:
        """The report of a system now, or the last one while the new one is being made."""
        self._asked_at = ports.now()
        if (found := self._level_with(system, on)) is not None:
            return found
        if system.size < SMALL:
            return self.judged(system, on)
        self._want(system, on)
        if (found := self._level_with(system, on)) is not None:  # whoever does the work may have done it at once
            return found
        return self._last[2].overtaken() if self._last else Judged(None, 0, level=False)

    @property
    def last(self) -> Judged | None:
        """What was found last."""
        return self._last[2] if self._last else None

    def is_asked(self) -> bool:
        """Whether somebody asked lately."""
        return self._asked_at is not None and ports.now() - self._asked_at < ASKED_LATELY

    def catch_up(self, system: System) -> None:
        """Judge a later state on the day judged last, if it is one."""
        if self._last is not None and self._level_with(system, self._last[1].report.on) is None:
            self.judged(system, self._last[1].report.on)

    def _level_with(self, system: System, on: date) -> Judged | None:
        if self._last is None:
            return None
        held, judgement, judged = self._last
        same = held is system or (held.head, held.place.leaf) == (system.head, system.place.leaf)
        return judged if same and judgement.report.on == on else None

    def _want(self, system: System, on: date) -> None:
        waiting = self._wanted is not None
        self._wanted = (system, on)
        if not waiting:
            later(self._work_off, catch_up)

    def _work_off(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.judged(*wanted)

    def judged(self, system: System, on: date) -> Judged:
        """The report of a system, made now where it is not at hand."""
        with self._judging:
            if (found := self._level_with(system, on)) is not None:
                return found
            isms = system.isms(on)
            if self._last is None:
                made = judge(isms)
            else:
                made = judge_again(isms, self._last[1], self._last[0].touched(system))
            first_seen = self._sightings.after(system.organization_id, made.report)
            judged = Judged(made.report, system.head, level=True, first_seen=first_seen)
            self._last = (system, made, judged)
            return judged


def _of_the_past(system: System, on: date, as_of: date) -> Judged:
    key = (system.organization_id, system.head, on, as_of)
    with _registry:
        found = _pasts.get(key)
    if found is None and system.size < SMALL:
        return _judge_the_past(system, on, as_of)
    if found is None:
        later(lambda: _judge_the_past(system, on, as_of), catch_up)
        with _registry:
            found = _pasts.get(key)
    return found or Judged(None, 0, level=False)


def _judge_the_past(system: System, on: date, as_of: date) -> Judged:
    key = (system.organization_id, system.head, on, as_of)
    with _registry:
        found = _pasts.get(key)
    if found is None:
        found = Judged(audit(system.isms(on, as_of)), system.head, level=True)
    with _registry:
        _pasts[key] = found
        _pasts.move_to_end(key)
        while len(_pasts) > PASTS_HELD:
            _pasts.popitem(last=False)
    return found
