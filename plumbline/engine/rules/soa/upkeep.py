"""Whether the approved Statement keeps up with the records, and whether its reasons are reasons (6.1.3 d, 7.5.3)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from plumbline.engine.domain.drivers import control_key
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import ControlState, OwnControl, Record, SoaDeclared, SoaOverride, SoaVersion
from plumbline.engine.domain.promises import promise, setting
from plumbline.engine.domain.soa import Compared, approved, drift
from plumbline.engine.domain.soa_records import FrozenRow
from plumbline.engine.domain.statement import Stated, stated_rows
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, OPPORTUNITY, Population, rule
from plumbline.engine.rules.soa.cites import AT_MOST
from plumbline.engine.rules.wording import counted, days_between

NAMED = 6
"""How many rows a gap describes before it counts the rest."""
LEAST_ROWS = 5
"""A text that stands on no more rows than this is not yet a pattern."""


def _approved(isms: Isms) -> tuple[SoaVersion, ...]:
    version = approved(isms)
    return (version,) if version else ()


@rule(
    "SOA009",
    "soa-drifted",
    clauses=("6.1.3.d", "7.5.3.e"),
    grade=MINOR,
    examines=Population("Statements in force", _approved),
    mend="Read the rows that differ, decide on each, and approve a new version of the Statement.",
)
def soa_drifted(isms: Isms, version: SoaVersion) -> Iterator[Fault | Unjudged]:
    """A difference counts from the day it can first have been there, so that a version may lag for a while."""
    apart = [each for each in drift(isms) if each.stated or (each.row and each.row.applicable != "undecided")]
    if not apart:
        return
    allowed = promise(isms, "soa_refresh")
    if allowed is None or allowed.interval is None:
        yield Unjudged(version, "no promise `soa_refresh`")
        return
    if version.approved_on is None:
        yield Unjudged(version, "no day of approval")
        return
    days = {each.key: _since(isms, each, version.approved_on) for each in apart}
    late = [each for each in apart if allowed.interval.after(days[each.key]) < isms.on]
    if late:
        oldest = min(days[each.key] for each in late)
        shown = "; ".join(_told(each) for each in late[:NAMED])
        more = f"; and {counted(len(late) - NAMED, 'more row')}" if len(late) > NAMED else ""
        yield Fault(
            version,
            gap=f"{counted(len(late), 'row')} read otherwise than approved, the first for "
            f"{days_between(oldest, isms.on)}: {shown}{more}.",
            shows=("number", "approved_on"),
            cites=_speaking(isms, late[:NAMED]),
            stated=allowed,
        )


def _told(row: Compared) -> str:
    parts = (f"{each.field} {each.stated} approved, {each.computed} now" for each in row.differences)
    return f"{row.key} {', '.join(parts)}"


def _since(isms: Isms, row: Compared, approved_on: date) -> date:
    """The earliest day on which something that bears on the row was last written, never before the approval.

    A record written since then may have been changed on an earlier day already; of that the journal's last day is the
    cautious reading. Where the journal says nothing, the difference may be as old as the approval.
    """
    lives = [isms.lives.get((each.KIND, each.ref)) for each in _bearing(isms, row)]
    known = [life.last for life in lives if life is not None and life.last >= approved_on]
    return min(known, default=approved_on)


def _bearing(isms: Isms, row: Compared) -> tuple[Record, ...]:
    """What decides on a row: declaration, override, the control's own state, and what began or ceased to ask for it."""
    own = [isms.at(kind, row.key) for kind in (SoaDeclared, SoaOverride, ControlState, OwnControl)]
    before = set(row.stated.drivers) if isinstance(row.stated, FrozenRow) else set()
    now = {each.ref for each in row.row.drivers} if row.row else set()
    moved = [isms.find(reference) for reference in sorted(before ^ now)]
    return tuple(each for each in (*own, *moved) if each is not None)


def _speaking(isms: Isms, rows: list[Compared]) -> tuple[Record, ...]:
    found = {
        (each.KIND, each.ref): each for row in rows for each in _bearing(isms, row) if each.KIND != "control_state"
    }
    return tuple(islice(found.values(), AT_MOST))


@dataclass(frozen=True, slots=True)
class Text:
    """One justification and the applicable rows it stands on, the first of which a finding is filed under."""

    words: str
    rows: tuple[Stated, ...]


def _texts(isms: Isms) -> tuple[Text, ...]:
    groups: dict[str, list[Stated]] = {}
    for row in stated_rows(isms):
        if row.applicable == "yes" and row.record.justification:
            groups.setdefault(folded(row.record.justification), []).append(row)
    return tuple(Text(rows[0].record.justification, tuple(rows)) for rows in groups.values())


@rule(
    "SOA010",
    "justification-repeated",
    clauses=("6.1.3.d.2",),
    grade=OPPORTUNITY,
    examines=Population("justification texts of applicable rows", _texts),
    mend="Give each row its own reason: what would happen here without this control, and which record says so.",
)
def justification_repeated(isms: Isms, text: Text) -> Iterator[Fault]:
    """The same reason for everything is a reason for nothing; one that names a record can stand on many rows."""
    share = float(setting(isms, "justification_share"))
    bound = max(LEAST_ROWS, share * len(stated_rows(isms)))
    if len(text.rows) > bound and not _names_a_record(isms, text.words):
        first, *others = text.rows
        yield Fault(
            first.record,
            gap=f"One and the same justification, “{text.words}”, stands on {len(text.rows)} of "
            f"{len(stated_rows(isms))} rows.",
            shows=("justification",),
            cites=tuple(Cited(each.record) for each in others),
        )


def _names_a_record(isms: Isms, words: str) -> bool:
    tokens = re.findall(r"[A-Z][\w.-]*\d", words)
    return any(isms.find(each) or control_key(isms, each) for each in tokens)
