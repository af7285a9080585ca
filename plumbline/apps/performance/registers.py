"""The registers of performance: what you want to reach, and what was measured."""

from __future__ import annotations

from plumbline.apps.ui.registers.declaration import Register, declare
from plumbline.engine.domain import kinds
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Objective, Record
from plumbline.engine.domain.measuring import last_reading, reaches_target


def newest(isms: Isms, record: Record) -> str:
    """The latest reading of an objective and whether it meets the target."""
    found = last_reading(isms, record) if isinstance(record, Objective) else None
    if found is None or not isinstance(record, Objective):
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
        kind=kinds.Reading,
        clause="9.1-doc",
        columns=("measures", "period", "value", "measured_on", "measured_by", "conclusion"),
        filters=("measures", "measured_by", "measured_on"),
        teach="A figure that was measured for an objective or a metric, for which period, and what you conclude from "
        "it.",
    ),
)
