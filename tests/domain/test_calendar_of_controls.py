"""When a recurring task is due, what became of each time, and which promise it keeps: pure reckoning."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from plumbline.engine.domain.agenda import agenda
from plumbline.engine.domain.assemble import assemble
from plumbline.engine.domain.calendar_of_controls import carried_out, kept_promises, next_turn, occurrences
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Activity, ActivityRun, Commitment, Document, DocumentVersion, Record

DAY = date(2026, 3, 31)


def run(day: str, result: str = "done", due: str = "", number: int = 0) -> ActivityRun:
    return ActivityRun(
        ref=f"DONE-{number or day.replace('-', '')[2:]}",
        activity="TASK-1",
        done_on=date.fromisoformat(day),
        due=date.fromisoformat(due) if due else None,
        result=result,  # type: ignore[arg-type]  # the tests write only results there are
        by="PER-1",
    )


def system(*runs: ActivityRun, interval: str = "month", grace: str = "", starts: str = "", on: date = DAY) -> Isms:
    task = Activity(
        ref="TASK-1",
        title="Read the logs",
        interval=interval,
        grace=grace,
        starts=date.fromisoformat(starts) if starts else None,
        performer="PER-1",
    )
    return assemble([task, *runs], on=on)


def told(isms: Isms, first: str = "2026-01-01", last: str = "2026-12-31") -> list[tuple[str, str]]:
    (task,) = isms.all(Activity)
    span = date.fromisoformat(first), date.fromisoformat(last)
    return [(each.day.isoformat(), each.turn) for each in occurrences(isms, task, *span)]


def due(isms: Isms) -> str:
    (task,) = isms.all(Activity)
    turn = next_turn(isms, task)
    return turn.day.isoformat() if turn else ""


def test_done_in_time_keeps_the_rhythm_and_done_late_begins_a_new_one() -> None:
    in_time = system(run("2026-02-05", due="2026-02-03"), grace="7 d")
    assert due(in_time) == "2026-03-03"
    late = system(run("2026-02-25", due="2026-02-03"), grace="7 d")
    assert due(late) == "2026-03-25"
    unsaid = system(run("2026-02-05"), grace="7 d")
    assert due(unsaid) == "2026-03-05"


def test_done_months_early_does_not_buy_a_longer_pause() -> None:
    early = system(run("2026-01-10", due="2026-09-01"), interval="year")
    assert due(early) == "2027-01-10"
    a_week_early = system(run("2026-08-25", due="2026-09-01"), interval="year", on=date(2026, 8, 31))
    assert due(a_week_early) == "2027-09-01"


def test_before_anybody_did_it_the_first_day_is_the_stated_one() -> None:
    assert due(system(starts="2026-05-01")) == "2026-05-01"
    assert due(system()) == "", "nothing says when it begins"


@pytest.mark.parametrize("words", ["", "now and then", "at once", "0 d"])
def test_what_is_no_rhythm_makes_no_day(words: str) -> None:
    isms = system(run("2026-02-05"), interval=words)
    assert due(isms) == ""
    assert told(isms) == [("2026-02-05", "done")]


def test_the_year_tells_what_was_missed_failed_late_and_is_to_come() -> None:
    isms = system(
        run("2026-01-10"),
        run("2026-02-12", "failed", due="2026-02-10"),
        starts="2025-11-10",
        grace="5 d",
        on=date(2026, 3, 12),
    )
    assert told(isms, "2025-11-01", "2026-05-31") == [
        ("2025-11-10", "missed"),
        ("2025-12-10", "missed"),
        ("2026-01-10", "done"),
        ("2026-02-10", "failed"),
        ("2026-03-10", "due"),
        ("2026-04-10", "coming"),
        ("2026-05-10", "coming"),
    ]
    assert told(system(run("2026-01-10"), grace="5 d", on=date(2026, 2, 20)), "2026-02-01", "2026-02-28") == [
        ("2026-02-10", "late")
    ]


def test_a_changed_interval_does_not_make_past_times_missed() -> None:
    quarterly_once = [run("2025-10-01", due="2025-10-01"), run("2026-01-02", due="2026-01-01")]
    isms = system(*quarterly_once, interval="week", on=date(2026, 1, 5))
    assert told(isms, "2025-09-01", "2026-01-07") == [("2025-10-01", "done"), ("2026-01-01", "done late")]


def test_a_daily_task_of_ten_years_ends() -> None:
    isms = system(interval="day", starts="2016-01-01")
    assert len(told(isms, "2016-01-01", "2030-12-31")) == 4000


def test_left_out_is_no_run_and_what_lies_ahead_was_not_done() -> None:
    isms = system(run("2026-03-01", "left out"), run("2026-04-20"))
    (task,) = isms.all(Activity)
    assert carried_out(isms, task) == ()
    assert due(isms) == "2026-04-01"


def test_the_agenda_asks_whoever_does_it() -> None:
    isms = system(run("2026-03-10"))
    (task,) = agenda(isms, DAY + timedelta(days=30))
    assert (task.record.ref, task.day, task.what, task.who) == ("TASK-1", date(2026, 4, 10), "do it", "PER-1")
    assert agenda(isms, DAY) == ()


def test_promised_and_performed_stand_side_by_side() -> None:
    def kept(promised: str, performed: str) -> bool | None:
        records: list[Record] = [
            Document(ref="DOC-1", title="Access policy", document_kind="policy"),
            DocumentVersion(ref="DOCV-1", document="DOC-1", number="1.0", effective=DAY, state="in force"),
            Commitment(ref="CMT-1", document="DOC-1", promised=promised, bound_to=("TASK-1",)),
            Activity(ref="TASK-1", title="Review access", interval=performed),
        ]
        (found,) = kept_promises(assemble(records, on=DAY))
        return found.enough

    assert kept("quarter", "month") is True
    assert kept("month", "30 d") is True
    assert kept("quarter", "half a year") is False
    assert kept("regularly", "month") is None
