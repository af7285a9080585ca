"""Whether backups are shown."""

from plumbline.engine.domain.documentation import shown_elsewhere
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import BackupJob, RestoreTest
from plumbline.engine.domain.record import Record
from plumbline.engine.rules.rule import MINOR, absence

SHOWN_IN: tuple[type[Record], ...] = (BackupJob, RestoreTest)


@absence(
    "OPS000",
    "no-backup-recorded",
    clauses=("A.8.13",),
    grade=MINOR,
    of="backup jobs and restore tests",
    mend="Enter what is copied how often to where under “Backups”, or file the report of a restore as evidence on "
    "A.8.13.",
)
def no_backup_recorded(isms: Isms) -> str:
    """The runner leaves this out where A.8.13 is excluded."""
    if any(isms.live(kind) for kind in SHOWN_IN):
        return ""
    return "" if shown_elsewhere(isms, "A.8.13") else "Nothing on record shows a backup or a restore test."
