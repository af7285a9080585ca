"""Whether assessments are made at the planned intervals and after what changes things (8.2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from plumbline.engine.domain.drivers import control_key
from plumbline.engine.domain.due import in_cycle, next_due
from plumbline.engine.domain.evidence import observed, status
from plumbline.engine.domain.importance import reaches
from plumbline.engine.domain.isms import Isms, folded
from plumbline.engine.domain.kinds import Asset, Incident, Record, Risk
from plumbline.engine.domain.method import assessments, criteria_in_force, latest, level_today
from plumbline.engine.domain.promises import Promise, promise
from plumbline.engine.rules.finding import Cited, Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, MINOR_UP, rule, where
from plumbline.engine.rules.wording import days_between


def _has_assessment(isms: Isms, risk: Risk) -> bool:
    return any(each.live for each in assessments(isms, risk))


@rule(
    "RSK012",
    "assessment-overdue",
    clauses=("8.2",),
    grade=MINOR_UP,
    examines=where(Risk, "assessed live risks", _has_assessment),
    mend="Assess the risk again and record the day, even where nothing has moved.",
)
def assessment_overdue(isms: Isms, risk: Risk) -> Iterator[Fault | Unjudged]:
    """The risk's own date, else the interval of its level in the criteria, else the promise."""
    last = latest(isms, risk)
    if last is None and risk.next_review is None:
        yield Unjudged(risk, "the day of its assessment")
        return
    level, assessed = level_today(isms, risk), last.assessed_on if last else None
    planned = _planned(isms, level)
    due = next_due(isms, risk.next_review, assessed, planned.setting if planned else "", "risk_review", level)
    if due is None:
        yield Unjudged(risk, "no promise `risk_review`")
    elif due.day < isms.on:
        seen = f"; the last assessment is of {assessed}" if assessed else ""
        gap = f"A new assessment was due on {due.day}, {days_between(due.day, isms.on)} ago{seen}."
        cites = (Cited(last, ("assessed_on", "level")),) if last else ()
        stated = None if risk.next_review else due.stated or planned
        yield Fault(risk, gap=gap, shows=("next_review",) if risk.next_review else (), cites=cites, stated=stated)


def _planned(isms: Isms, level: str) -> Promise | None:
    """The interval that the criteria in force set for a level."""
    criteria = criteria_in_force(isms)
    for each in criteria.intervals if criteria else ():
        if criteria and level and folded(each.level) == folded(level):
            return Promise("risk_review", each.interval, f"criteria {criteria.ref}")
    return None


@dataclass(frozen=True, slots=True)
class Trigger:
    """Something that happened to what a risk rests on, and the record that says so."""

    day: date
    record: Record
    says: str


def _triggers(isms: Isms) -> Mapping[str, tuple[Trigger, ...]]:
    """What happened to each live risk, by reference, the earliest first."""

    def find() -> Mapping[str, tuple[Trigger, ...]]:
        found: dict[str, list[Trigger]] = {}
        for ref, trigger in (*_incidents(isms), *_failures(isms)):
            found.setdefault(ref, []).append(trigger)
        return {ref: tuple(sorted(each, key=lambda one: (one.day, one.record.ref))) for ref, each in found.items()}

    return isms.memo("triggers of assessments", find)


def _incidents(isms: Isms) -> Iterator[tuple[str, Trigger]]:
    """Closed incidents on an asset of a risk; all severities while nobody has promised from which one learns."""
    floor = promise(isms, "lesson_from")
    at_stake = isms.by_each(Risk, lambda each: _assets(isms, each.assets), "assets")
    for incident in isms.all(Incident):
        ended = incident.closed_at or incident.resolved_at
        if incident.state != "closed" or ended is None or not in_cycle(isms, ended.date()):
            continue
        if floor and not reaches(incident.severity, floor.setting):
            continue
        says = f"incident {incident.ref} on an asset of this risk was closed"
        touched = {risk.ref: risk for ref in _assets(isms, incident.assets) for risk in at_stake.get(ref, ())}
        yield from ((ref, Trigger(ended.date(), incident, says)) for ref, risk in touched.items() if risk.live)


def _assets(isms: Isms, words: tuple[str, ...]) -> tuple[str, ...]:
    found = (isms.resolve(each, Asset) for each in words)
    return tuple(dict.fromkeys(each.ref for each in found if each))


def _failures(isms: Isms) -> Iterator[tuple[str, Trigger]]:
    """Controls of a risk whose newest evidence says that they do not work."""
    for risk in isms.live(Risk):
        for key in dict.fromkeys(control_key(isms, words) for words in risk.controls):
            seen = status(isms, key) if key else None
            if seen and seen.status == "ineffective" and (day := observed(seen.items[-1])):
                yield (
                    risk.ref,
                    Trigger(day, seen.items[-1], f"{key}, which holds this risk down, was found ineffective"),
                )


@rule(
    "RSK013",
    "assessment-older-than-event",
    clauses=("8.2", "A.5.27"),
    grade=MINOR,
    examines=where(Risk, "live risks that something happened to", lambda isms, risk: risk.ref in _triggers(isms)),
    mend="Assess the risk again in the light of what happened, or note the day you looked and nothing had changed.",
)
def assessment_older_than_event(isms: Isms, risk: Risk) -> Iterator[Fault | Unjudged]:
    """Looking and finding nothing changed is enough; not looking is the fault."""
    last = latest(isms, risk)
    if last is None or last.assessed_on is None:
        yield Unjudged(risk, "the day of its assessment")
        return
    seen = max(last.assessed_on, risk.nothing_changed_on or last.assessed_on)
    newer = [each for each in _triggers(isms)[risk.ref] if each.day > seen]
    grace = promise(isms, "event_grace")
    if not newer:
        return
    if not grace or not grace.interval:
        yield Unjudged(risk, "no promise `event_grace`")
        return
    late = [each for each in newer if grace.interval.after(each.day) < isms.on]
    if late and not promise(isms, "lesson_from") and all(isinstance(each.record, Incident) for each in late):
        yield Unjudged(risk, "no promise `lesson_from`")
    elif late:
        first = late[0]
        gap = (
            f"On {first.day} {first.says}; the latest assessment is of {last.assessed_on}, "
            f"{days_between(last.assessed_on, first.day)} before that."
        )
        cites = (Cited(first.record), Cited(last, ("assessed_on",)))
        yield Fault(risk, gap=gap, shows=("nothing_changed_on",), cites=cites, stated=grace)
