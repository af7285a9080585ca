"""Every step of a random history is read back as it was, and its values are the same bytes on every database.

What stands after each step is also kept in a plain dictionary that no database has seen: values, and references counted
by hand. The digest of its canonical bytes is compared with that of what the journal gives back, so SQLite and
PostgreSQL, which go through the same histories, are held against one and the same truth.
"""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from plumbline.apps.accounts.tenancy import within
from plumbline.apps.journal import ports, reading
from plumbline.apps.journal.verify import verify
from plumbline.apps.records import store
from plumbline.apps.records.reading import isms_at
from plumbline.apps.records.writers import writer_of
from plumbline.engine.domain import kinds
from plumbline.engine.domain.codec import encode
from plumbline.engine.domain.kinds import Record
from tests.records.declared import records_of
from tests.stories import Firm

BERLIN = ZoneInfo("Europe/Berlin")
STORIED: tuple[type[Record], ...] = (
    kinds.Asset,
    kinds.Incident,
    kinds.Issue,
    kinds.Objective,
    kinds.Risk,
    kinds.Supplier,
)
NAMES = frozenset(each.KIND for each in STORIED)
Standing = dict[tuple[str, str], Record]


class Truth:
    """What stands, kept beside the database; and what stood after each entry and at the end of each day."""

    def __init__(self, firm: Firm) -> None:
        self.firm = firm
        self.clock = datetime(2030, 1, 1, 12, tzinfo=UTC)
        self.standing: Standing = {}
        self.allotted = dict.fromkeys(NAMES, 0)
        self.after: dict[int, Standing] = {}
        self.on: dict[date, Standing] = {}

    def step(self, verb: str, kind: type[Record], drawn: Record, which: int, hours: int) -> None:
        """Do one thing through the services, and write down what has to stand then."""
        self.clock += timedelta(hours=hours)
        mine = [value for (name, _), value in self.standing.items() if name == kind.KIND]
        with ports.swapped(clock=lambda: self.clock):
            if verb == "add" or not mine:
                self._add(kind, drawn)
            else:
                self._later(verb, mine[which % len(mine)], drawn)
        self.after[reading.head(self.firm.id)] = self.on[self.clock.astimezone(BERLIN).date()] = dict(self.standing)

    def _add(self, kind: type[Record], drawn: Record) -> None:
        self.allotted[kind.KIND] += 1
        expected = dataclasses.replace(drawn, ref=f"{kind.PREFIX}-{self.allotted[kind.KIND]}")
        assert writer_of(kind).add(self.firm.ada, drawn) == expected
        self.standing[kind.KIND, expected.ref] = expected

    def _later(self, verb: str, before: Record, drawn: Record) -> None:
        door, place = writer_of(type(before)), (before.KIND, before.ref)
        seen = self.firm.seen(before)
        if verb == "remove":
            door.remove(self.firm.ada, before.ref, seen=seen, reason="Entered by mistake.")
            del self.standing[place]
        elif verb == "end":
            state = min(before.ENDED)
            door.end(self.firm.ada, before.ref, seen=seen, reason="It is over.", state=state)
            noted = f"{before.note}\n\nIt is over.".strip()
            self.standing[place] = dataclasses.replace(before, state=state, note=noted)  # type: ignore[call-arg]  # each storied kind has a state
        else:
            fields = {each.name: getattr(drawn, each.name) for each in dataclasses.fields(drawn)[1::2]}
            fields.pop("ref", None)
            door.change(self.firm.ada, before.ref, seen=seen, **fields)
            self.standing[place] = dataclasses.replace(before, **fields)

    def told(self, size: int) -> Standing:
        """What the journal says of the storied kinds after so many entries."""
        isms = isms_at(self.firm.id, size, on=self.clock.date())
        return {(name, each.ref): each for name in NAMES for each in isms.records.get(name, ())}

    def digest(self, size: int) -> str:
        """The digest of the values as the database keeps them."""
        stored = reading.versions_at(self.firm.id, size)
        return _digest({(each.kind, each.ref): (each.value or "").encode() for each in stored if each.kind in NAMES})


def _digest(values: dict[tuple[str, str], bytes]) -> str:
    whole = sha256()
    for (kind, ref), value in sorted(values.items()):
        whole.update(f"{kind} {ref} {len(value)} ".encode() + value)
    return whole.hexdigest()


@st.composite
def steps(draw: st.DrawFn) -> tuple[Any, ...]:
    """A verb, a kind, values to write, which record of the kind, and hours since the step before."""
    kind = draw(st.sampled_from(STORIED))
    verb = draw(st.sampled_from(["add", "add", "change", "change", "end", "remove"]))
    return verb, kind, draw(records_of(kind)), draw(st.integers(0, 9)), draw(st.integers(0, 40))


def test_every_step_of_a_history_over_several_registers_is_read_back_as_it_was(firm: Firm) -> None:
    truth = Truth(firm)
    before = reading.head(firm.id)

    @settings(max_examples=25)
    @given(history=st.lists(steps(), min_size=3, max_size=8))
    def goes_on(history: list[tuple[Any, ...]]) -> None:
        for each in history:
            truth.step(*each)

    goes_on()
    assert len(truth.after) > 60
    assert truth.told(before) == {}
    for size, stood in truth.after.items():
        assert truth.told(size) == stood, f"after {size} entries"
        assert truth.digest(size) == _digest({place: encode(value) for place, value in stood.items()})
    for day, stood in truth.on.items():
        assert truth.told(reading.index_at(firm.id, day, "Europe/Berlin")) == stood, f"at the end of {day}"
    with within(firm.id):
        now = {(kind.KIND, each.ref): each for kind in STORIED for each in store.all_of(kind)}
    assert now == truth.standing, "the registers themselves say what the journal says"
    assert verify(firm.id).problems == ()
