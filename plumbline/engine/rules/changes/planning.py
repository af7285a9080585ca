"""Whether changes of the management system were planned, and whether its steps were changes at all (6.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from plumbline.engine.domain.due import in_cycle
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.keeping import kept
from plumbline.engine.domain.kinds import Change, Criteria, Record, Scope, Site, SoaVersion
from plumbline.engine.rules.finding import Cited, Fault
from plumbline.engine.rules.rule import MINOR_UP, Population, rule
from plumbline.engine.rules.wording import listed

DECIDED = frozenset({"approved", "under way", "done", "closed"})
ASKED_OF_ALL = ("purpose", "consequences", "owner")
ASKED_WHERE_KEPT = ("integrity", "resources", "responsibilities")
CALLED = {
    "purpose": "purpose",
    "consequences": "possible consequences",
    "owner": "person responsible",
    "planned_for": "date",
    "integrity": "word on how the system stays whole",
    "resources": "resources",
    "responsibilities": "word on duties given or taken",
}


def decided_isms_changes(isms: Isms) -> Iterator[Change]:
    """Changes of the management system that were approved or are done; what ended before the cycle is left alone."""
    for each in isms.all(Change):
        if each.change_kind == "ISMS" and each.state in DECIDED and (each.live or in_cycle(isms, each.closed_on)):
            yield each


@rule(
    "CHG001",
    "isms-change-half-planned",
    clauses=("6.3",),
    grade=MINOR_UP,
    examines=Population("approved or done changes of the ISMS", decided_isms_changes),
    mend="Complete the plan: “Purpose”, “What may follow from it”, “Responsible” and “Planned for” at least.",
)
def isms_change_half_planned(isms: Isms, change: Change) -> Iterator[Fault]:
    """What the register keeps nowhere is not asked for."""
    missing = [name for name in ASKED_OF_ALL if not getattr(change, name)]
    if change.planned_for is None and change.live_on is None:
        missing.append("planned_for")
    missing += [n for n in ASKED_WHERE_KEPT if not getattr(change, n) and kept(isms, Change, n)]
    if missing:
        told = listed((CALLED[name] for name in missing), last="or")
        yield Fault(change, gap=f"Its plan names no {told}.", shows=("state", "approved_on", *missing))


# --- steps that were no change ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """Something that dated records show to have changed: the record that came, the one before it, and when."""

    record: Record
    before: Record | None
    day: date
    what: str
    also: tuple[str, ...] = ()


def steps(isms: Isms) -> tuple[Step, ...]:
    """The steps of the system in the current cycle, after the first version of each thing."""
    found = (*_scopes(isms), *_criteria(isms), *_statements(isms), *_sites(isms))
    return tuple(each for each in found if in_cycle(isms, each.day))


def _scopes(isms: Isms) -> Iterator[Step]:
    return _versions(isms, Scope, "A new version of the scope came into force")


def _criteria(isms: Isms) -> Iterator[Step]:
    return _versions(isms, Criteria, "A new version of the risk criteria came into force")


def _versions(isms: Isms, kind: type[Scope] | type[Criteria], what: str) -> Iterator[Step]:
    came = ((e.effective or e.approved_on, e.ref, e) for e in isms.all(kind) if e.state in ("in force", "superseded"))
    known = sorted((day, ref, each) for day, ref, each in came if day and day <= isms.on)
    for (_, _, before), (day, _, now) in pairwise(known):
        yield Step(now, before, day, what)


def _statements(isms: Isms) -> Iterator[Step]:
    """Approved statements in which a control became applicable, or ceased to be, that both versions have."""
    known = sorted((e.approved_on, e.ref, e) for e in isms.all(SoaVersion) if e.approved_on)
    for (_, _, before), (day, _, now) in pairwise(known):
        was = {row.key: row.applicable for row in before.rows}
        turned = [row.key for row in now.rows if was.get(row.key, row.applicable) != row.applicable]
        if turned:
            what = f"The approved Statement changed on whether {listed(turned[:5])} {_apply(turned)}"
            yield Step(now, before, day, what, tuple(turned))


def _apply(turned: list[str]) -> str:
    return "applies" if len(turned) == 1 else "apply" if len(turned) <= 5 else f"and {len(turned) - 5} more apply"


def _sites(isms: Isms) -> Iterator[Step]:
    """Sites inside the scope that were entered after the first ones, as far as the journal tells."""
    lives = {each.ref: isms.lives.get((each.KIND, each.ref)) for each in isms.all(Site)}
    first = min((life.first for life in lives.values() if life), default=None)
    for each in isms.all(Site):
        life = lives[each.ref]
        if each.verdict == "in" and life and first and life.first > first:
            yield Step(each, None, life.first, "A site was taken into the scope")


@rule(
    "CHG002",
    "isms-change-unplanned",
    clauses=("6.3",),
    grade=MINOR_UP,
    examines=Population("steps of the scope, the criteria, the Statement and the sites after the first", steps),
    mend="Open a change that names it under “What is changed”, and go through what the step touched.",
)
def isms_change_unplanned(isms: Isms, step: Step) -> Iterator[Fault]:
    """A change counts from the day it was asked for, or else from the day the journal first had it."""
    if any(_opened(isms, each) <= step.day for each in _naming(isms, step)):
        return
    cites = (Cited(step.before, _shown(step.before)),) if step.before else ()
    said = "no change was opened for it before"
    if late := [each.ref for each in _naming(isms, step)]:
        said = f"{listed(late)}, which names it, was opened only afterwards"
    yield Fault(
        step.record, gap=f"{step.what} on {step.day.isoformat()}, and {said}.", shows=_shown(step.record), cites=cites
    )


def _naming(isms: Isms, step: Step) -> tuple[Change, ...]:
    planned = [each for each in isms.all(Change) if each.state != "rejected"]
    wanted = {step.record.ref, *step.also}
    return tuple(each for each in planned if wanted & {_named(isms, words) for words in each.subjects})


def _named(isms: Isms, words: str) -> str:
    found = isms.resolve(words)
    return found.ref if found else words


def _opened(isms: Isms, change: Change) -> date:
    life = isms.lives.get((change.KIND, change.ref))
    return change.requested_on or (life.first if life else date.max)


def _shown(record: Record) -> tuple[str, ...]:
    names = {"scope": ("number", "effective"), "criteria": ("number", "effective"), "site": ("verdict",)}
    return names.get(record.KIND, ("number", "approved_on"))
