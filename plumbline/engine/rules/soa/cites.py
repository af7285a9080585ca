"""What findings on the Statement cite beside the row: what asks for the control, and the override that decides."""

from collections.abc import Iterable
from itertools import islice

from plumbline.engine.domain.drivers import Driver
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Record
from plumbline.engine.domain.statement import Stated
from plumbline.engine.rules.finding import Cited

AT_MOST = 20
"""How many records a finding cites of those that ask for a control; the gap counts the rest."""


def askers(isms: Isms, asking: Iterable[Driver]) -> tuple[Record, ...]:
    """The records that ask for a control, each once, as many as a reader will open."""
    found = (isms.find(reference) for reference in dict.fromkeys(each.ref for each in asking))
    return tuple(islice((each for each in found if each is not None), AT_MOST))


def overruling(row: Stated) -> tuple[Cited, ...]:
    """The override a row is decided by, where there is one."""
    return (Cited(row.override, ("applicable", "reason", "decided_on")),) if row.override else ()
