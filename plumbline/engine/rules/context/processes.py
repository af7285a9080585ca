"""Whether the processes of the system run as often as was promised, by the records they leave."""

from collections.abc import Iterator
from datetime import date

from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import AssessmentRound
from plumbline.engine.domain.promises import promise
from plumbline.engine.rules.finding import Fault, Unjudged
from plumbline.engine.rules.rule import MINOR, Population, rule
from plumbline.engine.rules.wording import days_between

RISK_ASSESSMENT = "risk assessment"
"""What the promise of this process is asked for."""


def _last_round(isms: Isms) -> tuple[AssessmentRound, ...]:
    """The round begun last that was not merely planned: the process is judged by its latest run, not by its history."""
    held = [each for each in isms.all(AssessmentRound) if each.state != "planned"]
    return tuple(sorted(held, key=lambda each: (each.started or date.min, each.ref))[-1:])


@rule(
    "CTX003",
    "isms-process-not-running",
    clauses=("4.4", "8.1-2"),
    grade=MINOR,
    examines=Population("ISMS processes that leave records of their runs", _last_round),
    mend="Hold the next round and record its days and who leads it, or change the promised interval with a reason.",
)
def isms_process_not_running(isms: Isms, latest: AssessmentRound) -> Iterator[Fault | Unjudged]:
    """Rounds of risk assessment: the process, whereas RSK012 asks after each single risk."""
    if not latest.led_by:
        yield Fault(latest, gap="Nobody is named who leads the assessment of risks.", shows=("started", "led_by"))
        return
    ran = latest.ended or latest.started
    stated = promise(isms, "process_run", RISK_ASSESSMENT)
    if stated is None or stated.interval is None:
        yield Unjudged(latest, "no promise `process_run`")
    elif ran is None:
        yield Unjudged(latest, "no day of the last round of assessment")
    elif (due := stated.interval.after(ran)) < isms.on:
        yield Fault(
            latest,
            gap=f"The last round of risk assessment was on {ran.isoformat()}; the next was due on {due.isoformat()}, "
            f"{days_between(due, isms.on)} ago.",
            shows=("started", "ended", "state"),
            stated=stated,
        )
