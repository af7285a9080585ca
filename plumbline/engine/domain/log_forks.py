"""That the journal was continued under another name, because what the old one had signed is gone (7.5.3)."""

from plumbline.engine.domain.record import Record, prose, record, responsible, text, whole


@record(
    "log_fork",
    prefix="FORK",
    subject="log",
    register="Continuations of the journal",
    natural_key=("origin",),
)
class LogFork(Record):
    """A continuation of the journal under a new name: what the old name had signed, and what both have in common."""

    origin: str = text(label="Continues as")
    continues: str = text(label="Was called")
    signed_origin: str = text(label="Signed name")
    signed_size: int | None = whole(label="Entries that were signed")
    signed_root: str = text(label="Root that was signed")
    common_size: int | None = whole(label="Entries in common")
    reason: str = prose()
    backup: str = text(label="Restored from")
    erased_again: str = prose(label="Erased anew")
    recorded_by: str = responsible(label="Recorded by")
