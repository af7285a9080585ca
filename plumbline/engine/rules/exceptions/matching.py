"""What a rule waiver still excuses: the records on which its rule finds fault today.

Waivers are judged by what other rules see, so the rule waived is asked here once more, and only where somebody waived
it. Rules of this folder are not asked: that would go in circles.
"""

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import RuleWaiver
from plumbline.engine.rules.finding import Fault
from plumbline.engine.rules.rule import Rule, all_rules

HERE = "EXC"


def rule_waived(waiver: RuleWaiver) -> Rule | None:
    """The rule that a waiver names, if there is one."""
    return next((each for each in all_rules() if each.code == waiver.rule.upper()), None)


def excused(isms: Isms, waiver: RuleWaiver) -> frozenset[str] | None:
    """The records a waiver names and its rule finds fault with; None where that cannot be asked."""
    rule = rule_waived(waiver)
    if rule is None:
        return frozenset()
    if rule.subject == HERE:
        return None
    faulted = isms.memo(("faulted by", rule.code), lambda: _faulted(isms, rule))
    if waiver.whole_rule == "yes":
        return faulted
    named = {found.ref if (found := isms.resolve(words)) else words for words in waiver.records}
    return faulted & named


def _faulted(isms: Isms, rule: Rule) -> frozenset[str]:
    said = (each for subject in rule.examines.select(isms) for each in rule.check(isms, subject))
    return frozenset(each.record.ref for each in said if isinstance(each, Fault))
