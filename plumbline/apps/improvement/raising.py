"""What a nonconformity begins with: the finding of a rule, an incident, or what an outside body wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plumbline.apps.ui.visit import Visit
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Incident, Nonconformity, SupplierReview
from plumbline.engine.rules.finding import Finding, Severity
from plumbline.engine.rules.runner import audit
from plumbline.engine.rules.siblings import rule_named


def begun(visit: Visit, asked: Mapping[str, str], records: Sequence[str]) -> Nonconformity:
    """A nonconformity as far as where it comes from tells it; an empty one where nothing does."""
    isms, on = visit.isms, visit.today
    if code := asked.get("rule", ""):
        return _of_a_rule(isms, code, records)
    source = isms.find(asked.get("from", ""))
    if isinstance(source, Incident):
        return Nonconformity(
            title=source.title,
            source=f"Incident {source.ref}",
            source_refs=(source.ref,),
            description=source.description,
            evidence=f"Incident {source.ref}.",
            records=source.assets,
            owner=source.owner,
            cause=source.cause,
            raised_on=on,
        )
    if isinstance(source, SupplierReview):
        return Nonconformity(
            title=source.remark[:120],
            source=f"Supplier review {source.ref}",
            source_refs=(source.ref,),
            description=source.remark,
            requirement="A.5.22",
            records=(source.supplier,),
            raised_on=on,
        )
    return Nonconformity(raised_on=on, source=asked.get("source", ""))


def _of_a_rule(isms: Isms, code: str, records: Sequence[str]) -> Nonconformity:
    """The finding of a rule about a record, in the parts of a nonconformity; bare where it is mended by now."""
    rule = rule_named(code.upper())
    if rule is None:
        return Nonconformity(raised_on=isms.on)
    told = audit(isms, (rule.code,)).findings
    about = [each for each in told if not records or (each.records and each.records[0] in records)]
    if not about:
        return Nonconformity(source=f"Rule {rule.code}", records=tuple(records), raised_on=isms.on)
    return _from(isms, about[0])


def _from(isms: Isms, finding: Finding) -> Nonconformity:
    first = isms.find(finding.records[0]) if finding.records else None
    of_whole = first is None or first.KIND == "organization"
    named = "" if first is None or of_whole else f": {first.title or first.ref}"
    return Nonconformity(
        title=f"{finding.name.replace('-', ' ').capitalize()}{named}"[:200],
        source=f"Rule {finding.code}",
        description=finding.gap,
        requirement=finding.clauses[0],
        records=() if of_whole else finding.records,
        evidence=finding.evidence,
        gap=finding.gap,
        grade="major" if finding.severity is Severity.MAJOR else "minor",
        owner="" if of_whole else str(getattr(first, "owner", "")),
        raised_on=isms.on,
    )
