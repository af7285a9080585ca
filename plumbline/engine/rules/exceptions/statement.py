"""Whether the Statement knows of the exceptions from its controls (6.1.3 d)."""

import re
from collections.abc import Iterator

from plumbline.engine.domain.drivers import control_key
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import PolicyException
from plumbline.engine.domain.leave import given
from plumbline.engine.domain.statement import Stated, stated_by_key
from plumbline.engine.rules.finding import Cited, Fault
from plumbline.engine.rules.rule import MINOR, Population, rule
from plumbline.engine.rules.wording import listed


def _rows(isms: Isms, exception: PolicyException) -> tuple[Stated, ...]:
    """The rows of the controls an exception departs from."""
    keys = dict.fromkeys(control_key(isms, words) for words in exception.controls)
    return tuple(row for key in keys if (row := stated_by_key(isms).get(key)))


def _linked(isms: Isms) -> Iterator[PolicyException]:
    """Live exceptions that name a control of the Statement, expired or not: that they expired is EXC001's."""
    for leave in given(isms):
        if isinstance(leave.record, PolicyException) and _rows(isms, leave.record):
            yield leave.record


@rule(
    "EXC004",
    "soa-silent-on-exception",
    clauses=("6.1.3.d.3",),
    grade=MINOR,
    examines=Population("live exceptions linked to a control", _linked),
    mend="Name the exception in the row, or state the control as partly implemented while it lasts.",
)
def soa_silent_on_exception(isms: Isms, exception: PolicyException) -> Iterator[Fault]:
    """Naming it anywhere in the row, its justification or the control's own description is enough."""
    names = (exception.ref, *exception.aliases)
    silent = [
        row
        for row in _rows(isms, exception)
        if row.status == "implemented" and not any(_named(name, row) for name in names)
    ]
    if silent:
        keys = [row.key for row in silent]
        verb = "is" if len(keys) == 1 else "are"
        yield Fault(
            exception,
            gap=f"{listed(keys)} {verb} stated implemented without a word on {exception.ref}, which departs from "
            f"{'it' if len(keys) == 1 else 'them'}.",
            shows=("controls", "expires", "state"),
            cites=tuple(Cited(row.record, ("status", "description")) for row in silent),
        )


def _named(name: str, row: Stated) -> bool:
    return bool(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", row.words))
