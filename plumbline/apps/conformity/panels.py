"""What the rules find about a record, beside it."""

from __future__ import annotations

from plumbline.apps.accounts.permissions import Permission
from plumbline.apps.conformity.judging import judged
from plumbline.apps.conformity.reading import readable
from plumbline.apps.ui.panels import Panel, panel
from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.kinds import Record

AT_ONCE = 5


@panel(10)
def findings(visit: Visit, record: Record) -> Panel | None:
    """The findings that cite the record, with the way to mend each; those waived are said to be.

    How many are about records that the visitor may not open is said, for "no finding" would be untrue.
    """
    if not visit.may(Permission.REGISTER_READ):
        return None
    standing = judged(visit)
    about = standing.about(record)
    told = sorted(readable(visit, about), key=lambda each: (bool(each.waiver), -each.severity.rank))
    context = {
        "standing": standing,
        "first": told[:AT_ONCE],
        "rest": told[AT_ONCE:],
        "open": sum(not each.waiver for each in told),
        "unread": len(about) - len(told),
        "waived": sum(bool(each.waiver) for each in told),
    }
    return Panel("conformity/_beside.html", context)
