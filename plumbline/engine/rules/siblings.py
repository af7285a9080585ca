"""The same rule over the whole system: which other records are at fault like the one a nonconformity is about."""

from collections.abc import Collection, Iterator

from plumbline.engine.domain.isms import Isms
from plumbline.engine.rules.finding import Cited, Fault
from plumbline.engine.rules.rule import Rule, all_rules


def rule_named(code: str) -> Rule | None:
    """The rule with a code; None where there is none."""
    return next((each for each in all_rules() if each.code == code), None)


def faults_of(isms: Isms, code: str) -> tuple[Fault, ...]:
    """Every fault of one rule, waived ones too: whoever looks for the same elsewhere wants to see them all."""
    rule = rule_named(code)
    return tuple(_faults(isms, rule)) if rule else ()


def _faults(isms: Isms, rule: Rule) -> Iterator[Fault]:
    for subject in rule.examines.select(isms):
        for said in rule.check(isms, subject):
            if isinstance(said, Fault):
                yield said
            break  # a check says at most one thing of a subject


def same_elsewhere(isms: Isms, code: str, known: Collection[str]) -> tuple[Fault, ...]:
    """The faults of a rule about records other than those known by reference."""
    return tuple(each for each in faults_of(isms, code) if each.record.ref not in known)


def looked_at(isms: Isms, code: str) -> int:
    """How many records the rule examined."""
    rule = rule_named(code)
    return sum(1 for _ in rule.examines.select(isms)) if rule else 0


def fields_shown(isms: Isms, code: str, refs: Collection[str]) -> frozenset[str]:
    """The fields in which the rule sees the fault of records, or of others where these are mended by now."""
    faults = faults_of(isms, code)
    meant = [each for each in faults if each.record.ref in refs] or list(faults)
    shown = {name for each in meant for name in each.shows}
    cited = {name for each in meant for one in each.cites if isinstance(one, Cited) for name in one.shows}
    return frozenset(shown | cited)
