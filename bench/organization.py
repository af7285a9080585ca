"""A large organisation from its register files to its audit: import, as-of load, audit, Statement of Applicability.

    python -m bench.organization [FACTOR]

FACTOR scales 10,000 risks, 10,000 assets, 50,000 evidence items and 2,000 documents (default 1).
"""

import gc
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from bench.generated import Sizes, write
from plumbline.cli import LIVE_VALUES

T = TypeVar("T")

GOALS = {
    "audit, loaded (s)": "3",
    "as-of load, per 100,000 versions (s)": "3",
    "SoA XLSX after load (s)": "0.5",
    "SoA PDF after load (s)": "1",
    "peak memory (MB)": "600",
}


def main(factor: float) -> None:
    """Print one line for each thing measured, beside its goal; cycles are looked for as seldom as in a command."""
    gc.set_threshold(LIVE_VALUES, 50, 100)
    home = Path(tempfile.mkdtemp(prefix="plumbline-bench-"))
    os.environ["PLUMBLINE_HOME"] = str(home / "home")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plumbline.config.settings")
    import django

    django.setup()
    try:
        for name, value in _measured(home, Sizes().scaled(factor)):
            print(f"{name:<44} {value:>10}   goal {GOALS.get(name, '–')}", flush=True)
    finally:
        shutil.rmtree(home)


def _measured(home: Path, sizes: Sizes) -> Iterator[tuple[str, str]]:
    from plumbline.apps.administration.importing import apply, prepare
    from plumbline.apps.journal import ports, reading
    from plumbline.apps.organization.services import create_organization
    from plumbline.apps.records.reading import isms_now
    from plumbline.cli.database import make_new
    from plumbline.engine.domain.kinds import Organization
    from plumbline.engine.rules.rule import all_rules
    from plumbline.engine.rules.runner import audit
    from plumbline.exchange.sources import sources_in
    from plumbline.reports.soa.render import render
    from plumbline.reports.soa.rows import soa_report

    make_new()
    day = ports.today("UTC")
    actor = create_organization(Organization(title="Large", time_zone="UTC"), founder="Ada", email="ada@firm.example")
    clock = Clock()
    for file in write(home / "registers", sizes, day):
        with clock.running("import: read and compare (s)"):
            prepared = prepare(actor.organization_id, isms_now(actor, day), sources_in([file]))
        with clock.running("import: apply (s)"):
            apply(actor, prepared)
    yield from clock.read()
    yield "memory after import (MB)", _peak()
    size = reading.head(actor.organization_id)
    versions = sum(1 for _ in reading.versions_at(actor.organization_id, size))
    yield "records", f"{versions:,}"
    isms, seconds = _timed(lambda: isms_now(actor, day))
    yield "as-of load (s)", f"{seconds:.2f}"
    yield "as-of load, per 100,000 versions (s)", f"{seconds * 100_000 / versions:.2f}"
    yield "rules imported (s)", f"{_timed(all_rules)[1]:.2f}"
    report, seconds = _timed(lambda: audit(isms))
    yield "audit, loaded (s)", f"{seconds:.2f}"
    yield "findings", f"{len(report.findings):,}"
    statement, seconds = _timed(lambda: soa_report(isms, made_at=ports.now()))
    yield "SoA rows (s)", f"{seconds:.2f}"
    yield "SoA XLSX after load (s)", f"{_timed(lambda: render(statement, 'xlsx'))[1]:.2f}"
    yield "SoA PDF after load (s)", f"{_timed(lambda: render(statement, 'pdf'))[1]:.2f}"
    yield "peak memory (MB)", _peak()


class Clock:
    """Adds up what several runs of the same step took."""

    def __init__(self) -> None:
        self.sums: dict[str, float] = {}

    @contextmanager
    def running(self, name: str) -> Iterator[None]:
        """Count the time of a block under a name."""
        began = time.perf_counter()
        yield
        self.sums[name] = self.sums.get(name, 0.0) + time.perf_counter() - began

    def read(self) -> Iterator[tuple[str, str]]:
        """The sums so far."""
        yield from ((name, f"{seconds:.2f}") for name, seconds in self.sums.items())


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    began = time.perf_counter()
    made = work()
    return made, time.perf_counter() - began


def _peak() -> str:
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}"


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
