"""`plumbline worker`: background work in a process of its own, for servers."""

import signal
from types import FrameType

import click

from plumbline.apps.jobs.routines import described, set_due
from plumbline.apps.jobs.worker import Worker, run_all
from plumbline.apps.ui.terminal import say, table, whisper


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now, then end; for cron.")
@click.option("--list", "listed", is_flag=True, help="What comes round by itself, and how often.")
def worker(once: bool, listed: bool) -> None:
    """Do background work until told to stop (Ctrl-C): imports, digests, checkpoints, the nightly verification.

    Any number of workers may run beside each other; one that is killed loses nothing and does nothing twice.
    """
    if listed:
        say(table(("Routine", "Comes round"), list(described().items())))
        return
    if once:
        set_due()
        attempts = run_all()
        whisper(f"{attempts} {'attempt' if attempts == 1 else 'attempts'} made. Nothing else is due.")
        return
    _run_until_told()


def _run_until_told() -> None:
    running = Worker()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        running.stop()

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, stop)
    whisper("The worker is running. It stops with Ctrl-C, after the job at hand.")
    running.run()
    whisper("The worker has stopped.")
