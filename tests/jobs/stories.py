"""Work for tests: a job that enters two assets, each in a step of its own."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from plumbline.apps.assets.services import assets
from plumbline.apps.jobs.handlers import HANDLERS, Handler
from plumbline.apps.jobs.queue import Pace
from plumbline.apps.jobs.work import Work
from plumbline.engine.domain import kinds

QUICK = Pace(lease=timedelta(seconds=0.6), pause=timedelta(0), tries=1000)


@contextmanager
def handled(name: str, handler: Handler) -> Iterator[None]:
    """Let this handler do the jobs of this name for a while."""
    HANDLERS[name] = handler
    try:
        yield
    finally:
        del HANDLERS[name]


def enter_two(work: Work) -> Mapping[str, str]:
    """Enter two assets, slowly enough to be killed before, in between and after."""
    title = work.payload["title"]
    for at, side in enumerate(("left", "right")):
        work.progress(at, 2, f"entering {side}")
        time.sleep(0.02)
        work.once(side, lambda side=side: assets.add(work.actor, kinds.Asset(title=f"{title} {side}")))  # type: ignore[misc]  # a default binds the loop's value
    return {"entered": title}
