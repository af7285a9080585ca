"""What a worker makes of its jobs: done with a result, refused for good, or tried again."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import pytest

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.assets.services import assets
from plumbline.apps.jobs import selectors
from plumbline.apps.jobs.models import Job
from plumbline.apps.jobs.queue import Pace, enqueue
from plumbline.apps.jobs.selectors import JobView
from plumbline.apps.jobs.work import StoppingError, TwoActionsError, Work
from plumbline.apps.jobs.worker import run_all, run_one
from plumbline.apps.journal import ports, reading
from plumbline.apps.journal.verify import verify
from plumbline.apps.records.reading import isms_now
from plumbline.engine.domain import kinds
from tests.jobs.stories import enter_two, handled
from tests.stories import Firm

AT_ONCE = Pace(lease=timedelta(seconds=60), pause=timedelta(seconds=-1), tries=3)


def told(firm: Firm, job: UUID) -> JobView:
    view = selectors.job(firm.id, job)
    assert view is not None
    return view


def titles(firm: Firm) -> list[str]:
    return sorted(each.title for each in isms_now(firm.ada, ports.today("UTC")).live(kinds.Asset))


def test_a_job_acts_for_whoever_caused_it_and_says_so_in_the_journal(firm: Firm) -> None:
    with handled("story", enter_two):
        job = enqueue(firm.ada, "story", "one", {"title": "Server"})
        assert run_one()
    view = told(firm, job)
    assert (view.state, view.result, view.percent) == ("done", {"entered": "Server"}, 50)
    assert titles(firm) == ["Server left", "Server right"]
    size = reading.head(firm.id)
    (entry,) = reading.entries_between(firm.id, size - 1, size)
    assert (entry.actor.kind, entry.actor.id, entry.via, entry.req) == ("job", firm.ada.id, "job", str(job))
    assert verify(firm.id).sound


def test_a_job_may_do_no_more_than_the_person_who_caused_it(firm: Firm) -> None:
    with handled("story", enter_two):
        job = enqueue(firm.dan, "story", "one", {"title": "Server"})
        run_all()
    view = told(firm, job)
    assert view.state == "dead"
    assert "asset:write" in view.error
    assert titles(firm) == []


def test_what_a_service_refuses_is_not_tried_again(firm: Firm) -> None:
    def refuse(work: Work) -> None:
        raise RefusedError("The file holds no table. Choose another.")

    with handled("story", refuse):
        job = enqueue(firm.ada, "story", "one")
        assert run_all(AT_ONCE) == 1
    assert (told(firm, job).state, told(firm, job).error) == ("dead", "The file holds no table. Choose another.")


def test_what_fails_is_tried_again_and_goes_on_where_it_was(firm: Firm, caplog: pytest.LogCaptureFixture) -> None:
    attempts: list[int] = []

    def fail_twice(work: Work) -> Mapping[str, int]:
        attempts.append(work.claimed.attempt)
        work.once("enter", lambda: assets.add(work.actor, kinds.Asset(title="Server")))
        if len(attempts) < 3:
            raise ConnectionError("the mail server is away")
        return {"attempts": len(attempts)}

    with handled("story", fail_twice), caplog.at_level(logging.CRITICAL):
        job = enqueue(firm.ada, "story", "one")
        run_all(AT_ONCE)
    assert attempts == [1, 2, 3]
    assert told(firm, job).result == {"attempts": 3}
    assert titles(firm) == ["Server"]


def test_what_fails_too_often_is_given_up_with_the_last_reason(firm: Firm, caplog: pytest.LogCaptureFixture) -> None:
    def fail(work: Work) -> None:
        raise ConnectionError("the mail server is away")

    with handled("story", fail), caplog.at_level(logging.CRITICAL):
        job = enqueue(firm.ada, "story", "one")
        assert run_all(AT_ONCE) == AT_ONCE.tries
    error = told(firm, job).error
    assert "failed 3 times" in error
    assert "ConnectionError: the mail server is away" in error


def test_a_mail_is_begun_once_and_tried_again_only_where_it_was_refused(firm: Firm) -> None:
    sent: list[str] = []

    def send(work: Work) -> None:
        if work.claimed.attempt == 1:
            with pytest.raises(ConnectionError):
                work.at_most_once("mail", lambda: (_ for _ in ()).throw(ConnectionError()))
            raise ConnectionError
        work.at_most_once("mail", lambda: sent.append("a mail"))
        if work.claimed.attempt == 2:
            raise ConnectionError

    with handled("story", send):
        enqueue(firm.ada, "story", "one")
        run_all(AT_ONCE)
    assert sent == ["a mail"]


def test_a_step_of_two_actions_is_refused_since_a_worker_could_die_between_them(
    firm: Firm, caplog: pytest.LogCaptureFixture
) -> None:
    def act_twice(work: Work) -> None:
        def both() -> None:
            assets.add(work.actor, kinds.Asset(title="first"))
            assets.add(work.actor, kinds.Asset(title="second"))

        with pytest.raises(TwoActionsError):
            work.once("both", both)

    with handled("story", act_twice):
        enqueue(firm.ada, "story", "one")
        run_one()
    assert titles(firm) == ["first"], "the second action is rolled back"


def test_a_worker_that_is_told_to_stop_hands_its_job_back_uncounted(firm: Firm) -> None:
    with handled("story", enter_two):
        job = enqueue(firm.ada, "story", "one", {"title": "Server"})
        run_one(stopping=lambda: True)
        assert (told(firm, job).state, told(firm, job).attempts) == ("waiting", 0)
        run_one()
    assert told(firm, job).state == "done"
    assert StoppingError.__doc__


def test_work_that_this_release_does_not_know_is_kept_and_named(firm: Firm) -> None:
    job = enqueue(firm.ada, "from-the-future", "one")
    run_one()
    assert (told(firm, job).state, "from-the-future" in told(firm, job).error) == ("dead", True)


def test_a_lost_lease_rolls_the_action_back(firm: Firm) -> None:
    def lose_it(work: Work) -> None:
        Job.everywhere.filter(id=work.claimed.id).update(lease_token=UUID(int=0))
        work.once("enter", lambda: assets.add(work.actor, kinds.Asset(title="by a zombie")))

    with handled("story", lose_it):
        enqueue(firm.ada, "story", "one")
        run_one()
    assert titles(firm) == []
