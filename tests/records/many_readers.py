"""Many readers in threads of one process and a writer, here or in another process; nobody may see half a change.

Run as a program, `python -m tests.records.many_readers FOLDER`: in a home of its own there, the writer is a process of
its own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.stories import Firm

TODAY = date(2026, 11, 22)
READERS = 3
FLOODS = 12


def main(folder: Path) -> None:
    """Read in threads while a child process writes."""
    os.environ["PLUMBLINE_HOME"] = str(folder / "home")
    os.environ["DJANGO_SETTINGS_MODULE"] = "plumbline.config.settings"
    import django

    django.setup()
    from django.db import connection

    from plumbline.cli.database import make_new
    from tests.stories import found_firm

    make_new()
    firm = found_firm()
    connection.close()
    child = os.fork()
    if child == 0:
        write(firm)
        os._exit(0)
    read_until(firm, lambda: os.waitpid(child, os.WNOHANG) == (child, 0))


def write(firm: Firm) -> None:
    """Enter risks and change each of them once."""
    from plumbline.apps.risk.services import risks
    from plumbline.engine.domain import kinds

    for number in range(FLOODS):
        flood = risks.add(firm.ada, kinds.Risk(title=f"Flood {number}"))
        risks.change(firm.ada, flood.ref, seen=firm.seen(flood), title=f"Flood {number}, again")


def read_until(firm: Firm, finished: Callable[[], bool]) -> None:
    """Read in threads until the writer has finished, then see that its last change is there."""
    from plumbline.apps.records import living
    from plumbline.engine.domain import kinds

    ended: list[bool] = []
    with ThreadPoolExecutor(READERS) as pool:
        readers = [pool.submit(_read, firm, ended) for _ in range(READERS)]
        while not finished() and not any(each.done() for each in readers):
            living.system(firm.id)
        ended.append(True)
        for reader in readers:
            reader.result()
    last = living.system(firm.id).isms(TODAY).all(kinds.Risk)
    assert [each.title for each in last] == [f"Flood {number}, again" for number in range(FLOODS)]


def _read(firm: Firm, ended: list[bool]) -> None:
    from django.db import connection

    from plumbline.apps.records import living
    from plumbline.engine.domain import kinds

    head = 0
    try:
        while not ended:
            system = living.system(firm.id)
            assert system.head >= head, "time went backwards"
            head = system.head
            held = system.isms(TODAY).all(kinds.Risk)
            before = [each.title for each in held]
            assert [each.ref for each in held] == [f"R-{number}" for number in range(1, len(held) + 1)]
            for each in held:
                assert system.pointing_at(each) == ()
                assert system.search(each.ref)[0].record is each
            assert [each.title for each in system.isms(TODAY).all(kinds.Risk)] == before, "a snapshot moved"
    finally:
        connection.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
