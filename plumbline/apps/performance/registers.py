"""The registers of performance: what you want to reach, and what was measured."""

from __future__ import annotations

from plumbline.apps.ui.registers.declaration import Register, declare
from plumbline.engine.domain import kinds
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Metric, Objective, Record
from plumbline.engine.domain.measuring import last_reading, reaches_target


def newest(isms: Isms, record: Record) -> str:
    """The latest reading of an objective or a metric and whether it meets the target."""
    found = last_reading(isms, record) if isinstance(record, Objective | Metric) else None
    if found is None or not isinstance(record, Objective | Metric):
        return "no reading"
    told = str(found.value if found.value is not None else found.value_text)
    word = {True: ", meets the target", False: ", misses the target"}
    reached = reaches_target(record, found.value)
    return f"{told} {record.unit}".strip() + (word[reached] if reached is not None else "")


declare(
    Register(
        kind=kinds.Objective,
        clause="6.2",
        columns=("owner", "target", "Latest reading", "target_date", "status", "state"),
        filters=("owner", "status", "decision", "target_date", "state"),
        computed={"Latest reading": newest},
        groups=(
            ("What shall be better", ("title", "policy_link", "basis", "owner", "state")),
            (
                "How it is measured",
                (
                    "metric",
                    "unit",
                    "baseline",
                    "target",
                    "target_value",
                    "better",
                    "frequency",
                    "measured_since",
                    "unmeasurable_reason",
                ),
            ),
            ("How it is reached", ("target_date", "actions", "resources", "communicated", "communicated_in")),
            (
                "Where it stands",
                ("status", "current_value", "evaluation", "derivation", "derivation_subject", "review_date"),
            ),
            ("Decision", ("decision", "decision_reason", "decided_on", "note")),
        ),
        teach="Three to six things you want to reach this year, each with a figure, a day and somebody who answers. "
        "“Everybody trained by June” is one; “raise awareness” is none.",
    ),
    Register(
        kind=kinds.Metric,
        clause="9.1.a",
        columns=("owner", "Latest reading", "target", "frequency", "analysed_by", "state"),
        filters=("owner", "measured_by", "analysed_by", "better", "state"),
        computed={"Latest reading": newest},
        groups=(
            ("What it tells", ("title", "purpose", "serves", "owner", "state")),
            (
                "How it is taken",
                ("method", "source", "unit", "frequency", "grace", "measured_since", "measured_by"),
            ),
            ("What is good", ("target", "target_value", "limit_value", "better")),
            ("Who thinks about it", ("analysed_by", "analysed_every")),
            ("From the registers", ("derivation", "derivation_subject", "note")),
        ),
        page="performance:metrics",
        page_label="At a glance",
        teach="What you count to know whether security works: by which method, how often and by whom, and who thinks "
        "about the result. Some compute themselves from your registers; adopt one of those first.",
    ),
    Register(
        kind=kinds.Reading,
        clause="9.1-doc",
        columns=("measures", "period", "value", "measured_on", "measured_by", "conclusion"),
        filters=("measures", "measured_by", "measured_on", "evaluated_on"),
        groups=(
            ("What was measured", ("measures", "period", "period_end", "value", "value_text", "counted", "final")),
            ("When and by whom", ("measured_on", "measured_by")),
            ("What it means", ("conclusion", "evaluated_on", "evaluated_by", "answered_by", "note")),
        ),
        teach="A figure that was measured for an objective or a metric, for which period, and what you conclude from "
        "it.",
    ),
)
