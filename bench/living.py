"""What a page waits for in a large organisation: reading it in, catching up after a change, search, and judging anew.

    python -m bench.living [FACTOR]

FACTOR scales 10,000 risks, 10,000 assets, 50,000 evidence items and 2,000 documents (default 1). Every figure is
the time of this process, so that a busy machine says little about the code.
"""

import gc
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bench.generated import Sizes, write
from plumbline.cli import LIVE_VALUES

if TYPE_CHECKING:
    from plumbline.apps.accounts.actor import Actor

T = TypeVar("T")

GOALS = {
    "read in, per 100,000 records (ms)": "3,000",
    "nothing was written (ms)": "1",
    "catch-up after a changed risk (ms)": "20",
    "catch-up after a changed evidence item (ms)": "20",
    "search, a word in two records (ms)": "100",
    "search, a word in every record (ms)": "–",
    "what points at a control (ms)": "100",
    "judged anew after a changed risk (ms)": "5,000",
    "judged anew after a changed evidence item (ms)": "5,000",
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
        actor = organization_in(home, Sizes().scaled(factor))
        for name, value in _measured(actor):
            print(f"{name:<50} {value:>10}   goal {GOALS.get(name, '–')}", flush=True)
    finally:
        shutil.rmtree(home)


def organization_in(home: Path, sizes: Sizes) -> "Actor":
    """Found the organisation and import its registers, in a process of its own, whose memory is not measured."""
    from plumbline.apps.accounts.selectors import actor_of
    from plumbline.apps.journal import reading

    child = os.fork()
    if child == 0:
        _found(home, sizes)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        raise SystemExit("The organisation could not be made.")
    return actor_of(reading.journals()[0], "PER-1")


def _found(home: Path, sizes: Sizes) -> None:
    from plumbline.apps.administration.importing import apply, prepare
    from plumbline.apps.journal import ports
    from plumbline.apps.organization.services import create_organization
    from plumbline.apps.records.reading import isms_now
    from plumbline.cli.database import make_new
    from plumbline.engine.domain.kinds import Organization
    from plumbline.exchange.sources import sources_in

    make_new()
    day = ports.today("UTC")
    actor = create_organization(Organization(title="Large", time_zone="UTC"), founder="Ada", email="ada@firm.example")
    for file in write(home / "registers", sizes, day):
        apply(actor, prepare(actor.organization_id, isms_now(actor, day), sources_in([file])))


def _measured(actor: "Actor") -> Iterator[tuple[str, str]]:
    yield from _read(actor)
    yield from _caught_up(actor)
    yield "peak memory (MB)", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}"


def _read(actor: "Actor") -> Iterator[tuple[str, str]]:
    """What the first pages wait for, and the later ones."""
    from plumbline.apps.journal import ports
    from plumbline.apps.records import living

    system, spent = _timed(lambda: living.system(actor.organization_id))
    yield "records", f"{system.size:,}"
    yield "read in, per 100,000 records (ms)", f"{spent * 100_000 / system.size:,.0f}"
    yield "nothing was written (ms)", f"{_timed(lambda: living.system(actor.organization_id))[1]:.1f}"
    yield "names, at the first page (ms)", f"{_timed(lambda: system.isms(ports.today('UTC')))[1]:.0f}"
    yield "references turned round, at the first record (ms)", f"{_timed(lambda: system.pointing_at('A.5.9'))[1]:.0f}"
    yield "what points at a control (ms)", f"{_timed(lambda: system.pointing_at('A.5.9'))[1]:.1f}"
    yield "texts, at the first search (ms)", f"{_timed(lambda: system.search('evidence'))[1]:.0f}"
    yield "search, a word in two records (ms)", f"{_timed(lambda: system.search('evidence'))[1]:.1f}"
    yield "search, a word in every record (ms)", f"{_timed(lambda: system.search('e'))[1]:.1f}"


def _caught_up(actor: "Actor") -> Iterator[tuple[str, str]]:
    """What a change costs the next page, and the rules."""
    from plumbline.apps.conformity import standing
    from plumbline.apps.conformity.upkeep import done_by
    from plumbline.apps.evidence.services import evidence_items
    from plumbline.apps.journal import ports
    from plumbline.apps.records import living
    from plumbline.apps.risk.services import risks
    from plumbline.engine.rules.rule import all_rules

    day = ports.today("UTC")

    def now() -> living.System:
        return living.system(actor.organization_id)

    all_rules()
    with done_by(lambda work, look_round: work()):
        yield "judged whole (ms)", f"{_timed(lambda: standing.report(now(), day))[1]:,.0f}"
        for writer, called in ((risks, "risk"), (evidence_items, "evidence item")):
            held = now().isms(day).all(writer.kind)
            record = held[len(held) // 2]
            seen = now().seen(record.KIND, record.ref) or 0
            writer.change(actor, record.ref, seen=seen, note=f"{record.note} Looked at again.")
            yield f"catch-up after a changed {called} (ms)", f"{_timed(now)[1]:.1f}"
            yield f"judged anew after a changed {called} (ms)", f"{_timed(lambda: standing.report(now(), day))[1]:,.0f}"


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    """What work gives, and how many milliseconds of this process it took."""
    began = time.process_time()
    made = work()
    return made, (time.process_time() - began) * 1000


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
