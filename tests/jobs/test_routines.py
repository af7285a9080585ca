"""What comes round by itself: once a turn, however many workers look; missed turns are made up for once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from plumbline.apps.jobs import selectors
from plumbline.apps.jobs.keeping import SOUND, VERIFIED, grown
from plumbline.apps.jobs.routines import ROUTINES, set_due
from plumbline.apps.jobs.worker import run_all
from plumbline.apps.journal import checkpoints, ports, reading
from tests.stories import Firm

TOO_EARLY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)  # half past one in Berlin
EARLY = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # half past two


def test_the_hour_of_a_daily_routine_is_that_of_the_organisation(firm: Firm) -> None:
    with ports.swapped(clock=lambda: TOO_EARLY):
        assert f"{VERIFIED}@2026-11-23" not in set_due()
    with ports.swapped(clock=lambda: EARLY):
        assert f"{VERIFIED}@2026-11-23" in set_due()
        assert set_due() == ()
    with ports.swapped(clock=lambda: EARLY + timedelta(days=4)):
        assert [each for each in set_due() if each.startswith(VERIFIED)] == [f"{VERIFIED}@2026-11-27"]


def test_a_checkpoint_is_cut_every_quarter_of_an_hour_where_the_journal_grew(firm: Firm) -> None:
    with ports.swapped(clock=lambda: TOO_EARLY):
        assert any(each.startswith("log:checkpoint") for each in set_due())
        run_all()
        made = checkpoints.latest(firm.id)
        assert made is not None
        assert made.size == reading.head(firm.id)
        assert not grown(firm.id)
    with ports.swapped(clock=lambda: TOO_EARLY + timedelta(minutes=15)):
        assert not any(each.startswith("log:checkpoint") for each in set_due())


def test_the_nightly_verification_is_an_entry_of_the_journal(firm: Firm) -> None:
    with ports.swapped(clock=lambda: EARLY):
        set_due()
        run_all()
    entries = reading.entries_between(firm.id, 0, reading.head(firm.id))
    noted = [each for each in entries if each.action == VERIFIED]
    assert [(each.actor.kind, each.steps, each.changes) for each in noted] == [("system", (SOUND,), ())]
    told = selectors.last(firm.id, VERIFIED)
    assert told is not None
    assert told.result is not None
    assert (told.result["sound"], told.result["flaws"]) == (True, [])


def test_done_jobs_are_swept_out_after_five_weeks(firm: Firm) -> None:
    with ports.swapped(clock=lambda: EARLY):
        set_due()
        run_all()
    with ports.swapped(clock=lambda: EARLY + timedelta(days=36)):
        set_due()
        run_all()
        assert selectors.job_by_key(firm.id, f"{VERIFIED}@2026-11-23") is None


@pytest.mark.parametrize("name", ["log:checkpoint", "log:verify", "jobs:sweep"])
def test_the_house_is_kept_by_routines(name: str) -> None:
    assert name in ROUTINES
