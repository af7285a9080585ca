"""Whether backups are shown."""

from plumbline.engine.domain.documentation import shown_elsewhere
from plumbline.engine.domain.isms import Isms
from plumbline.engine.rules.rule import MINOR, absence


@absence(
    "OPS000",
    "no-backup-recorded",
    clauses=("A.8.13",),
    grade=MINOR,
    of="backup jobs and restore tests",
    mend="File the report of a backup job or a restore test as evidence on A.8.13.",
)
def no_backup_recorded(isms: Isms) -> str:
    """The runner leaves this out where A.8.13 is excluded."""
    return "" if shown_elsewhere(isms, "A.8.13") else "Nothing on record shows a backup or a restore test."
