"""Which fields a register keeps at all, so that no rule asks for a column that nobody has (*if kept*)."""

from typing import Any

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.record import Record


def kept(isms: Isms, kind: type[Record], *fields: str) -> bool:
    """Whether a register keeps one of the fields at all: some record of the kind has it filled."""
    return isms.memo(("kept", kind.KIND, fields), lambda: any(_filled(each, fields) for each in isms.all(kind)))


def _filled(record: Any, fields: tuple[str, ...]) -> bool:
    unread = {name for name, _ in record.unread}
    return any(getattr(record, name) not in ("", (), None) or name in unread for name in fields)
