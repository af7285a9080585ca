"""The registers of risk: scenarios, what they were judged as, by which criteria, and what was decided."""

from __future__ import annotations

from plumbline.apps.ui.registers.declaration import Computed, Register, declare
from plumbline.engine.domain import kinds, method
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Assessment, Record, Risk


def _level(isms: Isms, assessment: Assessment | None) -> str:
    made = method.outcome(isms, assessment) if assessment else None
    if assessment is None:
        return ""
    return (made.level if made else "") or assessment.level or str(assessment.score or "")


def today(isms: Isms, record: Record) -> str:
    """The level of a risk as it stands today, by its criteria."""
    if not isinstance(record, Risk):
        return ""
    return _level(isms, method.before_treatment(isms, record)) or method.level_today(isms, record)


def remains(isms: Isms, record: Record) -> str:
    """The level that remains once the treatment is finished."""
    return _level(isms, method.standing(isms, record, "residual")) if isinstance(record, Risk) else ""


def _scored(isms: Isms, assessment: Assessment | None) -> str:
    """The level and score of an assessment: “medium (8)”."""
    made = method.outcome(isms, assessment) if assessment else None
    if assessment is None:
        return "not assessed"
    level = _level(isms, assessment)
    score = made.score if made else assessment.score
    return f"{level} ({score})" if score is not None and level != str(score) else level or "no level"


def at_stage(stage: str) -> Computed:
    """The level and score of a risk at a stage."""
    return lambda isms, record: _scored(isms, method.standing(isms, record, stage)) if isinstance(record, Risk) else ""


def accepted_line(isms: Isms, record: Record) -> str:
    """Up to where the criteria accept by themselves, and on which side what remains of a risk lies."""
    criteria = method.criteria_in_force(isms)
    if not isinstance(record, Risk) or criteria is None or not method.has_acceptance_rule(criteria):
        return ""
    line = ", ".join(criteria.accept_levels) or f"up to {criteria.accept_up_to}"
    left = method.what_remains(isms, record)
    made = method.outcome(isms, left) if left else None
    if made is None or made.accepted is None:
        return line
    return f"{line} (what remains lies {'within' if made.accepted else 'above'})"


def assessed(isms: Isms, record: Record) -> str:
    """The day of the latest assessment."""
    found = method.latest(isms, record) if isinstance(record, Risk) else None
    return str(found.assessed_on) if found else "never"


def computed(isms: Isms, record: Record) -> str:
    """The level that follows from an assessment by the criteria it was judged by."""
    return _level(isms, record) if isinstance(record, Assessment) else ""


RISK = (
    (
        "The scenario",
        ("title", "description", "category", "assets", "threats", "weaknesses", "source", "event", "consequence"),
    ),
    ("Who answers", ("owner", "next_review", "state")),
    ("What is in place", ("controls", "existing_controls", "obligations", "affects", "keeps_cia")),
    (
        "What is done about it",
        ("verdict", "priority", "option", "option_reason", "planned_controls", "treat_by", "provider", "agreement"),
    ),
    ("More", ("activity_live", "scenario_key", "scored_apart_reason", "nothing_changed_on", "created_on", "note")),
)
declare(
    Register(
        kind=kinds.Risk,
        clause="6.1.2.c.1",
        columns=("owner", "Level today", "Level that remains", "state", "next_review"),
        filters=("owner", "state", "option", "verdict", "category", "next_review"),
        computed={"Level today": today, "Level that remains": remains, "Last assessed": assessed},
        head={
            "If nothing were done": at_stage("inherent"),
            "Today": at_stage("current"),
            "When the plan is done": at_stage("residual"),
            "Accepted by itself": accepted_line,
        },
        groups=RISK,
        page="risk:matrix",
        page_label="Matrix",
        teach="A risk is one thing that could happen to information you care about, with somebody who answers for it. "
        "Begin with the five that would hurt most; a small firm seldom needs more than thirty.",
    ),
    Register(
        kind=kinds.Assessment,
        clause="6.1.2.d.1",
        columns=("risk", "stage", "likelihood", "score", "Level by the criteria", "assessed_on", "by", "state"),
        filters=("risk", "stage", "round", "assessed_on", "state"),
        computed={"Level by the criteria": computed},
        groups=(
            ("What was judged", ("risk", "stage", "criteria", "round")),
            ("The judgement", ("likelihood", "impacts", "combined", "score", "level", "reason")),
            ("By whom", ("assessed_on", "by", "state", "note")),
        ),
        teach="Each judgement of a risk on one day: how likely, how bad, by which criteria. "
        "Earlier ones stay, so that you can show how a risk went down.",
    ),
    Register(
        kind=kinds.Criteria,
        clause="6.1.2.a.1",
        columns=("number", "scoring", "accept_up_to", "approved_by", "effective", "state"),
        filters=("state",),
        groups=(
            ("The method", ("title", "number", "process", "treatment_process", "document", "triggers")),
            ("Scales", ("likelihood", "dimensions", "combination", "scoring", "bands", "cells", "named_scores")),
            ("Acceptance", ("accept_up_to", "accept_levels", "never_accept", "authority", "options", "intervals")),
            ("Decision", ("approved_on", "approved_by", "effective", "until", "state", "note")),
        ),
        page="risk:method",
        page_label="Method",
        teach="The yardstick: what the numbers mean and up to which level you may accept. "
        "Decide it before you judge the first risk, and have top management adopt it.",
    ),
    Register(
        kind=kinds.AssessmentRound,
        clause="8.2",
        columns=("started", "ended", "led_by", "criteria", "state"),
        teach="A round is the yearly walk through all risks. Plan one, assess in it, and finish it.",
    ),
    Register(
        kind=kinds.Threat,
        clause="A.5.7",
        columns=("category", "relevance", "likelihood", "next_review", "state"),
        filters=("relevance", "likelihood", "consequence", "state"),
        teach="What could cause harm, kept once and named by many risks: ransomware, a burglar, a flood. "
        "Note where you heard of it; that is your threat intelligence.",
    ),
    Register(
        kind=kinds.Weakness,
        columns=("description", "state"),
        teach="What lets a threat through, such as laptops without encryption. Risks name it; mending it lowers them "
        "all.",
    ),
    Register(
        kind=kinds.Vulnerability,
        clause="A.8.8",
        columns=("cve", "assets", "severity", "score", "deadline", "owner", "state"),
        filters=("severity", "owner", "state", "exploited", "deadline"),
        groups=(
            ("What it is", ("title", "cve", "product", "assets", "source", "discovered")),
            ("How bad", ("severity", "score", "exploit_probability", "exploited", "severity_reason")),
            (
                "Closing it",
                ("owner", "deadline", "exploited_due", "patch_available", "closed_on", "state", "remark", "note"),
            ),
        ),
        teach="A known hole in software or hardware you run. Enter what your scanner or the maker tells you, "
        "with a deadline that follows from how bad it is.",
    ),
    Register(
        kind=kinds.TreatmentPlan,
        clause="6.1.3.f",
        columns=("risk", "approved_by", "approved_on", "state"),
        filters=("risk", "approved_by", "state"),
        teach="The owner of a risk approves how it is treated. It is entered by the step that checks who may approve.",
    ),
    Register(
        kind=kinds.Acceptance,
        clause="6.1.3.f",
        columns=("risk", "level", "accepted_by", "accepted_on", "expires", "state"),
        filters=("risk", "accepted_by", "expires", "state"),
        teach="What remains of a risk is accepted by its owner, for a time. An acceptance that ran out accepts "
        "nothing.",
    ),
)
