"""Kills workers again and again in the middle of their jobs, then lets one finish, and says what came of it.

Run as a program: `python -m tests.jobs.killed_workers KILLS SEED`. It makes a home of its own, on the database of
PLUMBLINE_DATABASE_URL where there is one. Prints one JSON object.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from plumbline.apps.accounts.actor import Actor

JOBS = 100
"""More than all the workers that are killed could do."""
LONGEST = 90  # seconds for what the kills have left


def main(kills: int, seed: int) -> None:
    """Kill so many workers; the last one may live."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "plumbline.config.settings"
    import django

    django.setup()
    from django.db import connection

    from plumbline.apps.jobs.queue import enqueue
    from plumbline.apps.organization.services import create_organization
    from plumbline.cli.database import make_new
    from plumbline.engine.domain.kinds import Organization

    make_new()
    actor = create_organization(Organization(title="Brief", time_zone="UTC"), founder="Ada", email="ada@firm.example")

    def ask_for(*numbers: int) -> None:
        for number in numbers:
            enqueue(actor, "story", f"story:{number}", {"title": f"Server {number}"})
        connection.close()

    ask_for(*range(JOBS - 1))
    chance = random.Random(seed)
    inside = sum(_killed(actor, chance) for _ in range(kills))
    ask_for(JOBS - 1)  # so that there is one to fall asleep over, however quick the others were
    zombie = _worker(falls_asleep=True)
    os.waitpid(zombie, os.WUNTRACED)  # asleep with a job in its hands, longer than its lease
    last = _worker()
    deadline = time.monotonic() + LONGEST
    while _counted(actor)["open"] and time.monotonic() < deadline:
        time.sleep(0.1)
    os.kill(zombie, signal.SIGCONT)
    time.sleep(0.5)
    for each in (zombie, last):
        os.kill(each, signal.SIGKILL)
        os.waitpid(each, 0)
    sys.stdout.write(json.dumps({"inside": inside} | _counted(actor)) + "\n")


def _killed(actor: Actor, chance: random.Random) -> bool:
    """Start a worker and kill it; whether it had a job in its hands."""
    worker = _worker()
    time.sleep(chance.uniform(0.02, 0.35))
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    return bool(_counted(actor)["running"])


def _worker(*, falls_asleep: bool = False) -> int:
    """A worker in a process of its own; returns its id. One that falls asleep stops before the first step it does."""
    child = os.fork()
    if child:
        return child
    from plumbline.apps.jobs import work
    from plumbline.apps.jobs.handlers import HANDLERS
    from plumbline.apps.jobs.worker import Worker
    from tests.jobs.stories import QUICK, enter_two

    if falls_asleep:
        once = work.Work.once

        def sleep_and_do(self: work.Work, *asked: Any) -> Any:
            os.kill(os.getpid(), signal.SIGSTOP)
            return once(self, *asked)

        work.Work.once = sleep_and_do  # type: ignore[assignment, method-assign]  # of this process only, which ends with it
    HANDLERS["story"] = enter_two
    Worker(QUICK).run()
    os._exit(0)


def _counted(actor: Actor) -> dict[str, Any]:
    """How the jobs and the register stand, read by a process of its own, so that workers are forked without one."""
    told, tell = os.pipe()
    reader = os.fork()
    if not reader:
        os.close(told)
        os.write(tell, json.dumps(_read(actor.organization_id)).encode())
        os._exit(0)
    os.close(tell)
    with os.fdopen(told, "rb") as answer:
        found: dict[str, Any] = json.loads(answer.read())
    os.waitpid(reader, 0)
    return found


def _read(organization_id: UUID) -> dict[str, Any]:
    from plumbline.apps.accounts.tenancy import within
    from plumbline.apps.assets.models import Asset
    from plumbline.apps.jobs.models import OPEN_STATES, Job
    from plumbline.apps.journal.verify import verify

    jobs = Job.everywhere.filter(name="story")
    open_jobs = jobs.filter(state__in=OPEN_STATES).count()
    counts = {"open": open_jobs, "running": jobs.filter(state="running").count()}
    if open_jobs:
        return counts
    with within(organization_id):
        entered = sorted(Asset.objects.values_list("title", flat=True))
    report = verify(organization_id)
    states = sorted(set(jobs.values_list("state", flat=True)))
    most = max(jobs.values_list("attempts", flat=True))
    return counts | {"entered": entered, "states": states, "sound": report.sound, "most_attempts": most}


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
