"""`plumbline worker`: background work in a process of its own, for servers."""

import signal
from types import FrameType

import click

from plumbline.apps.accounts.errors import RefusedError
from plumbline.apps.jobs.queue import revive
from plumbline.apps.jobs.routines import described, set_due
from plumbline.apps.jobs.selectors import dead, job_by_key
from plumbline.apps.jobs.worker import Worker, run_all
from plumbline.apps.ui.session import Session
from plumbline.apps.ui.terminal import say, table, whisper


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now, then end; for cron.")
@click.option("--list", "listed", is_flag=True, help="What comes round by itself, and what was given up and why.")
@click.option("--again", default="", metavar="KEY", help="Try work again that was given up.")
@click.pass_obj
def worker(session: Session, once: bool, listed: bool, again: str) -> None:
    """Do background work until told to stop (Ctrl-C): imports, digests, checkpoints, the nightly verification.

    Any number of workers may run beside each other; one that is killed loses nothing and does nothing twice.
    """
    if listed:
        _list(session)
        return
    if again:
        _try_again(session, again)
        return
    if once:
        set_due()
        attempts = run_all()
        whisper(f"{attempts} {'attempt' if attempts == 1 else 'attempts'} made. Nothing else is due.")
        return
    _run_until_told()


def _list(session: Session) -> None:
    say(table(("Routine", "Comes round"), list(described().items())))
    if given_up := dead(session.organization_id):
        say("\nGiven up; try again with --again KEY:")
        say(table(("Key", "Why"), [(each.key, each.error) for each in given_up]))


def _try_again(session: Session, key: str) -> None:
    found = job_by_key(session.organization_id, key)
    if found is None or not revive(session.actor, found.id):
        raise RefusedError(f"No work called {key} was given up. See plumbline worker --list.")
    whisper(f"{key} is tried again as soon as a worker runs.")


def _run_until_told() -> None:
    running = Worker()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        running.stop()

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, stop)
    whisper("The worker is running. It stops with Ctrl-C, after the job at hand.")
    running.run()
    whisper("The worker has stopped.")
