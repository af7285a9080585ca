"""Whether what has to come back is copied, and whether copies were ever brought back (A.8.13)."""

from collections.abc import Iterator

from plumbline.engine.domain.boundary import resolved
from plumbline.engine.domain.calendar_of_controls import carried_out, tasks_on
from plumbline.engine.domain.due import Due, next_due, overdue
from plumbline.engine.domain.importance import matters
from plumbline.engine.domain.inventory import stored
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Asset, BackupJob
from plumbline.engine.domain.promises import promise
from plumbline.engine.domain.recovery import holds_copies, jobs_for, need_of, restores_of
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR_UP, Population, live, rule
from plumbline.engine.rules.wording import days_between, listed

NOT_SUCCEEDED = ("failed", "left out")


def _to_copy(isms: Isms) -> tuple[Asset, ...]:
    """Live assets that hold information and must be back, or are important; not the places where copies lie."""
    stated = promise(isms, "important_from")

    def counts(asset: Asset) -> bool:
        holds = stored(asset) or bool(resolved(isms, asset.holds, Asset))
        return holds and bool(need_of(isms, asset) or (stated and matters(isms, asset, stated.setting)))

    return tuple(each for each in isms.live(Asset) if counts(each) and not holds_copies(isms, each))


@rule(
    "OPS001",
    "backup-not-working",
    clauses=("A.8.13",),
    grade=MINOR_UP,
    examines=Population("live assets with a recovery need, or important, that hold information", _to_copy),
    mend="Set up a backup that names it, or repair the one there is and enter “Last success”.",
)
def backup_not_working(isms: Isms, asset: Asset) -> Iterator[Fault | Unjudged]:
    """Where nobody writes every success down, the last time that somebody looked at the backup counts."""
    if not isms.live(BackupJob):
        yield Unjudged(asset, "a backup on record (OPS000)")
        return
    jobs = jobs_for(isms, asset)
    if not jobs:
        yield Fault(asset, gap="No backup in use copies it.", shows=("recovery_time", "recovery_point", "holds"))
        return
    said = [(job, _late(isms, job)) for job in jobs]
    late = [(job, words) for job, words in said if words]
    unknown = [job for job, words in said if words is None]
    if late:
        gap = f"{listed(f'{job.ref} {words}' for job, words in late)}."
        cites = tuple(Cited(job, ("interval", "last_success")) for job, _ in late)
        yield Fault(asset, gap=gap, shows=("recovery_point",), cites=cites)
    elif unknown:
        yield Unjudged(asset, f"the day on which {listed((each.ref for each in unknown), 'or')} last succeeded")


def _late(isms: Isms, job: BackupJob) -> str | None:
    """What is wrong with a backup; "" where nothing is, None where nobody can tell."""
    if job.last_success:
        due = next_due(isms, None, job.last_success, job.interval, "backup_interval", job.dataset)
        if due is None:
            return None
        last = job.last_success
        return f"last succeeded on {last}, {days_between(last, isms.on)} ago" if overdue(isms, due.day) else ""
    looks = [run for task in tasks_on(isms, job) for run in carried_out(isms, task)[-1:]]
    if not looks:
        return None
    bad = [run for run in looks if run.result in NOT_SUCCEEDED]
    return f"was found failing on {bad[0].done_on} ({bad[0].ref})" if bad else ""


@rule(
    "OPS002",
    "restore-untested",
    clauses=("A.8.13", "A.5.30"),
    grade=MINOR_UP,
    examines=live(BackupJob, "backups"),
    mend="Bring something back from it, and write down what, how long it took and whether it was whole.",
)
def restore_untested(isms: Isms, job: BackupJob) -> Iterator[Fault | Unjudged]:
    """A test that failed was a test: what follows from it is CTL003's."""
    held = restores_of(isms, job)
    life = isms.lives.get((job.KIND, job.ref))
    last = held[-1].tested_on if held else (life.first if life else None)
    due: Due | None = next_due(isms, None, last, job.test_interval, "restore_test", job.dataset)
    shows = ("interval", "test_interval")
    if due is None:
        if promise(isms, "restore_test") is None and not job.test_interval:
            yield Unjudged(job, "no promise `restore_test`")
        elif not held:
            yield Fault(job, gap="Nothing was ever brought back from it.", shows=shows)
        else:
            yield Unjudged(job, "how often its restore is tested, as an interval")
    elif overdue(isms, due.day):
        never = f"nothing was ever brought back from it, and the first test was due on {due.day.isoformat()}"
        gap = f"its restore was last tested on {last}, and was due again on {due.day}" if held else never
        cites = tuple(Cited(each, ("tested_on", "result")) for each in held[-1:])
        yield Fault(job, gap=f"{gap[0].upper()}{gap[1:]}.", shows=shows, cites=cites, stated=due.stated)
