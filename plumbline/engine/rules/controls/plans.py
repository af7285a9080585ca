"""Whether what is not done yet is going to be done (6.1.3 e)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from plumbline.engine.domain.drivers import control_key
from plumbline.engine.domain.isms import Isms
from plumbline.engine.domain.kinds import Action
from plumbline.engine.domain.statement import Stated, applied_rows
from plumbline.engine.rules.finding import Cited, Fault
from plumbline.engine.rules.rule import MINOR_UP, Population, rule
from plumbline.engine.rules.wording import listed


def _unfinished(isms: Isms) -> tuple[Stated, ...]:
    return applied_rows(isms, "planned", "partly")


def _live_actions(isms: Isms) -> Mapping[str, tuple[Action, ...]]:
    """Live actions by the control they name."""

    def group() -> Mapping[str, tuple[Action, ...]]:
        found: dict[str, list[Action]] = defaultdict(list)
        for action in isms.live(Action):
            for key in {control_key(isms, words) for words in action.controls} - {""}:
                found[key].append(action)
        return {key: tuple(actions) for key, actions in found.items()}

    return isms.memo("live actions by control", group)


@rule(
    "CTL004",
    "planned-control-undated",
    clauses=("6.1.3.e", "6.1.3.d.3"),
    grade=MINOR_UP,
    examines=Population("rows stated planned or partly", _unfinished),
    mend="Plan the rest as an action that names the control, with an owner and a due date.",
)
def planned_control_undated(isms: Isms, row: Stated) -> Iterator[Fault]:
    """Planned without a day is a wish."""
    actions = _live_actions(isms).get(row.key, ())
    if any(each.due for each in actions):
        return
    undated = f": {listed([each.ref for each in actions])} {'has' if len(actions) == 1 else 'have'} no due date"
    gap = f"{row.key} is stated as “{row.status}”, and no live action with a due date names it"
    yield Fault(
        row.record,
        gap=f"{gap}{undated if actions else ''}.",
        shows=("status",),
        cites=tuple(Cited(each, ("state", "due", "controls")) for each in actions),
    )
