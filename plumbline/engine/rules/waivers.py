"""Rule waivers: we know of a finding and accept it until a day (rules.md section 5). Expiry is computed when read."""

from collections.abc import Mapping
from dataclasses import dataclass

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import RuleWaiver
from plumbline.engine.rules.finding import Fault, Severity
from plumbline.engine.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Waivers:
    """The waivers in effect on the day, by rule and record."""

    single: Mapping[tuple[str, str], RuleWaiver]
    whole: Mapping[str, RuleWaiver]

    @classmethod
    def of(cls, isms: Isms) -> "Waivers":
        """The waivers of a system that are granted and have not expired on its day."""
        single: dict[tuple[str, str], RuleWaiver] = {}
        whole: dict[str, RuleWaiver] = {}
        for waiver in in_effect(isms):
            if waiver.whole_rule == "yes":
                whole[waiver.rule] = waiver
            for words in waiver.records:
                found = isms.resolve(words)
                single[waiver.rule, found.ref if found else words] = waiver
        return cls(single, whole)

    def matching(self, rule: Rule, fault: Fault) -> RuleWaiver | None:
        """The waiver that covers a fault, if one does. Some rules cannot be waived at all."""
        if not rule.waivable:
            return None
        if rule.grade.severity == Severity.OPPORTUNITY and rule.code in self.whole:
            return self.whole[rule.code]
        return self.single.get((rule.code, fault.record.ref))


def in_effect(isms: Isms) -> tuple[RuleWaiver, ...]:
    """Waivers that are in force, granted on or before the day and not expired."""
    return tuple(
        each
        for each in isms.all(RuleWaiver)
        if each.state == "in force"
        and each.expires is not None
        and (each.granted is None or each.granted <= isms.on)
        and isms.on <= each.expires
    )
