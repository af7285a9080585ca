"""The whole system as one value, now and at every entry before."""

from __future__ import annotations

import gc
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plumbline.apps.accounts.tenancy import within
from plumbline.apps.journal import ports, reading
from plumbline.apps.records import store
from plumbline.apps.records.reading import isms_at, isms_now
from plumbline.apps.risk.services import risks
from plumbline.engine.domain import kinds
from plumbline.engine.domain.isms import Life
from tests.stories import Firm

TODAY = date(2026, 11, 22)


def test_the_system_is_what_the_tables_hold(firm: Firm) -> None:
    for title in ("Flood", "Fire"):
        risks.add(firm.ada, kinds.Risk(title=title, controls=("A.8.13",)))
    isms = isms_now(firm.ada, TODAY)
    with within(firm.id):
        assert list(isms.all(kinds.Risk)) == sorted(store.all_of(kinds.Risk), key=lambda risk: risk.ref)
    assert isms.organization.title == "Nordwind"
    assert (isms.on, isms.head) == (TODAY, reading.head(firm.id))


def test_the_past_is_one_number(firm: Firm) -> None:
    flood = risks.add(firm.ada, kinds.Risk(title="Flood"))
    then = reading.head(firm.id)
    risks.change(firm.ada, flood.ref, seen=firm.seen(flood), title="Flood of the cellar")
    risks.add(firm.ada, kinds.Risk(title="Fire"))
    assert [each.title for each in isms_at(firm.id, then, on=TODAY).all(kinds.Risk)] == ["Flood"]
    assert [each.title for each in isms_now(firm.ada, TODAY).all(kinds.Risk)] == ["Flood of the cellar", "Fire"]
    nothing_yet = isms_at(firm.id, 0, on=TODAY, as_of=date(2020, 1, 1))
    assert dict(nothing_yet.records) == {}
    assert nothing_yet.as_of == date(2020, 1, 1)


def test_lives_are_days_of_the_organisation(firm: Firm) -> None:
    year = ports.now().year + 1
    with ports.swapped(clock=lambda: datetime(year, 12, 31, 23, 30, tzinfo=UTC)):
        flood = risks.add(firm.ada, kinds.Risk(title="Flood"))
    with ports.swapped(clock=lambda: datetime(year + 1, 2, 1, 9, tzinfo=UTC)):
        risks.change(firm.ada, flood.ref, seen=firm.seen(flood), title="Flood of the cellar")
    life = isms_now(firm.ada, TODAY).lives["risk", "R-1"]
    assert life == Life(date(year + 1, 1, 1), date(year + 1, 2, 1)), (
        "half past eleven in Greenwich is next year in Berlin"
    )


def test_reading_leaves_the_collector_as_it_was(firm: Firm) -> None:
    assert gc.isenabled()
    isms_now(firm.ada, TODAY)
    assert gc.isenabled()


STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "change", "remove"]), st.integers(0, 9), st.text("abc", min_size=1, max_size=3)),
    max_size=12,
)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_every_step_of_a_history_can_be_read_again(firm: Firm, steps: list[tuple[str, int, str]]) -> None:
    truth: dict[int, dict[str, Any]] = {}
    standing = {each.ref: each for each in isms_now(firm.ada, TODAY).all(kinds.Risk)}
    for verb, which, title in steps:
        chosen = list(standing)[which] if which < len(standing) else None
        if verb == "add" or chosen is None:
            written = risks.add(firm.ada, kinds.Risk(title=title))
            standing[written.ref] = written
        elif verb == "change":
            standing[chosen] = risks.change(firm.ada, chosen, seen=firm.seen(standing[chosen]), title=title)
        else:
            risks.remove(firm.ada, chosen, seen=firm.seen(standing[chosen]), reason="Written twice.")
            del standing[chosen]
        truth[reading.head(firm.id)] = dict(standing)
    for size, expected in truth.items():
        assert {each.ref: each for each in isms_at(firm.id, size, on=TODAY).all(kinds.Risk)} == expected
