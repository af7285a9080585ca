"""What findings on the Statement cite beside the row: what asks for the control, and the override that decides."""

from collections.abc import Iterable

from plumbline.engine.domain.drivers import Driver
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Record
from plumbline.engine.domain.statement import Stated
from plumbline.engine.rules.finding import Cited


def askers(isms: Isms, asking: Iterable[Driver]) -> tuple[Record, ...]:
    """The records that ask for a control, each once."""
    found = (isms.find(reference) for reference in dict.fromkeys(each.ref for each in asking))
    return tuple(each for each in found if each is not None)


def overruling(row: Stated) -> tuple[Cited, ...]:
    """The override a row is decided by, where there is one."""
    return (Cited(row.override, ("applicable", "reason", "decided_on")),) if row.override else ()
