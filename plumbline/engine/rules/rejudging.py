"""Judging a system that was judged before: only rules whose records changed are asked again, to the same report."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import RuleWaiver
from plumbline.engine.rules.changing import Known, changed
from plumbline.engine.rules.finding import Report
from plumbline.engine.rules.rule import all_rules
from plumbline.engine.rules.runner import Outcome, judged, reported
from plumbline.engine.rules.tracing import Traced
from plumbline.engine.rules.waivers import Waivers


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judgement:
    """A full report, and what is needed to bring it up to date: what every rule found, and what it read for that."""

    report: Report
    outcomes: Mapping[str, Outcome]
    read: Mapping[str, int]
    waivers: Waivers
    known: Known
    grounds: tuple[object, ...]
    carried: Mapping[Hashable, tuple[Any, int]]
    asked: tuple[str, ...]
    """The rules that were asked this time, by code."""


def judge(isms: Isms) -> Judgement:
    """Judge a system by every rule."""
    return _judge(isms, None, 0)


def judge_again(isms: Isms, before: Judgement, kinds: Iterable[str]) -> Judgement:
    """Judge a system that differs from one judged before in records or lives of these kinds only.

    On another day, or for another organisation, every rule is asked; so it is when a kept file was lost or found.
    """
    if _grounds(isms) != before.grounds:
        return judge(isms)
    return _judge(isms, before, changed(isms, before.known, list(kinds)))


def _judge(isms: Isms, before: Judgement | None, marked: int) -> Judgement:
    kept = {} if before is None else {key: held for key, held in before.carried.items() if not held[1] & marked}
    traced = Traced.of(isms, kept)
    waivers = Waivers.of(traced)
    outcomes: dict[str, Outcome] = {}
    read: dict[str, int] = {}
    asked = []
    for rule in all_rules():
        if before is None or before.read[rule.code] & marked or _waived_otherwise(rule.code, before.waivers, waivers):
            with traced.noting() as marks:
                outcomes[rule.code] = judged(traced, rule, waivers)
            read[rule.code] = marks()
            asked.append(rule.code)
        else:
            outcomes[rule.code], read[rule.code] = before.outcomes[rule.code], before.read[rule.code]
    return Judgement(
        report=reported(traced, outcomes.values()),
        outcomes=outcomes,
        read=read,
        waivers=waivers,
        known=Known.of(isms, traced.notes, before.known if before else None),
        grounds=_grounds(isms),
        carried={key: (traced._memo[key], traced.notes.of[key]) for key in traced._memo if _lasts(key)},
        asked=tuple(asked),
    )


def _grounds(isms: Isms) -> tuple[object, ...]:
    """What every rule stands on."""
    return isms.on, isms.as_of, isms.organization, isms.missing_blobs, isms.standard


def _lasts(key: Hashable) -> bool:
    """Whether something worked out holds nothing but records, so that it is right as long as these are."""
    return isinstance(key, tuple) and key[0] in ("by", "live")


def _waived_otherwise(code: str, before: Waivers, now: Waivers) -> bool:
    return _of_rule(code, before) != _of_rule(code, now)


def _of_rule(code: str, waivers: Waivers) -> tuple[Mapping[str, RuleWaiver], RuleWaiver | None]:
    single = {record: each for (rule, record), each in waivers.single.items() if rule == code}
    return single, waivers.whole.get(code)
