"""How long the reports of a large organisation take: the Statement of Applicability in every format.

    python -m bench.reports

Prints a table of measured times beside their goals; asserts nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TypeVar

from plumbline.engine.domain import soa
from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Action, ControlState, EvidenceItem, Organization, Risk, Scope
from plumbline.engine.standard.catalogue import standard
from plumbline.reports.soa.render import FORMATS, render
from plumbline.reports.soa.rows import soa_report

T = TypeVar("T")
DAY = date(2026, 11, 22)
MADE = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
RISKS, ITEMS = 10_000, 50_000
GOALS = {"xlsx": 0.5, "pdf": 1.0}
HOW = "The owner reviews it each quarter with the team that runs it, and notes what was found and what follows. "


def large() -> Isms:
    """An organisation of 10,000 risks, as many treatments and 50,000 items of evidence, every row filled."""
    keys = tuple(standard().controls)
    seen = [DAY - timedelta(days=days) for days in range(400)]
    risks = (
        Risk(ref=f"R-{n}", title=f"Scenario {n % 97} at place {n % 31}", controls=(keys[n % 93], keys[n * 7 % 93]))
        for n in range(1, RISKS + 1)
    )
    actions = (
        Action(ref=f"ACT-{n}", title=f"Measure {n}", action_kind="treat", answers=(f"R-{n}",), controls=(keys[n % 93],))
        for n in range(1, RISKS + 1)
    )
    items = (
        EvidenceItem(ref=f"EVD-{n}", title=f"Check {n % 50}", controls=(keys[n % 93],), observed_on=seen[n % 400])
        for n in range(1, ITEMS + 1)
    )
    states = (ControlState(ref=key, status="implemented", cadence="quarter", description=HOW * 2) for key in keys)
    ground = (
        Organization(ref="ORG-1", title="Large Organisation"),
        Scope(ref="SCOPE-1", number="1", statement="All services at all places.", state="in force"),
    )
    return assemble([*ground, *risks, *actions, *items, *states], on=DAY, head=1_000_000)


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds of wall time, and what came out."""
    began = time.perf_counter()
    made = work()
    return time.perf_counter() - began, made


def main() -> None:
    """Measure and print."""
    isms = large()
    print(f"{RISKS:,} risks, {RISKS:,} actions, {ITEMS:,} items of evidence")
    spent, found = timed(lambda: soa.rows(isms))
    print(
        f"{'rows computed':<24}{spent:8.3f} s   {len(found)} rows, {sum(len(each.drivers) for each in found):,} sources"
    )
    spent, report = timed(lambda: soa_report(isms, made_at=MADE))
    print(f"{'report built':<24}{spent:8.3f} s")
    for form in FORMATS:
        spent, made = timed(partial(render, report, form))
        goal = f"   goal {GOALS[form]} s" if form in GOALS else ""
        print(f"{form:<24}{spent:8.3f} s   {len(made):>10,} bytes{goal}")


if __name__ == "__main__":
    main()
