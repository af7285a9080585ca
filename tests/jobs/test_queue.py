"""A job is written with the action that wants it, claimed by one worker, and ended by nobody but its holder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from plumbline.apps.accounts.action import action
from plumbline.apps.accounts.actor import Actor
from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.jobs import queue, selectors
from plumbline.apps.jobs.queue import LostLeaseError, Pace, enqueue
from plumbline.apps.journal import ports
from tests.stories import Firm

SHORT = Pace(lease=timedelta(seconds=-1), pause=timedelta(0), tries=3)
"""A lease that has lapsed as soon as it is given."""


@action(Permission.LOG_VERIFY, name="tests.jobs.enqueue_and_fail")
def enqueue_and_fail(actor: Actor) -> None:
    enqueue(actor, "story", "never")
    raise LookupError("the action fails after it asked for work")


def test_the_same_key_is_the_same_work(firm: Firm) -> None:
    first = enqueue(firm.ada, "story", "one", {"n": 1})
    assert enqueue(firm.ada, "story", "one", {"n": 2}) == first
    view = selectors.job(firm.id, first)
    assert view is not None
    assert (view.state, view.caused_by, view.open) == ("waiting", firm.ada.person, True)
    claimed = queue.claim()
    assert claimed is not None
    assert claimed.payload == {"n": 1}
    assert queue.claim() is None


def test_an_action_that_fails_leaves_no_job_behind(firm: Firm) -> None:
    with pytest.raises(LookupError):
        enqueue_and_fail(firm.ada)
    assert selectors.job_by_key(firm.id, "never") is None


def test_a_job_for_later_waits_for_its_time(firm: Firm) -> None:
    enqueue(firm.ada, "story", "later", run_at=ports.now() + timedelta(hours=1))
    assert queue.claim() is None
    late = ports.now() + timedelta(hours=2)
    with ports.swapped(clock=lambda: late):
        assert queue.claim() is not None


def test_a_zombie_changes_nothing_once_its_lease_was_taken_over(firm: Firm) -> None:
    job = enqueue(firm.ada, "story", "one")
    zombie = queue.claim(SHORT)
    heir = queue.claim()
    assert zombie is not None
    assert heir is not None
    assert (zombie.id, zombie.attempt, heir.attempt) == (heir.id, 1, 2)
    late: tuple[Callable[[], None], ...] = (
        partial(queue.finish, zombie, {"by": "zombie"}),
        partial(queue.bury, zombie, "by the zombie"),
        partial(queue.try_later, zombie, "by the zombie"),
        partial(queue.mark, zombie, "by the zombie"),
        partial(queue.beat, zombie, done=99),
    )
    for deed in late:
        with pytest.raises(LostLeaseError):
            deed()
    queue.finish(heir, {"by": "heir"})
    view = selectors.job(firm.id, job)
    assert view is not None
    assert (view.state, view.result, view.done, view.error) == ("done", {"by": "heir"}, 0, "")


def test_work_that_kills_its_worker_again_and_again_is_buried_with_a_sentence(firm: Firm) -> None:
    job = enqueue(firm.ada, "story", "poison")
    assert [queue.claim(SHORT) is not None for _ in range(4)] == [True, True, True, False]
    (buried,) = selectors.dead(firm.id)
    assert buried.id == job
    assert "stopped without a word, 3 times" in buried.error
    assert queue.revive(firm.ada, job)
    again = queue.claim()
    assert again is not None
    assert again.attempt == 1


def test_a_pause_grows_with_every_attempt_and_ends() -> None:
    pace = Pace(pause=timedelta(seconds=15))
    assert [pace.after(n).total_seconds() for n in (1, 2, 3, 20)] == [15, 30, 60, 3600]


def test_jobs_of_one_firm_are_not_told_to_another(firm: Firm) -> None:
    from tests.stories import found_firm

    other = found_firm("Südwind", "suedwind.example")
    job = enqueue(firm.ada, "story", "one")
    assert selectors.job(other.id, job) is None
    assert selectors.job_by_key(other.id, "one") is None
    assert not queue.revive(other.ada, job)
