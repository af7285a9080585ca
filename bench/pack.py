"""An auditor's pack of a large organisation: how long it takes to make, how much memory, and how long to check.

    python -m bench.pack [FACTOR]

FACTOR scales 10,000 risks, 10,000 assets, 50,000 evidence items with a file of 10 kB each and 2,000 documents (default
1). The files are bytes of chance, which nothing makes smaller.
"""

import gc
import hashlib
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from bench.generated import Sizes
from bench.living import organization_in
from plumbline.cli import LIVE_VALUES

if TYPE_CHECKING:
    from plumbline.apps.accounts.actor import Actor

FILE_SIZE = 10_000
AT_A_TIME = 5_000
MEGABYTE = 2**20
GOALS = {
    "made in (s)": "60",
    "peak memory while it is made (MB)": "500",
    "checked in (s)": "60",
}


def main(factor: float) -> None:
    """Print one line for each thing measured, beside its goal."""
    gc.set_threshold(LIVE_VALUES, 50, 100)
    home = Path(tempfile.mkdtemp(prefix="plumbline-bench-"))
    os.environ["PLUMBLINE_HOME"] = str(home / "home")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plumbline.config.settings")
    import django

    django.setup()
    sizes = Sizes().scaled(factor)
    try:
        actor = organization_in(home, replace(sizes, evidence=1))
        _in_a_child(lambda: _file_evidence(actor, sizes.evidence))
        for name, value in _measured(actor, home / "pack.zip"):
            print(f"{name:<40} {value:>10}   goal {GOALS.get(name, '–')}", flush=True)
    finally:
        shutil.rmtree(home)


def _kept(content: bytes) -> str:
    """Keep a file without waiting for the disk: fifty thousand waits are minutes that nobody measures."""
    from plumbline.apps.journal import blobs

    digest = hashlib.sha256(content).hexdigest()
    blobs.place(digest).parent.mkdir(parents=True, exist_ok=True)
    blobs.place(digest).write_bytes(content)
    return digest


def _file_evidence(actor: "Actor", number: int) -> None:
    """Evidence items that each have a file, in a process of its own, whose memory is not measured."""
    from plumbline.apps.evidence.services import file_evidence
    from plumbline.apps.journal import ports
    from plumbline.engine.domain.documents import Blob
    from plumbline.engine.domain.kinds import EvidenceItem
    from plumbline.engine.standard.catalogue import standard

    controls, today = list(standard().controls), ports.today("Europe/Berlin")
    for first in range(0, number, AT_A_TIME):
        items = []
        for at in range(first, min(first + AT_A_TIME, number)):
            content = random.Random(at).randbytes(FILE_SIZE)
            blob = Blob(sha256=_kept(content), name=f"Export {at}.pdf", size=FILE_SIZE)
            items.append(
                EvidenceItem(
                    title=f"Export {at}",
                    shows="What was found on that day.",
                    controls=(controls[at % len(controls)],),
                    observed_on=today - timedelta(days=at % 400),
                    blob=blob,
                )
            )
        file_evidence(actor, *items)


def _in_a_child(work: Callable[[], None]) -> None:
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        raise SystemExit("The evidence could not be filed.")


def _measured(actor: "Actor", target: Path) -> Iterator[tuple[str, str]]:
    from plumbline.apps.certification.packing import Wish, make_pack
    from plumbline.apps.journal import ports
    from plumbline.apps.records.reading import isms_now
    from plumbline.reports.pack import verify

    steps: dict[str, float] = {}

    def told(_done: int, _total: int, words: str) -> None:
        steps.setdefault(words, time.perf_counter())

    began = time.perf_counter()
    isms = isms_now(actor, ports.today("Europe/Berlin"))
    made = make_pack(actor, isms, target, Wish(), {}, told)
    ended = time.perf_counter()
    yield "files", f"{made.files:,}"
    yield "size (MB)", f"{made.size / MEGABYTE:,.0f}"
    moments = [*steps.items(), ("", ended)]
    yield "  Reading the records.", f"{moments[0][1] - began:.1f}"
    for (words, at), (_, after) in pairwise(moments):
        yield f"  {words}", f"{after - at:.1f}"
    yield "made in (s)", f"{ended - began:.1f}"
    yield "peak memory while it is made (MB)", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}"
    began = time.perf_counter()
    subprocess.run([sys.executable, "-I", "-S", verify.__file__, str(target)], check=True, stdout=subprocess.DEVNULL)
    yield "checked in (s)", f"{time.perf_counter() - began:.1f}"


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
